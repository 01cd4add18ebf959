/* The evidence map: subjects against outcomes. Bubble area: claims. Hue, sign and texture: direction. Arc: best strength. */
(() => {
  const d = gk.data;
  const { claims, entities } = d;
  const ROWS = 18;
  const COLUMNS = 14;
  const MOST = 80;

  const ofKind = new Map();
  /** Which entities are of a kind, as a mask. */
  function mask(kind) {
    if (!ofKind.has(kind))
      ofKind.set(
        kind,
        Uint8Array.from(entities.id, (_, n) => (d.isA(n, kind) ? 1 : 0)),
      );
    return ofKind.get(kind);
  }

  /** Go through claims that have a row and a column; a symmetric predicate is read both ways. */
  function each(rows, isRow, isColumn, take) {
    const enter = (n, subject, object) => {
      const above = d.above(subject).filter((e) => isRow[e]);
      if (!above.length) return;
      const columns = d.above(object).filter((e) => isColumn[e]);
      if (columns.length) take(n, above, columns);
    };
    for (const n of rows) {
      enter(n, claims.subject[n], claims.object[n]);
      if (d.symmetric(n)) enter(n, claims.object[n], claims.subject[n]);
    }
  }

  /** Add a claim to a list once; claims come in order, so it can only be the last. */
  function add(map, key, n) {
    const list = map.get(key);
    if (!list) map.set(key, [n]);
    else if (list[list.length - 1] !== n) list.push(n);
  }

  /** Collect the claims of each row and each column. */
  function collect(rows, isRow, isColumn) {
    const table = { rowClaims: new Map(), columnClaims: new Map(), covered: 0 };
    let last = -1;
    each(rows, isRow, isColumn, (n, above, columns) => {
      above.forEach((e) => add(table.rowClaims, e, n));
      columns.forEach((e) => add(table.columnClaims, e, n));
      if (n !== last) table.covered++;
      last = n;
    });
    return table;
  }

  /** Collect the claims of the cells that are shown. */
  function fill(rows, rowLines, columnLines) {
    const cells = new Map();
    const shown = (lines) => {
      const held = new Uint8Array(entities.id.length);
      lines.forEach((line) => (held[line.entity] = 1));
      return held;
    };
    each(rows, shown(rowLines), shown(columnLines), (n, above, columns) => {
      for (const r of above) for (const c of columns) add(cells, r * entities.id.length + c, n);
    });
    return cells;
  }

  /** Arrange entities as a tree: each below the nearest one above it that has claims too. */
  function tree(found) {
    const children = new Map([[-1, []]]);
    const own = [...found.keys()];
    own.forEach((n) => children.set(n, []));
    for (const n of own) {
      const parent = d
        .above(n)
        .slice(1)
        .find((up) => found.has(up) && up !== n && !d.above(up).includes(n));
      children.get(parent === undefined ? -1 : parent).push(n);
    }
    return children;
  }

  /** Choose lines, fullest first, each only where the one above it is chosen; `open` and `shut` are the reader's. */
  function choose(children, found, enough) {
    const names = (key) => new Set(gk.state.all(key).map((id) => d.byId.get(id)));
    const [open, shut] = [names("open"), names("shut")];
    const total = (n) => found.get(n).length;
    const chosen = new Set();
    const queue = [...children.get(-1)];
    const take = (n) => {
      chosen.add(n);
      if (shut.has(n)) return;
      if (open.has(n)) children.get(n).forEach(take);
      else queue.push(...children.get(n));
    };
    while (queue.length && chosen.size < enough) {
      queue.sort((a, b) => total(a) - total(b) || b - a);
      take(queue.pop());
    }
    return chosen;
  }

  function ordered(children, chosen, rank) {
    const lines = [];
    const visit = (n, depth) => {
      const below = children.get(n);
      const shown = below.filter((child) => chosen.has(child));
      lines.push({ entity: n, depth, below: below.length, open: shown.length > 0, left: below.length - shown.length });
      shown.sort(rank).forEach((child) => visit(child, depth + 1));
    };
    children
      .get(-1)
      .filter((n) => chosen.has(n))
      .sort(rank)
      .forEach((n) => visit(n, 0));
    return lines;
  }

  /** What a cell holds: how many claims, which way, how strong, whether there is a quarrel or an echo. */
  function summary(held) {
    const set = new Set(held);
    const directions = [0, 0, 0, 0];
    held.forEach((n) => directions[claims.direction[n]]++);
    return {
      held,
      directions,
      strength: held.reduce((most, n) => Math.max(most, claims.strength[n]), 0),
      conflict: held.some((n) => d.conflictsOf(n).some((c) => c.parties.every((p) => set.has(p)))),
      echo: held.some((n) => d.echoesOf(n).length),
    };
  }

  /** Which sign a cell gets: one way, the other, both, open, or neither. */
  function sign([good, bad, open]) {
    if (good && bad) return "±";
    if (good) return "+";
    if (bad) return "−";
    return open ? "?" : "·";
  }

  const WORDS = { "+": "in favor", "−": "against", "±": "both ways", "?": "left open", "·": "neither for nor against" };

  const SORTS = {
    claims: (found) => (a, b) => found.get(b).length - found.get(a).length,
    strength: (found) => {
      const best = (n) => found.get(n).reduce((most, c) => Math.max(most, claims.strength[c]), 0);
      return (a, b) => best(b) - best(a);
    },
    disagreement: (found) => {
      const torn = (n) => found.get(n).filter((c) => d.conflictsOf(c).length).length;
      return (a, b) => torn(b) - torn(a);
    },
    name: () => () => 0,
  };

  function lines(found, enough, sort) {
    const children = tree(found);
    const chosen = choose(children, found, enough);
    const first = SORTS[sort](found);
    const rank = (a, b) => first(a, b) || entities.label[a].localeCompare(entities.label[b]);
    return { lines: ordered(children, chosen, rank), left: found.size - chosen.size };
  }

  function compute() {
    const rowKind = gk.state.one("rows", d.first.rows);
    const columnKind = gk.state.one("columns", d.first.columns);
    const sort = Object.hasOwn(SORTS, gk.state.one("order")) ? gk.state.one("order") : "claims";
    const inView = gk.filter.result().rows;
    const table = collect(inView, mask(rowKind), mask(columnKind));
    const all = gk.state.has("all");
    const rows = lines(table.rowClaims, all ? MOST : ROWS, sort);
    const columns = lines(table.columnClaims, all ? MOST : COLUMNS, sort);
    const cells = fill(inView, rows.lines, columns.lines);
    return {
      rowKind,
      columnKind,
      sort,
      table,
      rows,
      columns,
      covered: table.covered,
      cell: (r, c) => cells.get(r * entities.id.length + c),
    };
  }

  /** Return the claims of one cell, shown or not. */
  function cellOf(row, column) {
    const cells = fill(gk.filter.result().rows, [{ entity: row }], [{ entity: column }]);
    return cells.get(row * entities.id.length + column) || [];
  }

  /** Kinds that have claims on the subject side (or object side), with how many, most first. */
  function offered(side) {
    const counts = new Map();
    const kindsAbove = entities.kinds.map((kinds) => [...new Set(kinds.flatMap((k) => d.kindsAbove(k)))]);
    const count = (kind) => counts.set(kind, (counts.get(kind) || 0) + 1);
    for (const n of d.rows) {
      const own = kindsAbove[claims[side][n]];
      own.forEach(count);
      if (!d.symmetric(n)) continue;
      const other = side === "subject" ? claims.object[n] : claims.subject[n];
      kindsAbove[other].filter((kind) => !own.includes(kind)).forEach(count);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || d.kindLabel(a[0]).localeCompare(d.kindLabel(b[0])));
  }

  /** Draw a bubble around 0,0. `paint` gives colors by name, so that a file can have its own. */
  function bubble(cell, paint, radius) {
    const [good, bad] = cell.directions;
    const parts = cell.directions.map((count, k) => ({ count, k })).filter((part) => part.count);
    const split = good && bad;
    const leading = split ? parts : [parts.find((p) => p.k < 3) || parts[0]];
    const group = gk.svg("g", {});
    const total = leading.reduce((sum, part) => sum + part.count, 0);
    let from = 0;
    for (const part of leading) {
      const to = from + part.count / total;
      const name = gk.marks.NAMES[part.k];
      group.append(sector(radius, from, to, paint(name), paint("edge")));
      if (name === "against") group.append(sector(radius, from, to, "url(#hatch)", "none"));
      from = to;
    }
    group.append(gk.svg("circle", { r: radius + 3.5, fill: "none", stroke: paint("track"), "stroke-width": 1 }));
    if (cell.strength) group.append(arc(radius + 3.5, cell.strength / 5, paint("arc")));
    return group;
  }

  const point = (radius, share) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  };

  function sector(radius, from, to, fill, stroke) {
    if (to - from > 0.999) return gk.svg("circle", { r: radius, fill, stroke, "stroke-width": 1 });
    const large = to - from > 0.5 ? 1 : 0;
    const path = `M0 0L${point(radius, from)}A${radius} ${radius} 0 ${large} 1 ${point(radius, to)}Z`;
    return gk.svg("path", { d: path, fill, stroke, "stroke-width": 1 });
  }

  function arc(radius, share, stroke) {
    const end = Math.min(share, 0.9999);
    const path = `M${point(radius, 0)}A${radius} ${radius} 0 ${end > 0.5 ? 1 : 0} 1 ${point(radius, end)}`;
    return gk.svg("path", { d: path, fill: "none", stroke, "stroke-width": 3.5 });
  }

  function hatch(color) {
    return gk.svg(
      "pattern",
      { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      gk.svg("line", { x1: 0, y1: 0, x2: 0, y2: 5, stroke: color, "stroke-width": 2.2 }),
    );
  }

  /** Area goes with the number of claims; the fullest cell fills its square. */
  const radiusOf = (count, most) => Math.max(4.5, 17 * Math.sqrt(count / Math.max(most, 6)));

  gk.map = { compute, cellOf, offered, summary, sign, WORDS, bubble, hatch, radiusOf, SORTS: Object.keys(SORTS) };
})();
