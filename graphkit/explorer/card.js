/* The card of a claim: what is said, by whom, exactly where, how firmly, on what, and who disagrees. */
(() => {
  const d = gk.data;
  const { claims, entities, passages } = d;
  const CLOSED = { claim: null, entity: null, article: null, study: null };

  const toClaim = (n, label, id) =>
    gk.go({ ...CLOSED, claim: claims.key[n] }, { "data-claim": claims.key[n], id }, label);
  const toEntity = (e) => gk.go({ ...CLOSED, entity: entities.id[e] }, { class: "entity" }, entities.label[e]);
  const toStudy = (s) => gk.go({ ...CLOSED, study: d.studies[s].id }, {}, d.studies[s].title);
  const toSource = (s) => gk.go({ ...CLOSED, article: d.sources[s].id }, {}, d.sources[s].title);

  const part = (title, ...content) => {
    const held = content.flat(Infinity).filter(Boolean);
    return held.length ? gk.h("section", { class: "part" }, gk.h("h3", {}, title), held) : null;
  };
  const rule = (text) => (text ? gk.h("p", { class: "rule" }, text) : null);

  function badges(n) {
    const hedge = d.concept("hedge", claims.hedge[n]);
    const flag = d.concept("flag", claims.flag[n]);
    const kind = d.concept("kind", claims.kind[n]);
    return gk.h(
      "p",
      { class: "badges" },
      gk.marks.direction(claims.direction[n]),
      claims.negated[n] ? gk.marks.badge("denies", "deny", "The source denies this.") : null,
      gk.marks.badge(hedge.label, `hedge-${hedge.id}`, hedge.definition),
      gk.marks.badge(kind.label, "", kind.definition),
      flag.id ? gk.marks.badge(`flagged: ${flag.label}`, "warn", flag.definition) : null,
      d.conflictsOf(n).length ? gk.marks.badge("≠ contradicted", "warn") : null,
      d.echoesOf(n).length ? gk.marks.badge("≈ echo", "warn") : null,
    );
  }

  function statement(n) {
    const predicate = d.predicates[claims.predicate[n]];
    return gk.h(
      "p",
      { class: "statement" },
      toEntity(claims.subject[n]),
      " ",
      claims.negated[n] ? gk.h("strong", { class: "not" }, "not: ") : null,
      gk.h("span", { class: "verb", title: predicate.definition || null }, predicate.label),
      " ",
      toEntity(claims.object[n]),
    );
  }

  function limits(n) {
    const rows = claims.scope[n].map(([key, values]) => [key, values.join("; ")]);
    if (claims.than[n].length) rows.push(["compared with", claims.than[n].join("; ")]);
    if (!rows.length) return null;
    return part(
      "Holds for",
      gk.h(
        "dl",
        { class: "pairs" },
        rows.map(([key, value]) => [gk.h("dt", {}, key), gk.h("dd", {}, value)]),
      ),
    );
  }

  function strength(n) {
    const level = d.named("strength", String(claims.strength[n]));
    const over = claims.overclaim[n];
    return part(
      "Evidence strength",
      gk.h("p", {}, gk.marks.strength(claims.strength[n], level.label)),
      rule(level.definition),
      rule(d.text(claims.strength_rule[n])),
      over > 0 ? gk.h("p", { class: "over" }, gk.h("b", {}, `Said more firmly than it stands (by ${over}). `)) : null,
      over > 0 ? rule(d.text(claims.overclaim_rule[n])) : null,
    );
  }

  /** The text of the passages, where articles were given; lead-ins first, in the order of the article. */
  function passage(n) {
    const [own, ...others] = claims.spans[n];
    if (own === undefined) return null;
    const byStart = [own, ...others].sort((a, b) => passages.start[a] - passages.start[b]);
    const place = (p) =>
      gk.h(
        "li",
        {},
        `${d.text(passages.place[p])}, characters ${passages.start[p]}–${passages.end[p]}`,
        p === own ? "" : gk.h("span", { class: "muted" }, " (read with it)"),
      );
    const quote = (p) =>
      passages.text[p]
        ? gk.h("blockquote", { class: p === own ? "" : "lead" }, passages.text[p])
        : gk.h("p", { class: "muted" }, "The article given does not hold these characters at this place.");
    return [gk.h("ul", { class: "plain" }, byStart.map(place)), passages.text ? byStart.map(quote) : null];
  }

  function where(n) {
    const source = d.sources[claims.source[n]];
    if (!source) return null;
    const checked = source.verified ? `passages last found in place ${source.verified}` : "passages not checked yet";
    return part(
      "Where it stands",
      gk.h("p", {}, toSource(claims.source[n]), source.publisher ? `, ${source.publisher}` : ""),
      passage(n),
      gk.h("p", { class: "muted" }, gk.list([source.retrieved ? `read ${source.retrieved}` : "", checked])),
      source.url ? gk.h("p", {}, gk.link(source.url, "Open the article ↗")) : null,
      passages.text ? null : gk.h("p", { class: "muted" }, "Article text is not part of this file."),
    );
  }

  function ground(n) {
    const basis = d.concept("basis", claims.basis[n]);
    const design = d.concept("design", claims.design[n]);
    return part(
      "Ground the source gives",
      gk.h(
        "p",
        { title: basis.definition },
        gk.list([
          basis.label,
          design.label,
          claims.authority[n].length ? `on the word of ${claims.authority[n].join(", ")}` : "",
        ]),
      ),
      claims.cites[n].length
        ? gk.h(
            "ul",
            { class: "plain" },
            claims.cites[n].map((s) => gk.h("li", {}, "names ", toStudy(s))),
          )
        : null,
    );
  }

  function lineStudy(line) {
    return d.studies.findIndex((study) => study.lines.includes(line));
  }

  function studyLine(line, cited) {
    const held = d.lines[line];
    const s = lineStudy(line);
    const study = d.studies[s];
    const direction = d.named("direction", held.direction);
    return gk.h(
      "li",
      {},
      gk.marks.badge(direction.label, `way-${held.direction}`),
      " ",
      held.finding,
      study
        ? gk.h(
            "div",
            { class: "muted" },
            toStudy(s),
            ` (${gk.list([
              study.year,
              d.named("design", study.design).label,
              study.participants ? `n = ${study.participants.toLocaleString("en")}` : "",
              study.population,
            ])})`,
            cited.includes(s) ? " named by the article" : " not named by the article",
          )
        : null,
    );
  }

  function trail(n) {
    const lines = claims.lines[n];
    const verdict = d.concept("verdict", claims.verdict[n]);
    const certainty = d.concept("certainty", claims.certainty[n]);
    return part(
      "What linked studies say",
      gk.h("p", {}, gk.h("b", {}, verdict.label), certainty.label ? `, certainty: ${certainty.label}` : ""),
      lines.length
        ? gk.h(
            "ul",
            { class: "plain" },
            lines.map((line) => studyLine(line, claims.cites[n])),
          )
        : null,
      rule(d.text(claims.trace_note[n])),
    );
  }

  function sameLine(n, own) {
    const hedge = d.concept("hedge", claims.hedge[n]);
    return gk.h(
      "li",
      { class: n === own ? "own" : null },
      n === own ? gk.h("b", {}, "This claim") : toClaim(n, claims.paraphrase[n]),
      gk.h(
        "div",
        { class: "muted" },
        gk.list([
          d.sources[claims.source[n]]?.title,
          d.place(n),
          hedge.label,
          claims.negated[n] ? "denies it" : "",
          `strength ${claims.strength[n]}`,
        ]),
      ),
    );
  }

  /** Everybody who speaks of the same proposition, and how many independent grounds that comes to. */
  function agreement(n) {
    const p = claims.proposition[n];
    const all = d.byProposition.get(p);
    const roots = d.propositions.roots[p] || [];
    const articles = new Set(all.map((m) => claims.source[m])).size;
    const shown = roots.map((root) => (typeof root === "number" ? toStudy(root) : root || "a study"));
    return part(
      "All who speak of exactly this",
      gk.h(
        "p",
        {},
        gk.h(
          "b",
          {},
          `${gk.count(roots.length, "independent ground")}, ${gk.count(articles, "article")}, ${gk.count(all.length, "claim")}.`,
        ),
        roots.length ? "" : " An article’s own word is no ground.",
      ),
      shown.length
        ? gk.h(
            "ul",
            { class: "plain" },
            shown.map((root) => gk.h("li", {}, root)),
          )
        : null,
      gk.h(
        "ul",
        { class: "plain" },
        all.map((m) => sameLine(m, n)),
      ),
    );
  }

  function conflicts(n) {
    return part(
      "Contradicted by",
      d.conflictsOf(n).map((conflict) => {
        const other = conflict.parties.find((p) => p !== n) ?? n;
        const kind = d.named("conflict", conflict.kind);
        return gk.h(
          "div",
          { class: "conflict" },
          gk.h(
            "p",
            {},
            gk.marks.badge(`≠ ${kind.label}`, "warn", kind.definition),
            " ",
            toClaim(other, claims.paraphrase[other]),
          ),
          gk.h(
            "p",
            { class: "muted" },
            gk.list([d.sources[claims.source[other]]?.title, d.place(other), `strength ${claims.strength[other]}`]),
          ),
          gk.h(
            "p",
            {},
            "Explained by: ",
            conflict.explained.map((e) => d.named("explanation", e).label).join(", ") || "nothing on record",
          ),
          rule(conflict.rule),
        );
      }),
    );
  }

  function echoes(n) {
    return part(
      "Repeated elsewhere without a ground of its own",
      d.echoesOf(n).map((echo) =>
        gk.h(
          "div",
          {},
          echo.follows >= 0 ? gk.h("p", {}, "Follows ", toStudy(echo.follows), " without naming it.") : null,
          gk.h(
            "ul",
            { class: "plain" },
            echo.members.filter((m) => m !== n).map((m) => sameLine(m, n)),
          ),
          rule(echo.rule),
        ),
      ),
    );
  }

  function notes(n) {
    const note = d.text(claims.note[n]);
    const see = claims.see[n].map((s) => gk.h("li", {}, "see ", typeof s === "number" ? toStudy(s) : gk.link(s)));
    return part(
      "Curator’s note",
      note ? gk.h("p", {}, note) : null,
      see.length ? gk.h("ul", { class: "plain" }, see) : null,
    );
  }

  /** Identifiers of an entity elsewhere, as links. */
  function identifiers(e) {
    return entities.matches[e].map(([kind, iri]) =>
      gk.h(
        "li",
        {},
        `${kind.replace("Match", "")}: `,
        gk.link(
          iri,
          iri
            .replace(/^https?:\/\//, "")
            .split(/[/#]/)
            .pop()
            .replace("_", ":"),
        ),
        gk.h("span", { class: "muted" }, ` ${host(iri)}`),
      ),
    );
  }

  function host(iri) {
    try {
      return new URL(iri).hostname;
    } catch {
      return "";
    }
  }

  function elsewhere(n) {
    const found = [...new Set([claims.subject[n], claims.object[n]])].filter((e) => entities.matches[e].length);
    return part(
      "Identifiers elsewhere",
      found.map((e) => [gk.h("p", {}, entities.label[e]), gk.h("ul", { class: "plain" }, identifiers(e))]),
    );
  }

  function claim(n) {
    return {
      kind: "Claim",
      title: claims.paraphrase[n] || d.statement(n),
      body: [
        badges(n),
        statement(n),
        limits(n),
        strength(n),
        where(n),
        ground(n),
        trail(n),
        conflicts(n),
        agreement(n),
        echoes(n),
        notes(n),
        elsewhere(n),
        part("Address", gk.h("p", { class: "iri" }, `${d.meta.base}claim/${claims.key[n]}`)),
      ],
      actions: [
        gk.go(
          { view: "graph", focus: entities.id[claims.subject[n]], from: null, to: null, more: null },
          { class: "button" },
          "Show in graph",
        ),
      ],
    };
  }

  gk.card = { claim, part, rule, toClaim, toEntity, toStudy, toSource, studyLine, identifiers, sameLine, CLOSED };
})();
