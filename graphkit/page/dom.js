"use strict";
/* One namespace for all scripts of a page. Elements are built from text; markup is never parsed. */
const gk = {};

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") {
        for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      } else if (name === "props") {
        Object.assign(element, value);
      } else {
        element.setAttribute(name, value === true ? "" : String(value));
      }
    }
    const wanted = (child) => child !== null && child !== undefined && child !== false && child !== "";
    element.append(...children.flat(Infinity).filter(wanted));
    return element;
  }

  /** Make an HTML element: attributes, `on` for handlers, `props` for properties, then children or texts. */
  gk.h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

  /** Make an SVG element. */
  gk.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  /** Make a link that leaves the page: http and https only, anything else stays text. */
  gk.link = (url, label) => {
    let parsed = null;
    try {
      parsed = new URL(String(url));
    } catch {
      parsed = null;
    }
    if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return gk.h("span", {}, label || String(url));
    return gk.h("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer" }, label || String(url));
  };

  /** Make a link within the page: a change of state, with an address of its own. */
  gk.go = (changes, attributes, ...children) => {
    const follow = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      gk.state.set(changes);
    };
    return gk.h("a", { href: gk.state.href(changes), ...attributes, on: { click: follow } }, ...children);
  };

  gk.button = (label, onclick, attributes) =>
    gk.h("button", { type: "button", ...attributes, on: { click: onclick } }, label);

  gk.empty = (element, ...children) => {
    element.replaceChildren();
    return fill(element, {}, children);
  };

  /** Redraw a part of the page; what had the focus gets it back if something with its id is there again. */
  gk.redraw = (container, ...children) => {
    const focused = container.contains(document.activeElement) ? document.activeElement.id : "";
    gk.empty(container, ...children);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };

  gk.count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || `${one}s`}`;

  gk.list = (texts) => texts.filter(Boolean).join(" · ");

  /** Say something to screen readers. */
  gk.announce = (text) => {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  };

  gk.token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
})();
