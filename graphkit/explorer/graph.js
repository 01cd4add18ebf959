/* The graph: which entities and claims are drawn, and how vis-network draws them. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const MOST = 350;
  const DOUBLE_CLICK = 250;
  const MOST_CLAIMS = 500;
  const LABELLED = 14;
  const LONGEST = 5;
  const PATHS = 12;
  const PATIENCE = 200000;

  const ends = (n) => [claims.subject[n], claims.object[n]];
  const visible = (n) => !gk.state.all("hide").includes(String(entities.family[n]));

  /** Claims in view at each entity. */
  function incidence(rows) {
    const at = new Map();
    const add = (e, n) => (at.has(e) ? at.get(e).push(n) : at.set(e, [n]));
    for (const n of rows) {
      const [s, o] = ends(n);
      add(s, n);
      if (o !== s) add(o, n);
    }
    return at;
  }

  const other = (n, e) => (claims.subject[n] === e ? claims.object[n] : claims.subject[n]);

  /** Neighbors of an entity, best supported first. */
  function neighbors(at, e) {
    const best = new Map();
    for (const n of at.get(e) || []) {
      const o = other(n, e);
      const held = best.get(o) || [0, 0];
      best.set(o, [Math.max(held[0], claims.strength[n]), held[1] + 1]);
    }
    best.delete(e);
    return [...best.keys()]
      .filter(visible)
      .sort((a, b) => best.get(b)[0] - best.get(a)[0] || best.get(b)[1] - best.get(a)[1] || a - b);
  }

  function around(rows, focus, more) {
    const at = incidence(rows);
    const nodes = new Set([focus]);
    const centers = [focus];
    let dropped = 0;
    let lines = 0;
    const grow = (e) => {
      const counts = new Map();
      for (const n of at.get(e) || []) counts.set(other(n, e), (counts.get(other(n, e)) || 0) + 1);
      for (const o of neighbors(at, e)) {
        if (nodes.has(o)) continue;
        if (nodes.size < MOST && lines < MOST_CLAIMS) {
          nodes.add(o);
          lines += counts.get(o);
        } else dropped++;
      }
    };
    grow(focus);
    for (const e of more) {
      if (!nodes.has(e)) continue;
      centers.push(e);
      grow(e);
    }
    const open = new Set(centers);
    const all = gk.state.has("between");
    const drawn = new Set(centers.flatMap((e) => at.get(e) || []));
    const kept = (n) => ends(n).every((e) => nodes.has(e)) && (all || drawn.has(n));
    const shown = rows.filter(kept);
    const members = [...nodes];
    const links = shown.map((n) => ({ from: claims.subject[n], to: claims.object[n] }));
    return { nodes: members, claims: shown, places: gk.layout.around(members, links, focus), dropped, open, at };
  }

  function overview(rows) {
    const places = new Map(d.overview.map(([e, x, y]) => [e, { x, y }]));
    const among = (members) => {
      const held = new Set(members);
      return rows.filter((n) => held.has(claims.subject[n]) && held.has(claims.object[n]));
    };
    let nodes = [...places.keys()].filter(visible);
    let shown = among(nodes);
    while (shown.length > MOST_CLAIMS && nodes.length > 5) {
      nodes = nodes.slice(0, Math.ceil(nodes.length * 0.8));
      shown = among(nodes);
    }
    return { nodes, claims: shown, places, dropped: 0, open: new Set(), at: incidence(rows) };
  }

  /** Chains from one entity to another, shortest first; `any` goes against the direction of claims too. */
  function chains(rows, from, to, any) {
    const next = new Map();
    const add = (a, b) => (next.has(a) ? next.get(a).add(b) : next.set(a, new Set([b])));
    for (const n of rows) {
      const [s, o] = ends(n);
      add(s, o);
      if (any || d.symmetric(n)) add(o, s);
    }
    const left = distances(rows, to, any);
    const found = [];
    let patience = PATIENCE;
    const walk = (path, length) => {
      const at = path[path.length - 1];
      if (found.length >= PATHS || patience-- < 0) return;
      if (at === to) {
        if (path.length - 1 === length) found.push([...path]);
        return;
      }
      if ((left.get(at) ?? Infinity) > length - (path.length - 1)) return;
      for (const o of next.get(at) || []) if (!path.includes(o)) walk([...path, o], length);
    };
    for (let length = 1; length <= LONGEST && found.length < PATHS; length++) walk([from], length);
    return found;
  }

  /** Steps from each entity to a goal. */
  function distances(rows, goal, any) {
    const before = new Map();
    const add = (a, b) => (before.has(a) ? before.get(a).push(b) : before.set(a, [b]));
    for (const n of rows) {
      const [s, o] = ends(n);
      add(o, s);
      if (any || d.symmetric(n)) add(s, o);
    }
    const steps = new Map([[goal, 0]]);
    for (const at of steps.keys()) {
      for (const o of before.get(at) || []) if (!steps.has(o)) steps.set(o, steps.get(at) + 1);
    }
    return steps;
  }

  function between(rows, from, to) {
    const any = gk.state.has("any");
    const paths = chains(rows, from, to, any);
    const nodes = [...new Set(paths.flat())];
    const steps = new Set(
      paths.flatMap((p) => p.slice(1).flatMap((e, k) => [`${p[k]} ${e}`, any ? `${e} ${p[k]}` : ""])),
    );
    const joins = (n) => {
      const [s, o] = ends(n);
      return steps.has(`${s} ${o}`) || (d.symmetric(n) && steps.has(`${o} ${s}`));
    };
    const places = paths.length ? gk.layout.chains(paths) : new Map();
    return { nodes, claims: rows.filter(joins), places, dropped: 0, open: new Set(), paths, at: incidence(rows) };
  }

  /** Return what is to be drawn: nodes, claims, places. */
  function compute() {
    const { rows } = gk.filter.result();
    const id = (name) => d.byId.get(gk.state.one(name));
    const [from, to, focus] = [id("from"), id("to"), id("focus")];
    if (from !== undefined && to !== undefined) return { kind: "paths", from, to, ...between(rows, from, to) };
    if (focus === undefined) return { kind: "overview", ...overview(rows) };
    const more = gk.state
      .all("more")
      .map((name) => d.byId.get(name))
      .filter((e) => e !== undefined);
    return { kind: "around", focus, ...around(rows, focus, more) };
  }

  /** Group claims that join the same two entities. */
  function bundles(shown) {
    const groups = new Map();
    for (const n of shown) {
      const [s, o] = ends(n);
      const key = s < o ? `${s} ${o}` : `${o} ${s}`;
      if (groups.has(key)) groups.get(key).push(n);
      else groups.set(key, [n]);
    }
    return [...groups.values()];
  }

  /** Name what a bundle says once, on its middle line; a denial is marked on its own line. */
  function labels(groups) {
    const named = new Map();
    for (const members of groups) {
      const words = [
        ...new Set(members.filter((n) => !claims.negated[n]).map((n) => d.predicates[claims.predicate[n]].label)),
      ];
      const middle = members.filter((n) => !claims.negated[n])[
        Math.floor(members.filter((n) => !claims.negated[n]).length / 2)
      ];
      if (words.length) named.set(middle, words.length > 2 ? `${words.slice(0, 2).join(", ")} …` : words.join(", "));
      members
        .filter((n) => claims.negated[n])
        .forEach((n) => named.set(n, `✕ not: ${d.predicates[claims.predicate[n]].label}`));
    }
    return named;
  }

  /** Bend parallel claims apart, so that each can be seen and chosen. */
  function bends(groups) {
    const bend = new Map();
    for (const members of groups) {
      members.forEach((n, k) => {
        const offset = (k - (members.length - 1) / 2) * Math.min(0.16, 1.4 / members.length);
        bend.set(n, claims.subject[n] < claims.object[n] ? offset : -offset);
      });
    }
    return bend;
  }

  const look = () => {
    const theme = gk.theme.name();
    return {
      theme,
      ink: gk.token("--ink"),
      paper: gk.token("--paper"),
      muted: gk.token("--muted"),
      accent: gk.token("--accent"),
    };
  };

  /** How many claims in view at an entity are not drawn. */
  function undrawn(model, e) {
    model.drawn ||= incidence(model.claims);
    return (model.at.get(e) || []).length - (model.drawn.get(e) || []).length;
  }

  function nodeFor(model, e, { theme, ink, paper, accent }) {
    const family = d.style.families[entities.family[e]];
    const place = model.places.get(e);
    const middle = e === model.focus || e === model.from || e === model.to;
    const hidden = undrawn(model, e);
    return {
      id: e,
      x: place.x,
      y: place.y,
      shape: family.shape,
      size: middle ? 16 : 11,
      label:
        gk.layout.wrap(entities.label[e]).join("\n") + (hidden > 0 && model.kind !== "overview" ? `\n+${hidden}` : ""),
      color: {
        background: family[theme],
        border: middle ? ink : paper,
        highlight: { background: family[theme], border: accent },
        hover: { background: family[theme], border: accent },
      },
      borderWidth: middle ? 3 : 1.5,
      title: entities.definition[e] || entities.label[e],
      font: { color: ink, size: middle ? 16 : 13.5, strokeWidth: 4, strokeColor: paper, face: "system-ui, sans-serif" },
    };
  }

  function edgeFor(n, bend, label, { theme, paper, muted, accent }) {
    const strength = claims.strength[n];
    const color = d.style.strength[theme][strength];
    const hedge = d.concept("hedge", claims.hedge[n]).id;
    return {
      id: n,
      from: claims.subject[n],
      to: claims.object[n],
      width: d.style.strength.width[strength],
      color: { color, highlight: accent, hover: accent },
      dashes: d.style.dashes[hedge] || false,
      arrows: {
        to: { enabled: true, type: claims.negated[n] ? "bar" : "arrow", scaleFactor: claims.negated[n] ? 0.9 : 0.6 },
      },
      label: label || (claims.negated[n] ? "✕" : undefined),
      title: claims.paraphrase[n] || d.statement(n),
      font: {
        size: 11,
        color: muted,
        strokeWidth: 3,
        strokeColor: paper,
        face: "system-ui, sans-serif",
        align: "horizontal",
      },
      smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
      hoverWidth: 1,
      selectionWidth: 1.5,
    };
  }

  /** Return nodes and edges as vis-network takes them. */
  function elements(model) {
    const colors = look();
    const groups = bundles(model.claims);
    const bend = bends(groups);
    const named = model.kind !== "overview" && groups.length <= LABELLED ? labels(groups) : new Map();
    return {
      nodes: model.nodes.map((e) => nodeFor(model, e, colors)),
      edges: model.claims.map((n) => edgeFor(n, bend.get(n), named.get(n), colors)),
    };
  }

  /** Run the script of vis-network when a graph is first looked at; the page's policy knows its digest. */
  function load() {
    if (window.vis) return;
    document.head.append(gk.h("script", {}, document.getElementById("vis-network").textContent));
  }

  const OPTIONS = {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 250 },
    nodes: { chosen: true },
  };

  /** Show everything, with room for the labels at the edges; what would be too small to read starts at its middle. */
  function fit(network, model) {
    network.fit({ maxZoomLevel: 1.25, animation: false });
    const scale = network.getScale() * 0.92;
    const middle = model.focus ?? model.from;
    if (scale >= 0.5 || middle === undefined) {
      network.moveTo({ scale, animation: false });
      return;
    }
    const xs = model.nodes.map((e) => model.places.get(e).x);
    const { x, y } = model.places.get(middle);
    const lean = Math.max(...xs) - x > x - Math.min(...xs) ? 1 : -1;
    const shift = (lean * 0.25 * network.canvas.frame.clientWidth) / 0.7;
    network.moveTo({ position: { x: x + shift, y }, scale: 0.7, animation: false });
  }

  gk.graph = {
    compute,
    fit,
    undrawn,
    elements,
    look,
    MOST,
    /** Draw into an element; `handlers` get the entity or claim that was chosen or opened. */
    draw(place, model, handlers) {
      load();
      const network = new window.vis.Network(place, elements(model), OPTIONS);
      let waiting = 0;
      network.on("click", ({ nodes, edges }) => {
        clearTimeout(waiting); // a card makes the drawing narrower, so a second click must have its chance first
        if (nodes.length) waiting = setTimeout(() => handlers.entity(nodes[0]), DOUBLE_CLICK);
        else if (edges.length) handlers.claim(edges[0]);
      });
      network.on("doubleClick", ({ nodes }) => {
        clearTimeout(waiting);
        if (nodes.length) handlers.open(nodes[0]);
      });
      fit(network, model);
      return network;
    },
  };
})();
