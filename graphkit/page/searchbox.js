/* A search box with suggestions (the combobox pattern of ARIA): arrows move, Enter opens, Escape closes. */
(() => {
  let box = null;
  let list = null;
  let options = [];
  let active = -1;

  function show(suggestions) {
    options = suggestions;
    active = -1;
    gk.empty(
      list,
      options.map((option, n) => row(option, n)),
    );
    const open = options.length > 0;
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    box.removeAttribute("aria-activedescendant");
  }

  function row(option, n) {
    const choose = (event) => {
      event.preventDefault();
      pick(n);
    };
    return gk.h(
      "li",
      { id: `suggestion-${n}`, role: "option", "aria-selected": "false", on: { mousedown: choose } },
      gk.h("span", { class: "what" }, option.what),
      gk.h("span", { class: "label" }, option.label),
      option.note ? gk.h("span", { class: "muted" }, option.note) : null,
    );
  }

  function light(n) {
    active = (n + options.length) % options.length;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `suggestion-${active}`);
  }

  function pick(n) {
    const chosen = options[n];
    show([]);
    chosen.choose();
  }

  function onkey(event, submit) {
    if (event.key === "ArrowDown" && options.length) light(active + 1);
    else if (event.key === "ArrowUp" && options.length) light(active - 1);
    else if (event.key === "Enter" && active >= 0) pick(active);
    else if (event.key === "Enter") {
      show([]);
      submit(box.value.trim());
    } else if (event.key === "Escape" && options.length) show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Make the box. `suggest(query)` returns suggestions, `submit(query)` is called on Enter. */
  gk.searchbox = ({ label, suggest, submit }) => {
    list = gk.h("ul", { id: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
    box = gk.h("input", {
      id: "search",
      type: "search",
      role: "combobox",
      placeholder: `${label}  ( / )`,
      "aria-label": label,
      "aria-expanded": "false",
      "aria-controls": "suggestions",
      "aria-autocomplete": "list",
      autocomplete: "off",
      on: {
        input: () => show(box.value.trim() ? suggest(box.value.trim()) : []),
        keydown: (event) => onkey(event, submit),
        search: () => box.value || submit(""),
        blur: () => show([]),
      },
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
    return gk.h("div", { class: "searchbox", role: "search" }, box, list);
  };
  gk.searchbox.fill = (text) => {
    if (box && box !== document.activeElement) box.value = text;
  };
})();
