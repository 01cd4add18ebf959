/* The evidence map on the page: a table whose cells open a list of claims. */
(() => {
  const d = gk.data;
  const { entities } = d;

  /** Colors by name; read from the styles once for each drawing. */
  let colors = new Map();
  function paint(name) {
    if (!colors.has(name)) colors.set(name, gk.token(`--map-${name}`));
    return colors.get(name);
  }

  function cellWords(info, row, column) {
    const s = gk.map.sign(info.directions);
    return [
      `${entities.label[row]}, ${entities.label[column]}:`,
      `${gk.count(info.held.length, "claim")}, ${gk.map.WORDS[s]},`,
      `best strength ${info.strength} of 5`,
      info.conflict ? ", contradicting each other" : "",
      info.echo ? ", some only repeated" : "",
    ]
      .join(" ")
      .replace(/ ,/g, ",");
  }

  function cell(map, row, column, most) {
    const set = map.cell(row, column);
    if (!set) return gk.h("td", { class: "empty" }, gk.h("span", { class: "visually-hidden" }, "no claims"));
    const info = gk.map.summary(set);
    const ids = [entities.id[row], entities.id[column]];
    const current = gk.state.one("row") === ids[0] && gk.state.one("column") === ids[1];
    const drawing = gk.svg(
      "svg",
      { viewBox: "-24 -24 48 48", width: 48, height: 48, "aria-hidden": "true" },
      gk.map.bubble(info, paint, gk.map.radiusOf(info.held.length, most)),
      info.echo ? gk.svg("text", { x: 27, y: -13, class: "corner", "text-anchor": "end" }, "≈") : "",
      info.conflict ? gk.svg("text", { x: -27, y: -13, class: "corner" }, "≠") : "",
    );
    const words = cellWords(info, row, column);
    return gk.h(
      "td",
      {},
      gk.go(
        { row: ids[0], column: ids[1], claim: null, entity: null, article: null, study: null },
        {
          class: "cell",
          id: `cell-${row}-${column}`,
          title: words,
          "aria-label": words,
          "aria-current": current ? "true" : null,
          "data-row": ids[0],
          "data-column": ids[1],
          "data-count": info.held.length,
        },
        drawing,
        gk.h("span", { class: "tally" }, `${info.held.length}${gk.map.sign(info.directions)}`),
      ),
    );
  }

  function branch(line, axis) {
    if (!line.below) return null;
    const whole = line.open && !line.left;
    const label = `${whole ? "Close" : "Open all"} below ${entities.label[line.entity]}`;
    const id = entities.id[line.entity];
    const without = (key) => gk.state.all(key).filter((name) => name !== id);
    const change = () =>
      gk.state.set(
        whole
          ? { open: without("open"), shut: [...without("shut"), id] }
          : { open: [...without("open"), id], shut: without("shut") },
      );
    return gk.button(whole ? "▾" : line.open ? "▿" : "▸", change, {
      class: "branch",
      id: `branch-${axis}-${line.entity}`,
      "aria-label": label,
      title: label,
      "aria-expanded": String(line.open),
    });
  }

  function head(map, line) {
    return gk.h(
      "th",
      { scope: "col" },
      gk.h(
        "div",
        { class: "slanted" },
        gk.go(
          { entity: entities.id[line.entity], claim: null, article: null, study: null },
          { class: line.depth ? "sub" : "", id: `head-${line.entity}`, title: entities.label[line.entity] },
          entities.label[line.entity],
        ),
        gk.h("span", { class: "muted" }, map.table.columnClaims.get(line.entity).length),
      ),
      branch(line, "column"),
    );
  }

  function row(map, line, most) {
    const label = gk.h(
      "th",
      { scope: "row", class: `depth-${Math.min(line.depth, 4)}` },
      gk.h(
        "span",
        { class: "rowhead" },
        branch(line, "row") || gk.h("span", { class: "branch" }),
        gk.go(
          { entity: entities.id[line.entity], claim: null, article: null, study: null },
          { id: `rowhead-${line.entity}` },
          entities.label[line.entity],
        ),
        gk.h("span", { class: "muted" }, map.table.rowClaims.get(line.entity).length),
      ),
    );
    return gk.h(
      "tr",
      {},
      label,
      map.columns.lines.map((c) => cell(map, line.entity, c.entity, most)),
    );
  }

  function chooser(id, label, options, value, change) {
    return gk.h(
      "label",
      { class: "chooser" },
      `${label} `,
      gk.h(
        "select",
        { id, on: { change: (event) => change(event.target.value) } },
        options.map(([key, text]) => gk.h("option", { value: key, selected: key === value }, text)),
      ),
    );
  }

  function controls(map) {
    const kinds = (side) => gk.map.offered(side).map(([kind, count]) => [kind, `${d.kindLabel(kind)} (${count})`]);
    const sorts = { claims: "most claims", strength: "best strength", disagreement: "most disputed", name: "name" };
    const reset = { open: null, shut: null, row: null, column: null };
    return gk.h(
      "div",
      { class: "controls" },
      chooser("rows", "Rows:", kinds("subject"), map.rowKind, (v) => gk.state.set({ rows: v, ...reset })),
      chooser("columns", "Columns:", kinds("object"), map.columnKind, (v) => gk.state.set({ columns: v, ...reset })),
      chooser(
        "order",
        "Order:",
        gk.map.SORTS.map((s) => [s, sorts[s]]),
        map.sort,
        (v) => gk.state.set({ order: v }),
      ),
    );
  }

  function legendItem(directions, strength, radius, words) {
    const info = { directions, strength, held: [] };
    const size = 2 * radius + 10;
    return gk.h(
      "li",
      {},
      gk.svg(
        "svg",
        { viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size, "aria-hidden": "true" },
        gk.map.bubble(info, paint, radius),
      ),
      words,
    );
  }

  function legend() {
    return gk.h(
      "ul",
      { class: "legend", "aria-label": "How to read the map" },
      legendItem([1, 0, 0, 0], 0, 8, "+ in favor"),
      legendItem([0, 1, 0, 0], 0, 8, "− against or harmful"),
      legendItem([1, 1, 0, 0], 0, 8, "± both"),
      legendItem([0, 0, 1, 0], 0, 8, "? left open"),
      legendItem([0, 0, 0, 1], 0, 8, "· neither"),
      gk.h(
        "li",
        {},
        legendItem([1, 0, 0, 0], 0, 5, "").firstChild,
        legendItem([1, 0, 0, 0], 0, 9, "").firstChild,
        "area: number of claims",
      ),
      legendItem([0, 0, 0, 0.1], 3, 7, "arc: best evidence, 0 to 5 (here 3)"),
      gk.h("li", {}, gk.h("b", {}, "≠"), "claims contradict each other"),
      gk.h("li", {}, gk.h("b", {}, "≈"), "repeated without a ground of its own"),
    );
  }

  function rest(map) {
    const left = map.rows.left + map.columns.left;
    if (!left && !gk.state.has("all")) return null;
    const parts = [
      map.rows.left ? gk.count(map.rows.left, "row") : "",
      map.columns.left ? gk.count(map.columns.left, "column") : "",
    ];
    return gk.h(
      "p",
      { class: "muted" },
      left ? `${parts.filter(Boolean).join(" and ")} with fewer claims not shown. ` : "",
      gk.button(
        gk.state.has("all") ? "Show fewer" : "Show all",
        () => gk.state.set({ all: gk.state.has("all") ? null : "1" }),
        { class: "quiet", id: "map-all" },
      ),
    );
  }

  function draw(container) {
    colors = new Map();
    const map = gk.map.compute();
    const cells = map.rows.lines.flatMap((r) =>
      map.columns.lines.map((c) => map.cell(r.entity, c.entity)?.length || 0),
    );
    const most = Math.max(1, ...cells);
    const hatch = gk.svg(
      "svg",
      { width: 0, height: 0, class: "defs", "aria-hidden": "true" },
      gk.svg("defs", {}, gk.map.hatch(paint("hatch"))),
    );
    const title = `Who is said to do what: ${d.kindLabel(map.rowKind)} against ${d.kindLabel(map.columnKind)}`;
    const table = gk.h(
      "table",
      { class: "map", "aria-label": title },
      gk.h(
        "thead",
        {},
        gk.h(
          "tr",
          {},
          gk.h(
            "th",
            { scope: "col", class: "corner" },
            gk.h("span", {}, d.kindLabel(map.rowKind), gk.h("span", { class: "muted" }, " ↓")),
            gk.h("span", {}, d.kindLabel(map.columnKind), gk.h("span", { class: "muted" }, " →")),
          ),
          map.columns.lines.map((line) => head(map, line)),
        ),
      ),
      gk.h(
        "tbody",
        {},
        map.rows.lines.map((line) => row(map, line, most)),
      ),
    );
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Evidence map"),
        gk.h(
          "p",
          { class: "muted" },
          `${gk.count(map.covered, "claim")} of ${gk.filter.result().rows.length} in view. ` +
            "A row or column counts everything below it. Choose a cell for its claims.",
        ),
        controls(map),
      ),
      hatch,
      map.rows.lines.length
        ? gk.h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Evidence map, scrolls" }, table)
        : gk.h(
            "p",
            { class: "nothing" },
            "No claims between these kinds with the present filters. ",
            gk.button("Clear filters", gk.filter.clear, { class: "quiet" }),
          ),
      rest(map),
      legend(),
    );
  }

  gk.mapView = {
    draw,
    parts: () => [...gk.filter.NAMES, "rows", "columns", "order", "open", "shut", "all", "row", "column"],
    /** Return the claims of the chosen cell, and what to call it. */
    chosen() {
      const [row, column] = [d.byId.get(gk.state.one("row")), d.byId.get(gk.state.one("column"))];
      if (row === undefined || column === undefined) return null;
      return { row, column, claims: gk.map.cellOf(row, column) };
    },
  };
})();
