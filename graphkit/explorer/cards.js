/* The other cards, the list of a map cell, and the panel that holds whichever is open. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const { part, toClaim, toEntity, toStudy, CLOSED } = gk.card;
  const FIRST = 60;

  function claimItem(n, id) {
    return gk.h(
      "li",
      {},
      toClaim(n, claims.paraphrase[n] || d.statement(n), id),
      gk.h(
        "div",
        { class: "meta" },
        gk.marks.direction(claims.direction[n]),
        gk.marks.strength(claims.strength[n]),
        gk.h(
          "span",
          { class: "muted" },
          gk.list([d.concept("hedge", claims.hedge[n]).label, d.sources[claims.source[n]]?.title]),
        ),
        d.conflictsOf(n).length ? gk.marks.badge("≠", "warn", "contradicted") : null,
      ),
    );
  }

  function claimList(members, prefix) {
    const ordered = [...members].sort((a, b) => claims.strength[b] - claims.strength[a] || a - b);
    const list = gk.h(
      "ul",
      { class: "plain claims" },
      ordered.slice(0, FIRST).map((n) => claimItem(n, `${prefix}-${n}`)),
    );
    if (ordered.length <= FIRST) return list;
    const all = gk.button(
      `Show all ${ordered.length}`,
      () => {
        list.append(...ordered.slice(FIRST).map((n) => claimItem(n, `${prefix}-${n}`)));
        all.remove();
      },
      { class: "quiet" },
    );
    return [list, all];
  }

  function grouped(members, verb) {
    const groups = new Map();
    members.forEach((n) => {
      const key = claims.predicate[n];
      groups.set(key, [...(groups.get(key) || []), n]);
    });
    return [...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([p, held]) =>
        gk.h(
          "details",
          { open: members.length <= 12 },
          gk.h("summary", {}, `${verb(d.predicates[p])} (${held.length})`),
          claimList(held, `e${p}`),
        ),
      );
  }

  function entity(e) {
    const row = (label, members) =>
      members.length
        ? [
            gk.h("dt", {}, label),
            gk.h(
              "dd",
              {},
              members.map((m, k) => [k ? ", " : "", toEntity(m)]),
            ),
          ]
        : null;
    const pairs = [row("wider", entities.broader[e]), row("narrower", d.narrower[e])];
    const [subject, object] = [d.bySubject[e], d.byObject[e].filter((n) => claims.subject[n] !== e)];
    return {
      kind: d.kindsLabel(e) || "Entity",
      title: entities.label[e],
      body: [
        entities.definition[e] ? gk.h("p", {}, entities.definition[e]) : null,
        entities.alt[e].length ? gk.h("p", { class: "muted" }, `Also called: ${entities.alt[e].join(", ")}`) : null,
        gk.h("dl", { class: "pairs" }, pairs),
        part(
          `Said of it (${subject.length})`,
          grouped(subject, (p) => p.label),
        ),
        part(
          `Said of other things and it (${object.length})`,
          grouped(object, (p) => p.inverse || `${p.label} (it)`),
        ),
        part(
          "Identifiers elsewhere",
          entities.matches[e].length ? gk.h("ul", { class: "plain" }, gk.card.identifiers(e)) : null,
        ),
      ],
      actions: [
        gk.go(
          { view: "graph", focus: entities.id[e], from: null, to: null, more: null },
          { class: "button" },
          "Show in graph",
        ),
        gk.go(
          { ...CLOSED, view: "claims", subject: entities.id[e], object: null },
          { class: "button" },
          "Claims about it",
        ),
        gk.go(
          { ...CLOSED, view: "claims", object: entities.id[e], subject: null },
          { class: "button" },
          "Claims with it as outcome",
        ),
      ],
    };
  }

  const pairs = (rows) =>
    gk.h(
      "dl",
      { class: "pairs" },
      rows.filter(([, value]) => value).map(([key, value]) => [gk.h("dt", {}, key), gk.h("dd", {}, value)]),
    );

  function article(s) {
    const source = d.sources[s];
    const members = d.rows.filter((n) => claims.source[n] === s);
    return {
      kind: "Source",
      title: source.title,
      body: [
        pairs([
          ["publisher", source.publisher],
          ["issued", source.issued],
          ["read", source.retrieved],
          ["last verified", source.verified || "not yet"],
          ["standing", source.standing ? d.named("standing", source.standing).label : ""],
          ["length", source.chars ? `${source.chars.toLocaleString("en")} characters` : ""],
          ["SHA-256", source.sha256 ? gk.h("code", {}, source.sha256) : ""],
        ]),
        source.url ? gk.h("p", {}, gk.link(source.url, "Open the article ↗")) : null,
        source.follows.length
          ? part(
              "Follows without naming it",
              gk.h(
                "ul",
                { class: "plain" },
                source.follows.map((f) => gk.h("li", {}, toStudy(f))),
              ),
            )
          : null,
        part("Curator’s note", source.note ? gk.h("p", {}, source.note) : null),
        part(`What it stands on (${gk.count(members.length, "claim")})`, gk.lists.stand(members)),
        part("Its claims, best supported first", claimList(members, "article")),
      ],
      actions: [gk.go({ ...CLOSED, view: "claims", source: source.id }, { class: "button" }, "Its claims as a table")],
    };
  }

  function study(s) {
    const held = d.studies[s];
    const traced = d.rows.filter((n) => claims.lines[n].some((line) => held.lines.includes(line)));
    const citing = d.rows.filter((n) => claims.cites[n].includes(s));
    const design = d.named("design", held.design);
    return {
      kind: "Study",
      title: held.title,
      body: [
        pairs([
          ["authors", held.authors],
          ["published", gk.list([held.journal, held.year])],
          ["design", design.label],
          ["participants", held.participants?.toLocaleString("en")],
          ["studied", held.population],
          ["standing", held.standing ? d.named("standing", held.standing).label : ""],
        ]),
        held.links.length
          ? gk.h(
              "ul",
              { class: "plain" },
              held.links.map((url) => gk.h("li", {}, gk.link(url))),
            )
          : null,
        part(
          "What it found",
          held.lines.length
            ? gk.h(
                "ul",
                { class: "plain" },
                held.lines.map((line) =>
                  gk.h(
                    "li",
                    {},
                    gk.marks.badge(
                      d.named("direction", d.lines[line].direction).label,
                      `way-${d.lines[line].direction}`,
                    ),
                    ` ${d.lines[line].about}: `,
                    d.lines[line].finding,
                    d.lines[line].imprecise ? gk.h("span", { class: "muted" }, " (imprecise)") : null,
                  ),
                ),
              )
            : null,
        ),
        part("Curator’s note", held.note ? gk.h("p", {}, held.note) : null),
        part(`Claims that name it (${citing.length})`, citing.length ? claimList(citing, "citing") : null),
        part(`Claims it bears on (${traced.length})`, traced.length ? claimList(traced, "traced") : null),
      ],
      actions: [],
    };
  }

  function cell() {
    const chosen = gk.state.one("view", "map") === "map" ? gk.mapView.chosen() : null;
    if (!chosen) return null;
    const title = `${entities.label[chosen.row]} × ${entities.label[chosen.column]}`;
    const known = gk.data.narrower[chosen.row].length || gk.data.narrower[chosen.column].length;
    return {
      kind: gk.count(chosen.claims.length, "claim"),
      title,
      body: [
        known ? gk.h("p", { class: "muted" }, "Narrower terms count too.") : null,
        chosen.claims.length
          ? claimList(chosen.claims, "cell")
          : gk.h("p", { class: "nothing" }, "No claims with the present filters."),
      ],
      actions: [
        gk.go(
          {
            view: "claims",
            subject: entities.id[chosen.row],
            object: entities.id[chosen.column],
            row: null,
            column: null,
          },
          { class: "button" },
          "As a table",
        ),
        gk.go(
          { view: "graph", from: entities.id[chosen.row], to: entities.id[chosen.column], focus: null },
          { class: "button" },
          "Chains in the graph",
        ),
      ],
      close: { row: null, column: null },
    };
  }

  const unknown = (name) => ({
    kind: "Not found",
    title: `Nothing here is called ${name}`,
    body: [gk.h("p", {}, "The link may come from another version of this page.")],
    actions: [],
  });
  const index = (list, id) => list.findIndex((item) => item.id === id);

  /** Return what the panel is to show for the present state, or null. */
  function open() {
    const look = [
      ["claim", (key) => d.byKey.get(key) ?? -1, claimCard],
      ["entity", (id) => d.byId.get(id) ?? -1, entity],
      ["article", (id) => index(d.sources, id), article],
      ["study", (id) => index(d.studies, id), study],
    ];
    for (const [name, find, make] of look) {
      const value = gk.state.one(name);
      if (value) return find(value) >= 0 ? make(find(value)) : unknown(value);
    }
    return cell();
  }

  const claimCard = (n) => gk.card.claim(n);

  function draw(panel) {
    const card = open();
    panel.hidden = !card;
    document.body.classList.toggle("with-panel", Boolean(card));
    if (!card) {
      gk.empty(panel);
      return false;
    }
    const inCell = !card.close && gk.state.has("row");
    const copy = gk.button("Copy link", () => copyLink(copy), { class: "quiet" });
    const close = gk.button("Close", () => gk.state.set({ ...CLOSED, ...(card.close || {}) }), {
      class: "quiet",
      id: "close-card",
      title: "Close (Escape)",
    });
    gk.empty(
      panel,
      gk.h(
        "div",
        { class: "panelhead" },
        gk.h("span", { class: "muted" }, card.kind),
        gk.h("span", { class: "spacer" }),
        inCell ? gk.button("Back to list", () => gk.state.set(CLOSED), { class: "quiet", id: "to-list" }) : null,
        copy,
        close,
      ),
      gk.h("h2", { id: "card-title", tabindex: "-1" }, card.title),
      card.body,
      card.actions.length ? gk.h("p", { class: "actions" }, card.actions) : null,
      gk.h("footer", {}, d.advice),
    );
    panel.scrollTop = 0;
    return true;
  }

  async function copyLink(button) {
    const label = (text) => {
      button.textContent = text;
      setTimeout(() => (button.textContent = "Copy link"), 1500);
    };
    try {
      await navigator.clipboard.writeText(location.href);
      label("Copied");
    } catch {
      label("See the address bar");
    }
  }

  gk.cards = { draw, PARTS: ["claim", "entity", "article", "study", "row", "column"] };
})();
