/* The drawn graph as an SVG that stands alone, and the shapes that the legend shares with it. */
(() => {
  const FONT = "system-ui, -apple-system, Segoe UI, Roboto, sans-serif";

  const corners = (count, radius, turn) =>
    Array.from({ length: count }, (_, k) => {
      const angle = turn + (2 * Math.PI * k) / count;
      return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
    }).join(" ");

  function star(radius) {
    return Array.from({ length: 10 }, (_, k) => {
      const r = k % 2 ? radius * 0.5 : radius * 1.2;
      const angle = -Math.PI / 2 + (Math.PI * k) / 5;
      return `${(r * Math.cos(angle)).toFixed(2)},${(r * Math.sin(angle)).toFixed(2)}`;
    }).join(" ");
  }

  /** The outline of a shape around 0,0. */
  function outline(shape, radius, attributes) {
    if (shape === "dot") return gk.svg("circle", { r: radius, ...attributes });
    const points = {
      square: () => corners(4, radius * 1.3, Math.PI / 4),
      diamond: () => corners(4, radius * 1.2, 0),
      triangle: () => corners(3, radius * 1.25, -Math.PI / 2),
      triangleDown: () => corners(3, radius * 1.25, Math.PI / 2),
      hexagon: () => corners(6, radius * 1.1, 0),
      star: () => star(radius),
    };
    return gk.svg("polygon", { points: (points[shape] || points.square)(), ...attributes });
  }

  const text = (x, y, content, more) =>
    gk.svg("text", { x, y, "text-anchor": "middle", "font-family": FONT, ...more }, content);

  function edge(svg, item, nodes, paper) {
    const [a, b] = [nodes.get(item.from), nodes.get(item.to)];
    const bend = item.smooth ? item.smooth.roundness * (item.smooth.type === "curvedCW" ? 1 : -1) : 0;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const middle = [(a.x + b.x) / 2 + dy * bend, (a.y + b.y) / 2 - dx * bend];
    const trim = (from, size) => {
      const [x, y] = [middle[0] - from.x, middle[1] - from.y];
      const away = Math.hypot(x, y) || length;
      return [from.x + (x / away) * size, from.y + (y / away) * size];
    };
    const [start, end] = [trim(a, a.size + 2), trim(b, b.size + 5)];
    const dashes = Array.isArray(item.dashes) ? item.dashes.join(" ") : null;
    const path = (p) => p.map((v) => v.toFixed(1)).join(" ");
    svg.append(
      gk.svg("path", {
        d: `M${path(start)}Q${path(middle)} ${path(end)}`,
        fill: "none",
        stroke: item.color.color,
        "stroke-width": item.width,
        "stroke-dasharray": dashes,
      }),
    );
    tip(svg, item, middle, end);
    if (item.label)
      svg.append(
        text((start[0] + 2 * middle[0] + end[0]) / 4, (start[1] + 2 * middle[1] + end[1]) / 4, item.label, {
          "font-size": 11,
          fill: item.font.color,
          stroke: paper,
          "stroke-width": 3,
          "paint-order": "stroke",
        }),
      );
  }

  function tip(svg, item, middle, end) {
    const angle = (Math.atan2(end[1] - middle[1], end[0] - middle[0]) * 180) / Math.PI;
    const transform = `translate(${end[0].toFixed(1)} ${end[1].toFixed(1)}) rotate(${angle.toFixed(1)})`;
    const shape = item.arrows.to.type === "bar" ? "M0-8L4-8L4 8L0 8Z" : "M4 0L-6-4.5L-6 4.5Z";
    svg.append(gk.svg("path", { d: shape, fill: item.color.color, transform }));
  }

  function node(svg, item, paper) {
    const group = gk.svg(
      "g",
      { transform: `translate(${item.x.toFixed(1)} ${item.y.toFixed(1)})` },
      outline(item.shape, item.size, {
        fill: item.color.background,
        stroke: item.color.border,
        "stroke-width": item.borderWidth,
      }),
    );
    item.label.split("\n").forEach((line, k) =>
      group.append(
        text(0, item.size + 15 + 15 * k, line, {
          "font-size": item.font.size,
          fill: item.font.color,
          stroke: paper,
          "stroke-width": 4,
          "paint-order": "stroke",
        }),
      ),
    );
    svg.append(group);
  }

  /** Return the graph of a model as an SVG with a margin around it. */
  function drawing(model) {
    const { nodes, edges } = gk.graph.elements(model);
    const { paper } = gk.graph.look();
    const [xs, ys] = [nodes.map((n) => n.x), nodes.map((n) => n.y)];
    const [left, top] = [Math.min(0, ...xs) - 110, Math.min(0, ...ys) - 40];
    const [width, height] = [Math.max(0, ...xs) + 110 - left, Math.max(0, ...ys) + 90 - top];
    const svg = gk.svg(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width: Math.ceil(width),
        height: Math.ceil(height),
        viewBox: `${left} ${top} ${width} ${height}`,
      },
      gk.svg("rect", { x: left, y: top, width, height, fill: paper }),
    );
    const byId = new Map(nodes.map((n) => [n.id, n]));
    edges.forEach((item) => edge(svg, item, byId, paper));
    nodes.forEach((item) => node(svg, item, paper));
    return svg;
  }

  gk.graphExport = { outline, drawing };
})();
