/* Table, contradictions, sources and studies. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const PAGE = 100;
  let pages = { signature: "", count: 1 };
  const { toClaim, toEntity, toStudy, toSource } = gk.card;

  const COLUMNS = [
    [
      "claim",
      "Claim",
      (n) => claims.paraphrase[n],
      (n) => toClaim(n, claims.paraphrase[n] || d.statement(n), `row-${n}`),
    ],
    ["subject", "About", (n) => entities.label[claims.subject[n]], (n) => toEntity(claims.subject[n])],
    ["predicate", "Says", (n) => verb(n), verb],
    ["object", "Object", (n) => entities.label[claims.object[n]], (n) => toEntity(claims.object[n])],
    ["direction", "Direction", (n) => claims.direction[n], (n) => gk.marks.direction(claims.direction[n])],
    ["strength", "Strength", (n) => claims.strength[n], (n) => gk.marks.strength(claims.strength[n])],
    ["hedge", "Firmness", (n) => claims.hedge[n], (n) => d.concept("hedge", claims.hedge[n]).label],
    ["basis", "Ground given", (n) => claims.basis[n], (n) => d.concept("basis", claims.basis[n]).label],
    ["kind", "Kind", (n) => d.concept("kind", claims.kind[n]).label, (n) => d.concept("kind", claims.kind[n]).label],
    ["source", "Source", (n) => d.sources[claims.source[n]]?.title || "", (n) => toSource(claims.source[n])],
    ["place", "Place", (n) => d.place(n), (n) => d.place(n)],
  ];

  function verb(n) {
    return `${claims.negated[n] ? "not: " : ""}${d.predicates[claims.predicate[n]].label}`;
  }

  function sorted(rows) {
    const [name, way] = gk.state.one("sort", "").split(":");
    const column = COLUMNS.find(([id]) => id === name);
    if (!column) return rows;
    const key = new Map(rows.map((n) => [n, column[2](n)]));
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
    const sign = way === "down" ? -1 : 1;
    return [...rows].sort((a, b) => sign * compare(key.get(a), key.get(b)) || a - b);
  }

  function head([id, label]) {
    const [name, way] = gk.state.one("sort", "").split(":");
    const now = name === id ? way : "";
    const next =
      now === "up"
        ? `${id}:down`
        : now === "down"
          ? null
          : ["strength", "direction"].includes(id) && !now
            ? `${id}:down`
            : `${id}:up`;
    const sign = now === "up" ? " ▲" : now === "down" ? " ▼" : "";
    return gk.h(
      "th",
      { scope: "col", "aria-sort": now === "up" ? "ascending" : now === "down" ? "descending" : null },
      gk.button(label + sign, () => gk.state.set({ sort: next }), {
        class: "sort",
        id: `sort-${id}`,
        title: `Sort by ${label.toLowerCase()}`,
      }),
    );
  }

  function table(container) {
    const rows = sorted(gk.filter.result().rows);
    const signature = gk.state.signature([...gk.filter.NAMES, "sort"]);
    if (pages.signature !== signature) pages = { signature, count: 1 };
    const shown = rows.slice(0, pages.count * PAGE);
    const more = () => {
      pages.count += 5;
      table(container);
    };
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Claims"),
        gk.h("p", { class: "muted" }, "Choose a column head to sort."),
      ),
      rows.length
        ? gk.h(
            "div",
            { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of claims, scrolls" },
            gk.h(
              "table",
              { class: "claims" },
              gk.h("thead", {}, gk.h("tr", {}, COLUMNS.map(head))),
              gk.h(
                "tbody",
                {},
                shown.map((n) =>
                  gk.h(
                    "tr",
                    {},
                    COLUMNS.map(([id, , , content]) => gk.h("td", { class: `c-${id}` }, content(n))),
                  ),
                ),
              ),
            ),
          )
        : nothing(),
      rows.length > shown.length
        ? gk.button(`Show more (${rows.length - shown.length} left)`, more, { id: "more-rows" })
        : null,
    );
  }

  const nothing = () =>
    gk.h(
      "p",
      { class: "nothing" },
      "No claims with the present filters. ",
      gk.button("Clear filters", gk.filter.clear, { class: "quiet" }),
    );

  /** What a set of claims stands on: bars with figures. */
  function stand(members) {
    const bar = (label, count, mark) =>
      gk.h(
        "tr",
        {},
        gk.h("th", { scope: "row" }, label),
        gk.h("td", { class: "number" }, count.toLocaleString("en")),
        gk.h(
          "td",
          { class: "bar" },
          gk.svg(
            "svg",
            { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
            gk.svg("rect", { width: members.length ? (100 * count) / members.length : 0, height: 8, class: mark }),
          ),
        ),
      );
    const by = (scheme) =>
      d.schemes[scheme]
        .map((c, k) => [c.label, members.filter((n) => claims[scheme][n] === k).length])
        .filter(([, count]) => count);
    const strengths = [0, 1, 2, 3, 4, 5]
      .map((s) => [
        `${s} ${d.named("strength", String(s)).label}`,
        members.filter((n) => claims.strength[n] === s).length,
      ])
      .filter(([, c]) => c);
    const group = (title, rows, mark) =>
      gk.h(
        "table",
        { class: "bars" },
        gk.h("caption", {}, title),
        gk.h(
          "tbody",
          {},
          rows.map(([l, c]) => bar(l, c, mark)),
        ),
      );
    return [
      group("Evidence strength", strengths, "s"),
      group("Ground the source gives", by("basis"), "b"),
      group("How firmly it is said", by("hedge"), "h"),
    ];
  }

  function sources(container) {
    const { rows } = gk.filter.result();
    const card = (source, s) => {
      const members = rows.filter((n) => claims.source[n] === s);
      const over = members.filter((n) => claims.overclaim[n] > 0).length;
      const torn = members.filter((n) => d.conflictsOf(n).length).length;
      const bare = members.filter((n) => claims.strength[n] === 0).length;
      return gk.h(
        "article",
        { class: "box" },
        gk.h("h3", {}, toSource(s)),
        gk.h(
          "p",
          { class: "muted" },
          gk.list([
            source.publisher,
            source.retrieved ? `read ${source.retrieved}` : "",
            source.verified ? `verified ${source.verified}` : "not verified yet",
          ]),
        ),
        gk.h(
          "p",
          {},
          `${gk.count(members.length, "claim")}; ${bare} with nothing for them; ${over} said more firmly than they stand; ${torn} contradicted.`,
        ),
        stand(members),
      );
    };
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Sources"),
        gk.h("p", { class: "muted" }, "How much of each source stands on what, for the claims in view."),
      ),
      gk.h("div", { class: "boxes" }, d.sources.map(card)),
    );
  }

  function studies(container) {
    const { rows } = gk.filter.result();
    const cited = d.studies.map((_, s) => rows.filter((n) => claims.cites[n].includes(s)).length);
    const lineOf = new Map(d.studies.flatMap((study, s) => study.lines.map((line) => [line, s])));
    const traced = d.studies.map(() => new Set());
    rows.forEach((n) => claims.lines[n].forEach((line) => traced[lineOf.get(line)]?.add(n)));
    const order = d.studies
      .map((_, s) => s)
      .sort((a, b) => traced[b].size - traced[a].size || cited[b] - cited[a] || a - b);
    const row = (s) => {
      const study = d.studies[s];
      return gk.h(
        "tr",
        {},
        gk.h("td", {}, toStudy(s), gk.h("div", { class: "muted" }, gk.list([study.authors, study.journal]))),
        gk.h("td", {}, study.year || ""),
        gk.h("td", {}, d.named("design", study.design).label),
        gk.h("td", { class: "number" }, study.participants?.toLocaleString("en") || ""),
        gk.h("td", {}, study.population),
        gk.h("td", { class: "number" }, cited[s]),
        gk.h("td", { class: "number" }, traced[s].size),
      );
    };
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Studies"),
        gk.h(
          "p",
          { class: "muted" },
          `${gk.count(d.studies.length, "study", "studies")} on record; figures count the claims in view.`,
        ),
      ),
      d.studies.length
        ? gk.h(
            "div",
            { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of studies, scrolls" },
            gk.h(
              "table",
              { class: "claims studies" },
              gk.h(
                "thead",
                {},
                gk.h(
                  "tr",
                  {},
                  ["Study", "Year", "Design", "People", "Studied", "Claims that name it", "Claims it bears on"].map(
                    (t) => gk.h("th", { scope: "col" }, t),
                  ),
                ),
              ),
              gk.h("tbody", {}, order.map(row)),
            ),
          )
        : gk.h("p", { class: "nothing" }, "No studies are on record here."),
    );
  }

  gk.lists = { table, sources, studies, stand, COLUMNS, sorted, nothing, parts: () => [...gk.filter.NAMES, "sort"] };
})();
