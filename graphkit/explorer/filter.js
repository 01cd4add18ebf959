/* The facets of claims, and which claims the present filters leave. */
(() => {
  const d = gk.data;
  const { claims } = d;
  const MARKS = [
    ["contradicted", "contradicted by another claim"],
    ["echo", "repeated without a ground of its own"],
    ["overclaimed", "said more firmly than it stands"],
    ["denied", "denies something"],
    ["flagged", "flagged by the curator"],
    ["cites", "names a study on record"],
  ];

  function marks(n) {
    const held = [
      d.conflictsOf(n).length,
      d.echoesOf(n).length,
      claims.overclaim[n] > 0,
      claims.negated[n],
      claims.flag[n] >= 0,
      claims.cites[n].length,
    ];
    return held.flatMap((is, k) => (is ? [k] : []));
  }

  const scheme = (id, title, reversed) => ({
    id,
    title,
    size: d.schemes[id].length,
    ordered: true,
    of: (n) => claims[id][n],
    name: (v) => d.schemes[id][v].id,
    label: (v) => d.schemes[id][v].label,
    reversed,
  });

  const entity = (id, title, ends) => ({
    id,
    title,
    size: d.entities.id.length,
    of: ends,
    name: (v) => d.entities.id[v],
    label: (v) => d.entities.label[v],
  });

  /** Facets in the order of the panel. Subject and object count everything at or below an entity. */
  function define() {
    return [
      {
        id: "strength",
        title: "Evidence strength",
        size: 6,
        ordered: true,
        of: (n) => claims.strength[n],
        name: String,
        label: (v) => d.named("strength", String(v)).label,
        mark: (v) => gk.marks.strength(v),
      },
      {
        id: "direction",
        title: "Direction",
        size: 4,
        ordered: true,
        of: (n) => claims.direction[n],
        name: (v) => gk.marks.NAMES[v],
        label: () => "",
        mark: (v) => gk.marks.direction(v),
      },
      scheme("hedge", "How firmly it is said"),
      scheme("basis", "Ground the source gives"),
      { ...scheme("verdict", "What linked studies say"), ordered: false },
      { ...scheme("kind", "Kind of claim"), ordered: false },
      entity("subject", "About", (n) => d.above(claims.subject[n])),
      entity("object", "Outcome or object", (n) => d.above(claims.object[n])),
      {
        id: "source",
        title: "Source",
        size: d.sources.length,
        of: (n) => claims.source[n],
        name: (v) => d.sources[v].id,
        label: (v) => d.sources[v].title,
      },
      {
        id: "mark",
        title: "Remarks",
        size: MARKS.length,
        ordered: true,
        of: marks,
        name: (v) => MARKS[v][0],
        label: (v) => MARKS[v][1],
      },
    ];
  }

  const facets = define();
  let engine = null;
  const numbers = facets.map((f) => new Map(Array.from({ length: f.size }, (_, v) => [f.name(v), v])));
  let last = { signature: null, result: null };

  const chosen = () =>
    facets.map(
      (f, k) =>
        new Set(
          gk.state
            .all(f.id)
            .map((name) => numbers[k].get(name))
            .filter((v) => v >= 0),
        ),
    );

  const NAMES = [...facets.map((f) => f.id), "q"];

  gk.filter = {
    facets,
    NAMES,
    chosen,
    /** Return the rows that the filters leave and the counts of every facet; computed once per state. */
    result() {
      const signature = gk.state.signature(NAMES);
      if (last.signature !== signature) {
        const query = gk.state.one("q");
        const mask = query ? gk.search.mask(d.folds(), query) : null;
        engine ||= gk.facets.engine(d.size, facets);
        last = { signature, result: engine.apply(chosen(), mask) };
      }
      return last.result;
    },
    /** What is filtered by, as chips: facet, value, label. */
    chips() {
      return facets.flatMap((f, k) =>
        [...chosen()[k]].map((v) => ({
          id: f.id,
          name: f.name(v),
          title: f.title,
          label: f.id === "direction" ? gk.marks.WORDS[v] : f.label(v),
        })),
      );
    },
    clear: () => gk.state.set(Object.fromEntries(NAMES.map((name) => [name, null]))),
  };
})();
