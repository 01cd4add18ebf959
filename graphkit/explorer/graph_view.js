/* The graph on the page: where to start, what is drawn, a legend that filters, and everything drawn as a list. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  let network = null;
  let model = null;

  const quiet = { claim: null, entity: null, article: null, study: null };
  const focusOn = (e) =>
    gk.state.set({
      focus: entities.id[e],
      entity: entities.id[e],
      claim: null,
      article: null,
      study: null,
      more: null,
      from: null,
      to: null,
    });

  function find(text) {
    const wanted = gk.search.fold(text.trim());
    const exact = entities.label.findIndex((label) => gk.search.fold(label) === wanted);
    if (exact >= 0 || !wanted) return exact;
    const ranked = entities.label.map((label, n) => [gk.search.rank([label, ...entities.alt[n]], text), n]);
    const best = ranked.filter(([rank]) => rank >= 0).sort((a, b) => a[0] - b[0])[0];
    return best ? best[1] : -1;
  }

  function picker(id, label, value, choose) {
    const change = (event) => {
      const found = find(event.target.value);
      if (found >= 0) choose(found);
      else if (event.target.value.trim()) gk.announce(`Nothing here is called ${event.target.value}`);
    };
    return gk.h(
      "label",
      { class: "chooser" },
      `${label} `,
      gk.h("input", {
        id,
        list: "entities",
        value: value === undefined ? "" : entities.label[value],
        autocomplete: "off",
        on: { change },
      }),
    );
  }

  function names() {
    const weight = (n) => d.bySubject[n].length + d.byObject[n].length;
    const best = entities.label
      .map((_, n) => n)
      .filter(weight)
      .sort((a, b) => weight(b) - weight(a))
      .slice(0, 400);
    return gk.h(
      "datalist",
      { id: "entities" },
      best.map((n) => gk.h("option", { value: entities.label[n] })),
    );
  }

  function controls() {
    const id = (name) => d.byId.get(gk.state.one(name));
    const side = (name) => (e) => gk.state.set({ [name]: entities.id[e], focus: null, more: null, ...quiet });
    const check = (name, label) =>
      gk.h(
        "label",
        { class: "check" },
        gk.h("input", {
          id: `check-${name}`,
          type: "checkbox",
          props: { checked: gk.state.has(name) },
          on: { change: (event) => gk.state.set({ [name]: event.target.checked ? "1" : null }) },
        }),
        label,
      );
    return gk.h(
      "div",
      { class: "controls" },
      names(),
      picker("focus", "Start from:", id("focus"), focusOn),
      gk.h("span", { class: "or" }, "or chains"),
      picker("from", "from:", id("from"), side("from")),
      picker("to", "to:", id("to"), side("to")),
      model.kind === "paths" ? check("any", "against the arrows too") : null,
      model.kind === "around" ? check("between", "claims between neighbors") : null,
      gk.state.has("focus") || gk.state.has("from") || gk.state.has("to")
        ? gk.button("Overview", () => gk.state.set({ focus: null, more: null, from: null, to: null, ...quiet }), {
            class: "quiet",
            id: "overview",
          })
        : null,
    );
  }

  function summary() {
    const drawn = `${gk.count(model.nodes.length, "entity", "entities")}, ${gk.count(model.claims.length, "claim")}.`;
    if (model.kind === "paths") {
      const [a, b] = [entities.label[model.from], entities.label[model.to]];
      if (!model.paths.length)
        return `No chain of claims leads from ${a} to ${b} within 5 steps, with the present filters.`;
      return `${gk.count(model.paths.length, "chain")} from ${a} to ${b}, shortest first: ${drawn}`;
    }
    if (model.kind === "overview")
      return `The entities that most claims speak of: ${drawn} Choose one to see all that is said of it.`;
    const dropped = model.dropped
      ? ` The best supported are drawn, ${gk.count(model.dropped, "neighbor")} ${model.dropped === 1 ? "is" : "are"} not; filters narrow it down.`
      : "";
    return `Around ${entities.label[model.focus]}: ${drawn}${dropped} Left: acts on it. Right: it acts on. A figure below a name: claims about it that are not drawn; double-click draws them.`;
  }

  const toggleButton = (pressed, onclick, id, ...children) =>
    gk.h(
      "button",
      { type: "button", class: "key", id, "aria-pressed": String(pressed), on: { click: onclick } },
      ...children,
    );

  function line(attributes, end) {
    return gk.svg(
      "svg",
      { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true" },
      gk.svg("line", { x1: 1, y1: 6, x2: 31, y2: 6, ...attributes }),
      end ? gk.svg("line", { x1: 31, y1: 0, x2: 31, y2: 12, stroke: attributes.stroke, "stroke-width": 3 }) : "",
    );
  }

  function legendFamilies() {
    const theme = gk.theme.name();
    const counts = new Map();
    model.nodes.forEach((e) => counts.set(entities.family[e], (counts.get(entities.family[e]) || 0) + 1));
    const hidden = gk.state.all("hide");
    return d.style.families.flatMap((family, f) => {
      if (!counts.has(f) && !hidden.includes(String(f))) return [];
      const icon = gk.svg(
        "svg",
        { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
        gk.graphExport.outline(family.shape, 6.5, { fill: family[theme] }),
      );
      const off = hidden.includes(String(f));
      return [
        toggleButton(
          !off,
          () => gk.state.toggle("hide", String(f)),
          `family-${f}`,
          icon,
          family.label,
          gk.h("span", { class: "number" }, off ? "hidden" : counts.get(f)),
        ),
      ];
    });
  }

  function legendClaims() {
    const { strength } = d.style;
    const colors = strength[gk.theme.name()];
    const count = (test) => model.claims.filter(test).length;
    const chosen = (facet, name) => gk.state.all(facet).includes(name);
    const strengths = [0, 1, 2, 3, 4, 5]
      .map((s) => [s, count((n) => claims.strength[n] === s)])
      .filter(([s, c]) => c || chosen("strength", String(s)));
    const hedges = d.schemes.hedge
      .map((h, k) => [h, count((n) => claims.hedge[n] === k)])
      .filter(([h, c]) => c || chosen("hedge", h.id));
    const denied = count((n) => claims.negated[n]);
    const number = (c) => gk.h("span", { class: "number" }, c);
    return [
      strengths.map(([s, c]) =>
        toggleButton(
          chosen("strength", String(s)),
          () => gk.state.toggle("strength", String(s)),
          `key-strength-${s}`,
          line({ stroke: colors[s], "stroke-width": strength.width[s] }),
          `${s} ${d.named("strength", String(s)).label}`,
          number(c),
        ),
      ),
      hedges.map(([h, c]) =>
        toggleButton(
          chosen("hedge", h.id),
          () => gk.state.toggle("hedge", h.id),
          `key-hedge-${h.id}`,
          line({
            stroke: "currentColor",
            "stroke-width": 2,
            "stroke-dasharray": (d.style.dashes[h.id] || []).join(" ") || null,
          }),
          h.label,
          number(c),
        ),
      ),
      denied || chosen("mark", "denied")
        ? toggleButton(
            chosen("mark", "denied"),
            () => gk.state.toggle("mark", "denied"),
            "key-denied",
            line({ stroke: "currentColor", "stroke-width": 2 }, true),
            "denied (✕ and a bar)",
            number(denied),
          )
        : null,
    ];
  }

  function opener(e) {
    if (model.kind !== "around" || e === model.focus) return null;
    const open = model.open.has(e);
    const more = gk.graph.undrawn(model, e);
    if (!open && more <= 0) return null;
    return gk.button(open ? "Collapse" : `Expand (${more} more)`, () => gk.state.toggle("more", entities.id[e]), {
      class: "quiet",
      id: `expand-${e}`,
      "aria-label": `${open ? "Collapse" : "Expand"} ${entities.label[e]}`,
    });
  }

  function entityItem(e) {
    const center = { class: "quiet", id: `center-${e}`, "aria-label": `Center on ${entities.label[e]}` };
    return gk.h(
      "li",
      {},
      gk.go({ ...quiet, entity: entities.id[e] }, { id: `drawn-entity-${e}` }, entities.label[e]),
      gk.h("span", { class: "muted" }, ` ${d.kindsLabel(e)} `),
      gk.button("Center", () => focusOn(e), center),
      opener(e),
    );
  }

  function claimItem(n) {
    const link = gk.go({ ...quiet, claim: claims.key[n] }, { id: `drawn-claim-${n}` }, d.statement(n));
    return gk.h("li", {}, link, " ", gk.marks.strength(claims.strength[n]));
  }

  function lists() {
    const byLabel = [...model.nodes].sort((a, b) => entities.label[a].localeCompare(entities.label[b]));
    const list = (title, items) => gk.h("div", {}, gk.h("h3", {}, title), gk.h("ul", { class: "plain" }, items));
    return [list("Entities", byLabel.map(entityItem)), list("Claims", model.claims.map(claimItem))];
  }

  /** Everything drawn as a list, for those who cannot see the drawing or want to read it; made when it is opened. */
  function listing() {
    const open = document.getElementById("drawn")?.open || false;
    const content = gk.h("div", { class: "two" }, open ? lists() : null);
    const fill = () => content.childNodes.length || content.append(...lists());
    const summaryLine = gk.h("summary", { on: { click: fill } }, "Everything drawn, as a list");
    return gk.h("details", { id: "drawn", open, on: { toggle: fill } }, summaryLine, content);
  }

  const handlers = {
    entity: (e) => gk.state.set({ entity: entities.id[e], claim: null, article: null, study: null }),
    claim: (n) => gk.state.set({ claim: claims.key[n], entity: null, article: null, study: null }),
    open(e) {
      if (model.kind === "around" && e !== model.focus) gk.state.toggle("more", entities.id[e]);
      else focusOn(e);
    },
  };

  function zoom(factor) {
    if (network) network.moveTo({ scale: network.getScale() * factor, animation: false });
  }

  function tools() {
    return gk.h(
      "div",
      { class: "zoom" },
      gk.button("+", () => zoom(1.3), { "aria-label": "Zoom in" }),
      gk.button("−", () => zoom(1 / 1.3), { "aria-label": "Zoom out" }),
      gk.button("Fit", () => network && gk.graph.fit(network, model), {}),
    );
  }

  function select() {
    if (!network) return;
    const [e, n] = [d.byId.get(gk.state.one("entity")), d.byKey.get(gk.state.one("claim"))];
    if (network.getSelectedNodes().length || network.getSelectedEdges().length) network.unselectAll();
    if (e !== undefined && model.nodes.includes(e)) network.selectNodes([e], false);
    if (n !== undefined && model.claims.includes(n)) network.selectEdges([n]);
  }

  function draw(container) {
    if (network) network.destroy();
    network = null;
    model = gk.graph.compute();
    const canvas = gk.h("div", {
      id: "canvas",
      class: "canvas",
      role: "img",
      "aria-label": `Graph. ${summary()} The same stands below as a list.`,
    });
    const some = model.nodes.length > 0;
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Graph"),
        controls(),
        gk.h("p", { class: "muted", id: "graph-summary" }, summary()),
      ),
      some
        ? gk.h("div", { class: "stage" }, canvas, tools())
        : gk.h(
            "p",
            { class: "nothing" },
            "Nothing to draw. ",
            gk.button("Clear filters", gk.filter.clear, { class: "quiet" }),
          ),
      gk.h(
        "div",
        { class: "keys", role: "group", "aria-label": "Legend; each entry filters" },
        legendFamilies(),
        legendClaims(),
      ),
      some ? listing() : null,
    );
    if (some) {
      network = gk.graph.draw(canvas, model, handlers);
      select();
    }
  }

  gk.graphView = {
    draw,
    select,
    focusOn,
    parts: () => [...gk.filter.NAMES, "focus", "more", "from", "to", "any", "between", "hide"],
    drawing: () => gk.graphExport.drawing(model),
    /** For tests and the console: the network as vis-network has it. */
    network: () => network,
    model: () => model,
  };
})();
