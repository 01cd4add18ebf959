/* Contradictions: both claims side by side, and what differs between them. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const { toClaim, rule } = gk.card;

  const ROWS = [
    ["subject", (n) => entities.label[claims.subject[n]]],
    ["says", (n) => `${claims.negated[n] ? "not: " : ""}${d.predicates[claims.predicate[n]].label}`],
    ["object", (n) => entities.label[claims.object[n]]],
    ["firmness", (n) => d.concept("hedge", claims.hedge[n]).label],
    [
      "ground given",
      (n) => gk.list([d.concept("basis", claims.basis[n]).label, d.concept("design", claims.design[n]).label]),
    ],
    [
      "holds for",
      (n) => claims.scope[n].map(([key, values]) => `${key}: ${values.join(", ")}`).join("; ") || "no limit told",
    ],
    ["compared with", (n) => claims.than[n].join(", ")],
    ["evidence strength", (n) => `${claims.strength[n]}, ${d.named("strength", String(claims.strength[n])).label}`],
    [
      "linked studies",
      (n) =>
        gk.list([d.concept("verdict", claims.verdict[n]).label, d.concept("certainty", claims.certainty[n]).label]),
    ],
    ["source", (n) => gk.list([d.sources[claims.source[n]]?.title, d.place(n)])],
  ];

  function side(n) {
    return gk.h(
      "div",
      { class: "side" },
      gk.h("p", { class: "said" }, toClaim(n, claims.paraphrase[n] || d.statement(n))),
      gk.h("p", { class: "meta" }, gk.marks.direction(claims.direction[n]), gk.marks.strength(claims.strength[n])),
    );
  }

  function compared([a, b]) {
    const rows = ROWS.map(([label, value]) => [label, value(a), value(b)]).filter(([, one, other]) => one || other);
    return gk.h(
      "table",
      { class: "compare" },
      gk.h(
        "thead",
        { class: "visually-hidden" },
        gk.h(
          "tr",
          {},
          ["", "first claim", "second claim", ""].map((t) => gk.h("td", {}, t)),
        ),
      ),
      gk.h(
        "tbody",
        {},
        rows.map(([label, one, other]) =>
          gk.h(
            "tr",
            { class: one === other ? "same" : "differs" },
            gk.h("th", { scope: "row" }, label),
            gk.h("td", {}, one || "–"),
            gk.h("td", {}, other || "–"),
            gk.h("td", { class: "mark" }, one === other ? "" : gk.h("span", { title: "differs" }, "≠")),
          ),
        ),
      ),
    );
  }

  function pair(conflict) {
    const kind = d.named("conflict", conflict.kind);
    const bearing = d.named("bearing", conflict.bearing);
    const explained = conflict.explained.map((e) => d.named("explanation", e).label).join(", ");
    const within = claims.source[conflict.parties[0]] === claims.source[conflict.parties[1]];
    return gk.h(
      "article",
      { class: "box conflict-pair", "data-conflict": conflict.id },
      gk.h("h3", {}, gk.marks.badge(`≠ ${kind.label}`, "warn", kind.definition), " ", d.statement(conflict.parties[0])),
      gk.h(
        "p",
        { class: "muted" },
        gk.list([
          within ? "within one source" : "between two sources",
          bearing.label ? `first claim compared with second: ${bearing.label}` : "",
        ]),
      ),
      gk.h("p", {}, gk.h("b", {}, "What explains it: "), explained || "nothing on record"),
      gk.h("div", { class: "sides" }, conflict.parties.map(side)),
      gk.h(
        "details",
        {},
        gk.h("summary", {}, "What differs, and the rule that found it"),
        compared(conflict.parties),
        rule(conflict.rule),
      ),
    );
  }

  const score = (conflict) => conflict.parties.reduce((product, n) => product * (1 + claims.strength[n]), 1);

  function draw(container) {
    const held = new Set(gk.filter.result().rows);
    const kind = gk.state.one("conflict");
    const inView = d.conflicts.filter((c) => c.parties.some((n) => held.has(n)));
    const shown = inView
      .filter((c) => !kind || c.kind === kind)
      .sort((a, b) => score(b) - score(a) || a.id.localeCompare(b.id));
    const kinds = [...new Set(inView.map((c) => c.kind))];
    const choose = (id, label, count) =>
      gk.h(
        "button",
        {
          type: "button",
          class: "key",
          id: `conflict-${id || "all"}`,
          "aria-pressed": String(kind === id),
          on: { click: () => gk.state.set({ conflict: id || null }) },
        },
        label,
        gk.h("span", { class: "number" }, count),
      );
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "viewhead" },
        gk.h("h2", {}, "Contradictions"),
        gk.h(
          "p",
          { class: "muted" },
          `${gk.count(shown.length, "pair")} of ${d.conflicts.length}; those with the best evidence on both sides first.`,
        ),
        gk.h(
          "div",
          { class: "keys", role: "group", "aria-label": "Kind of contradiction" },
          choose("", "all", inView.length),
          kinds.map((k) => choose(k, d.named("conflict", k).label, inView.filter((c) => c.kind === k).length)),
        ),
      ),
      shown.length
        ? gk.h("div", { class: "pairs-list" }, limited(shown))
        : gk.h(
            "p",
            { class: "nothing" },
            d.conflicts.length
              ? "No contradiction touches the claims in view. "
              : "No two claims here contradict each other. ",
            d.conflicts.length ? gk.button("Clear filters", gk.filter.clear, { class: "quiet" }) : null,
          ),
    );
  }

  /** Draw the first pairs at once and the others in small portions, so that the page stays quick. */
  function limited(shown) {
    const first = shown.slice(0, 20).map(pair);
    const rest = shown.slice(20);
    if (!rest.length) return first;
    const list = gk.h("div", {});
    const portion = () => {
      if (!list.isConnected) return;
      list.append(...rest.splice(0, 20).map(pair));
      if (rest.length) setTimeout(portion, 0);
    };
    setTimeout(portion, 0);
    return [...first, list];
  }

  gk.contradictions = { draw, parts: () => [...gk.filter.NAMES, "conflict"] };
})();
