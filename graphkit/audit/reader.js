/* The reader without this script is a page to read; with it passages and claims find each other, and filters work. */
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let started = false;
  const smooth = () => (calm.matches || !started ? "auto" : "smooth");
  const cards = all(".card");

  /** The section of a source that an element lies in, and the spots of that source that it belongs to. */
  const sectionOf = (element) => element.closest("[data-source]");
  const spots = (element) => (element.dataset.spots || "").split(" ").filter(Boolean);

  function unchoose() {
    for (const element of all(".chosen")) element.classList.remove("chosen");
  }

  /** Mark a claim and the passages it is read from. */
  function choose(card) {
    const section = sectionOf(card);
    const wanted = new Set(spots(card));
    card.classList.add("chosen");
    for (const mark of all("[data-spots]:not(.card)", section)) {
      if (spots(mark).some((spot) => wanted.has(spot))) mark.classList.add("chosen");
    }
    for (const pill of all(".pill", section)) if (pill.dataset.claim === card.dataset.claim) pill.classList.add("chosen");
  }

  /** Bring an element into view: in its own scroller, so that the other column stays where it is, else in the page. */
  function reveal(element, block) {
    const scroller = element.closest(".beside");
    if (scroller && scroller.scrollHeight > scroller.clientHeight && getComputedStyle(scroller).overflowY !== "visible") {
      const top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      scroller.scrollTo({ top: top - 12, behavior: smooth() });
    } else element.scrollIntoView({ block, behavior: smooth() });
  }

  const stacked = () => matchMedia("(max-width: 60rem)").matches;

  function showClaim(key, focus) {
    const card = byId(`claim=${key}`);
    if (!card) return announce(`There is no claim ${key} on this page.`);
    choose(card);
    const place = byId(`at=${sectionOf(card).dataset.source}@${spots(card)[0]}`);
    if (place && !stacked()) reveal(place, "center");
    reveal(card, place ? "center" : "start");
    if (focus) card.focus({ preventScroll: true });
  }

  function showSpot(name) {
    const place = byId(`at=${name}`);
    if (!place) return;
    const section = sectionOf(place);
    const number = name.slice(name.lastIndexOf("@") + 1);
    for (const mark of all("[data-spots]:not(.card)", section)) if (spots(mark).includes(number)) mark.classList.add("chosen");
    const read = all(".card", section).filter((card) => spots(card).includes(number));
    for (const card of read) card.classList.add("chosen");
    reveal(place, "center");
    if (read.length && !stacked()) reveal(read[0], "start");
  }

  function announce(text) {
    const place = byId("shown");
    if (place) place.textContent = text;
  }

  /** Leave only what matches one of the concerns: others are hidden or faded. */
  function filter(wanted) {
    const matches = (element) => wanted.some((concern) => (element.dataset.concerns || "").split(" ").includes(concern));
    document.body.classList.toggle("filtered", wanted.length > 0);
    for (const element of all("[data-concerns]")) element.classList.toggle("match", wanted.length > 0 && matches(element));
    for (const pill of all(".pill")) pill.classList.toggle("match", byId(`claim=${pill.dataset.claim}`)?.classList.contains("match") || false);
    for (const key of all("button[data-show]")) key.setAttribute("aria-pressed", String(wanted.includes(key.dataset.show)));
    const left = cards.filter((card) => card.classList.contains("match")).length;
    announce(wanted.length ? `${gk.count(left, "claim")} of ${cards.length}` : gk.count(cards.length, "claim"));
  }

  let before = null;

  function render(first = false) {
    const now = { claim: gk.state.one("claim"), at: gk.state.one("at"), show: gk.state.all("show") };
    const same = (name) => before && JSON.stringify(before[name]) === JSON.stringify(now[name]);
    if (!same("show")) filter(now.show);
    if (!same("claim") || !same("at")) {
      unchoose();
      if (now.claim) showClaim(now.claim, !first);
      else if (now.at) showSpot(now.at);
    }
    const section = gk.state.one("source");
    if (section && !now.claim && !now.at) byId(`source=${section}`)?.scrollIntoView({ block: "start" });
    before = now;
  }

  /** Follow links within the page without losing the filters. */
  function follow(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
    const link = event.target.closest("a[href^='#']");
    const mark = event.target.closest("mark[data-spots]");
    const bar = event.target.closest("[data-target]");
    if (link) return followLink(event, link.getAttribute("href").slice(1));
    if (bar) return go(bar.dataset.target);
    if (mark && !window.getSelection()?.toString()) {
      const section = sectionOf(mark);
      const card = spots(mark).flatMap((spot) => all(".card", section).filter((one) => spots(one)[0] === spot))[0];
      go(card ? card.dataset.claim : `${section.dataset.source}@${spots(mark)[0]}`);
    }
  }

  const go = (target) => gk.state.set(target.includes("@") ? { at: target, claim: null, source: null } : { claim: target, at: null, source: null });

  function followLink(event, target) {
    const [name, value] = [target.slice(0, target.indexOf("=")), target.slice(target.indexOf("=") + 1)];
    if (name === "claim" || name === "at") {
      event.preventDefault();
      if (gk.state.one(name) === value) {
        before = null;
        render();
      } else go(value);
    } else if (name === "source") {
      event.preventDefault();
      gk.state.set({ source: value, claim: null, at: null });
      byId(target)?.scrollIntoView({ block: "start" });
    } else if (name === "show") {
      event.preventDefault();
      gk.state.set({ show: value, claim: null, at: null, source: null });
      byId("filters").scrollIntoView({ block: "start" });
    }
  }

  /** j and k go from claim to claim, among those that are shown. */
  function step(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") gk.state.set({ claim: null, at: null });
    if (event.key !== "j" && event.key !== "k") return;
    const shown = cards.filter((card) => !document.body.classList.contains("filtered") || card.classList.contains("match"));
    const at = shown.findIndex((card) => card.dataset.claim === gk.state.one("claim"));
    const next = shown[at < 0 ? 0 : at + (event.key === "j" ? 1 : -1)];
    if (next) go(next.dataset.claim);
  }

  function again() {
    before = null;
    render(true);
    started = true;
    document.body.dataset.settled = "true";
  }

  function start() {
    byId("tools").append(gk.button("Print", () => window.print(), { id: "print" }), gk.theme.button());
    byId("filters").hidden = false;
    for (const key of all("button[data-show]")) key.addEventListener("click", () => gk.state.toggle("show", key.dataset.show));
    byId("all").addEventListener("click", () => gk.state.set({ show: null }));
    document.addEventListener("click", follow);
    document.addEventListener("keydown", step);
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = all("details:not([open])");
      for (const details of opened) details.open = true;
    });
    window.addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));
    gk.state.listen(() => render());
    render(true);
    window.addEventListener("load", () => setTimeout(again, 0)); // the browser goes to its own idea of the place first
    document.body.dataset.ready = "true";
  }

  start();
})();
