/* Places for a part of the graph: columns by distance from the middle, no springs, so the same part looks the same. */
(() => {
  const d = gk.data;
  const WIDTH = 190;
  const LINE = 15;
  const GAP = 30;
  const LETTERS = 22;

  /** Wrap a label into lines that fit its column. */
  function wrap(text) {
    const lines = [""];
    for (const word of String(text).split(/\s+/)) {
      const line = lines[lines.length - 1];
      if (line && line.length + word.length + 1 > LETTERS) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines.map((line) => (line.length > LETTERS + 6 ? `${line.slice(0, LETTERS + 5)}…` : line)).slice(0, 3);
  }

  /** Put each node in a layer: what acts on the middle to the left, what the middle acts on to the right. */
  function layers(nodes, edges, middle) {
    const near = new Map(nodes.map((n) => [n, new Map()]));
    for (const edge of edges) {
      near.get(edge.from)?.set(edge.to, (near.get(edge.from).get(edge.to) || 0) + 1);
      near.get(edge.to)?.set(edge.from, (near.get(edge.to).get(edge.from) || 0) - 1);
    }
    const layer = new Map([[middle, 0]]);
    const queue = [middle];
    for (const at of queue) {
      for (const [other, lean] of near.get(at) || []) {
        if (layer.has(other)) continue;
        const base = layer.get(at);
        layer.set(other, base === 0 ? (lean >= 0 ? 1 : -1) : base + Math.sign(base));
        queue.push(other);
      }
    }
    for (const n of nodes) if (!layer.has(n)) layer.set(n, 2);
    return { layer, near };
  }

  /** Split a layer into columns that are not much higher than the drawing is wide. */
  function columns(members, most) {
    const count = Math.ceil(members.length / most);
    const size = Math.ceil(members.length / count);
    return Array.from({ length: count }, (_, k) => members.slice(k * size, (k + 1) * size));
  }

  const height = (n) => GAP + 22 + LINE * wrap(d.entities.label[n]).length;

  function stack(members, x, places) {
    const total = members.reduce((sum, n) => sum + height(n), 0);
    let y = -total / 2;
    for (const n of members) {
      places.set(n, { x, y: y + height(n) / 2 });
      y += height(n);
    }
  }

  /** Order a layer by where its neighbors nearer the middle stand, then by label. */
  function sorted(members, near, places) {
    const pull = (n) => {
      const ys = [...near.get(n).keys()].filter((o) => places.has(o)).map((o) => places.get(o).y);
      return ys.length ? ys.reduce((a, b) => a + b, 0) / ys.length : 0;
    };
    const pulls = new Map(members.map((n) => [n, pull(n)]));
    const name = (n) => d.entities.label[n];
    return [...members].sort(
      (a, b) =>
        pulls.get(a) - pulls.get(b) || d.entities.family[a] - d.entities.family[b] || name(a).localeCompare(name(b)),
    );
  }

  /** Return places for nodes around a middle one. */
  function around(nodes, edges, middle) {
    const { layer, near } = layers(nodes, edges, middle);
    const places = new Map([[middle, { x: 0, y: 0 }]]);
    const most = Math.max(8, Math.ceil(Math.sqrt(nodes.length * 2.2)));
    for (const side of [-1, 1]) {
      let x = 0;
      const mine = [...new Set([...layer.values()].filter((l) => Math.sign(l) === side))].sort(
        (a, b) => Math.abs(a) - Math.abs(b),
      );
      for (const l of mine) {
        const members = sorted(
          nodes.filter((n) => layer.get(n) === l),
          near,
          places,
        );
        x += side * (Math.abs(l) === 1 ? 120 : 70);
        for (const column of columns(members, most)) {
          x += side * WIDTH;
          stack(column, x, places);
        }
      }
    }
    return places;
  }

  /** Return places for chains from one node to another, left to right. */
  function chains(paths) {
    const step = new Map();
    paths.forEach((path) => path.forEach((n, k) => step.set(n, Math.max(step.get(n) ?? 0, k))));
    const last = Math.max(...paths.map((path) => path.length - 1));
    paths.forEach((path) => step.set(path[path.length - 1], last));
    const places = new Map();
    for (let k = 0; k <= last; k++)
      stack(
        [...step.keys()].filter((n) => step.get(n) === k),
        k * (WIDTH + 90),
        places,
      );
    return places;
  }

  gk.layout = { wrap, around, chains };
})();
