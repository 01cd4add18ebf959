/* The page: header, views, filters, panel; each part is drawn again when its part of the state changes. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const VIEWS = [
    ["map", "Map", gk.mapView.draw, gk.mapView.parts],
    ["graph", "Graph", gk.graphView.draw, gk.graphView.parts],
    ["claims", "Claims", gk.lists.table, gk.lists.parts],
    ["contradictions", "Contradictions", gk.contradictions.draw, gk.contradictions.parts],
    ["sources", "Sources", gk.lists.sources, gk.lists.parts],
    ["studies", "Studies", gk.lists.studies, gk.lists.parts],
    ["about", "About", gk.about.draw, gk.about.parts],
  ];
  const drawn = { view: "", filters: "", panel: "", theme: "" };
  let opener = "";

  const view = () => VIEWS.find(([id]) => id === gk.state.one("view")) || VIEWS[0];

  function suggest(query) {
    return [...suggestEntities(query), ...suggestOthers(query), ...suggestClaims(query)];
  }

  function suggestEntities(query) {
    const weight = (n) => d.bySubject[n].length + d.byObject[n].length;
    const ranked = [];
    entities.label.forEach((label, n) => {
      const rank = gk.search.rank([label, ...entities.alt[n]], query);
      if (rank >= 0) ranked.push([rank, -weight(n), n]);
    });
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return ranked.slice(0, 6).map(([, , n]) => {
      const also = entities.alt[n].find((alt) => gk.search.rank([alt], query) >= 0);
      const count = gk.count(weight(n), "claim");
      return {
        what: d.kindsLabel(n) || "entity",
        label: entities.label[n],
        note: also && gk.search.rank([entities.label[n]], query) < 0 ? `also ${also}, ${count}` : count,
        choose: () => chooseEntity(n),
      };
    });
  }

  function chooseEntity(n) {
    if (view()[0] === "graph") gk.graphView.focusOn(n);
    else gk.state.set({ ...gk.card.CLOSED, entity: entities.id[n] });
  }

  function suggestOthers(query) {
    const pick = (list, what, key, note) =>
      list
        .filter((item) => gk.search.rank([item.title, note(item)], query) >= 0)
        .slice(0, 2)
        .map((item) => ({
          what,
          label: item.title,
          note: note(item),
          choose: () => gk.state.set({ ...gk.card.CLOSED, [key]: item.id }),
        }));
    return [
      ...pick(d.sources, "source", "article", (s) => s.publisher || ""),
      ...pick(d.studies, "study", "study", (s) => gk.list([s.authors, s.year])),
    ];
  }

  function suggestClaims(query) {
    const mask = gk.search.mask(d.folds(), query);
    const found = mask ? d.rows.filter((n) => mask[n]) : [];
    const words = gk.search.words(query);
    const direct = (n) => words.every((word) => gk.search.fold(claims.paraphrase[n]).includes(word));
    const best = [...found]
      .sort((a, b) => direct(b) - direct(a) || claims.strength[b] - claims.strength[a] || a - b)
      .slice(0, 6);
    const items = best.map((n) => ({
      what: "claim",
      label: claims.paraphrase[n] || d.statement(n),
      note: d.sources[claims.source[n]]?.title || "",
      choose: () => gk.state.set({ ...gk.card.CLOSED, claim: claims.key[n] }),
    }));
    const all = {
      what: "all",
      label: `Show ${gk.count(found.length, "claim")} with “${query}”`,
      choose: () => submit(query),
    };
    return found.length ? [...items, all] : items;
  }

  function submit(query) {
    gk.searchbox.fill(query);
    const plain = ["about", "studies"].includes(view()[0]);
    gk.state.set({ q: query || null, view: plain ? "claims" : gk.state.one("view") });
  }

  function header() {
    const tab = ([id, label]) => gk.go({ view: id === "map" ? null : id }, { id: `tab-${id}` }, label);
    return gk.h(
      "header",
      { class: "top" },
      gk.h(
        "div",
        { class: "bar" },
        gk.h("h1", {}, d.meta.title),
        gk.searchbox({ label: "Search claims, terms, sources", suggest, submit }),
        gk.h(
          "div",
          { class: "tools" },
          gk.h("span", { id: "files", class: "files" }),
          gk.button("Print", () => window.print(), { id: "print" }),
          gk.theme.button(),
        ),
      ),
      gk.h("nav", { "aria-label": "Views" }, VIEWS.map(tab)),
    );
  }

  const FIELDS = [
    "claim",
    "source",
    "place",
    "start",
    "end",
    "subject",
    "predicate",
    "object",
    "negated",
    "direction",
    "hedge",
    "basis",
    "kind",
    "strength",
    "verdict",
    "certainty",
    "overclaim",
    "paraphrase",
  ];

  function record(n) {
    const [span] = claims.spans[n];
    return [
      claims.key[n],
      d.sources[claims.source[n]]?.id,
      d.place(n),
      d.passages.start[span],
      d.passages.end[span],
      entities.label[claims.subject[n]],
      d.predicates[claims.predicate[n]].label,
      entities.label[claims.object[n]],
      claims.negated[n] ? "true" : "false",
      gk.marks.NAMES[claims.direction[n]],
      d.concept("hedge", claims.hedge[n]).id,
      d.concept("basis", claims.basis[n]).id,
      d.concept("kind", claims.kind[n]).id,
      claims.strength[n],
      d.concept("verdict", claims.verdict[n]).id,
      d.concept("certainty", claims.certainty[n]).id,
      claims.overclaim[n],
      claims.paraphrase[n],
    ];
  }

  const csv = () => gk.export.saveCsv("claims.csv", FIELDS, gk.lists.sorted(gk.filter.result().rows).map(record));
  const drawing = { map: () => gk.mapView.drawing(), graph: () => gk.graphView.drawing() };

  function files(id) {
    const make = drawing[id];
    const buttons = [gk.button("CSV", csv, { id: "csv", title: "Save the claims in view as CSV" })];
    if (make) {
      buttons.push(
        gk.button("SVG", () => gk.export.saveSvg(`${id}.svg`, make()), { id: "svg", title: "Save the drawing as SVG" }),
        gk.button("PNG", () => gk.export.savePng(`${id}.png`, make()), { id: "png", title: "Save the drawing as PNG" }),
      );
    }
    return id === "about" ? [] : buttons;
  }

  function chips() {
    const query = gk.state.one("q");
    const chip = (label, title, remove, id) =>
      gk.button(
        [gk.h("span", {}, label), gk.h("span", { "aria-hidden": "true" }, " ×")].reduce(
          (box, part) => (box.append(part), box),
          gk.h("span", {}),
        ),
        remove,
        { class: "chip", id, title: `Remove: ${title}`, "aria-label": `Remove filter ${title}: ${label}` },
      );
    const list = gk.filter
      .chips()
      .map((c) => chip(c.label, c.title, () => gk.state.toggle(c.id, c.name), `chip-${c.id}-${c.name}`));
    if (query) list.unshift(chip(`“${query}”`, "search", () => submit(""), "chip-q"));
    return list.length ? [list, gk.button("Clear all", gk.filter.clear, { class: "quiet", id: "clear" })] : [];
  }

  function drawFilters() {
    const result = gk.filter.result();
    gk.facets.panel(document.getElementById("facets"), gk.filter.facets, result.counts, gk.filter.chosen());
    const count = gk.filter.chips().length;
    const label = `${result.rows.length.toLocaleString("en")} of ${gk.count(d.size, "claim")}`;
    document.getElementById("total").textContent = label;
    document.getElementById("filters-label").textContent = count ? `Filters (${count})` : "Filters";
    gk.redraw(document.getElementById("chips"), chips());
    gk.announce(label);
    gk.searchbox.fill(gk.state.one("q"));
  }

  function drawView(id, draw) {
    for (const [other, label] of VIEWS) {
      const tab = document.getElementById(`tab-${other}`);
      if (other === id) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
      if (other === id) document.title = `${label} – ${d.meta.title}`;
    }
    const main = document.getElementById("main");
    if (!drawn.view.startsWith(`${id} `)) main.scrollTop = 0;
    document.body.dataset.view = id;
    gk.redraw(document.getElementById("files"), files(id));
    draw(document.getElementById("view"));
  }

  function drawPanel(first) {
    const panel = document.getElementById("panel");
    const active = document.activeElement;
    if (active?.id && !panel.contains(active)) opener = active.id;
    if (gk.cards.draw(panel)) {
      if (!first || gk.state.has("claim")) document.getElementById("card-title").focus({ preventScroll: true });
    } else if (!first) {
      (document.getElementById(opener) || document.getElementById("search")).focus({ preventScroll: true });
    }
  }

  function signatures() {
    const [id, , , parts] = view();
    const list = gk.state.has("row") ? ["view", ...gk.filter.NAMES, "rows", "columns"] : [];
    return {
      filters: gk.state.signature(gk.filter.NAMES),
      view: `${id} ${gk.state.signature(parts())}`,
      panel: gk.state.signature([...gk.cards.PARTS, ...list]),
      theme: gk.theme.name(),
    };
  }

  /** Draw again what has changed. */
  function render() {
    const [id, , draw] = view();
    const [was, next] = [{ ...drawn }, signatures()];
    if (was.filters !== next.filters) drawFilters();
    if (was.panel !== next.panel) drawPanel(false);
    if (was.view !== next.view || was.theme !== next.theme) drawView(id, draw);
    else if (id === "graph") gk.graphView.select();
    Object.assign(drawn, next);
  }

  /** Draw everything for the first time, in steps, so that the page answers in between. */
  function first() {
    const [id, , draw] = view();
    const steps = [
      gk.filter.result,
      drawFilters,
      () => drawPanel(true),
      () => drawView(id, draw),
      () => (document.body.dataset.ready = "true"),
    ];
    Object.assign(drawn, signatures());
    const step = () => {
      steps.shift()();
      if (steps.length) setTimeout(step, 0);
    };
    step();
  }

  function start() {
    const toggle = gk.button(
      "Filters",
      () => {
        const open = document.body.classList.toggle("with-filters");
        toggle.setAttribute("aria-expanded", String(open));
      },
      { id: "filters-label", class: "filters-toggle", "aria-expanded": "false", "aria-controls": "filters" },
    );
    gk.empty(
      document.getElementById("app"),
      header(),
      gk.h(
        "div",
        { class: "columns" },
        gk.h(
          "aside",
          { id: "filters", "aria-label": "Filters" },
          gk.h("h2", { class: "visually-hidden" }, "Filters"),
          gk.h("div", { id: "facets" }),
        ),
        gk.h(
          "main",
          { id: "main", tabindex: "-1" },
          gk.h(
            "div",
            { class: "status" },
            toggle,
            gk.h("span", { id: "total" }),
            gk.h("span", { id: "chips", class: "chips" }),
          ),
          gk.h("div", { id: "view" }),
          gk.h("footer", {}, d.advice),
        ),
        gk.h("aside", { id: "panel", "aria-label": "Details", hidden: true }),
      ),
      gk.h("div", { id: "announcer", role: "status", class: "visually-hidden" }),
    );
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) document.getElementById("close-card")?.click();
    });
    gk.state.listen(() => render());
    gk.theme.listen(() => render());
    setTimeout(first, 0);
  }

  setTimeout(start, 0);
})();
