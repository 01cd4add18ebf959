/* The evidence map as a drawing that stands alone, for SVG and PNG. */
(() => {
  const d = gk.data;
  const { entities } = d;
  const PAINT = {
    for: "#1565a8",
    against: "#c2570c",
    open: "#ffffff",
    none: "#d3d8de",
    edge: "#4a5462",
    track: "#c9ced6",
    arc: "#12161b",
  };
  const FONT = "system-ui, -apple-system, Segoe UI, Roboto, sans-serif";
  const [LEFT, TOP, STEP] = [250, 190, 58];

  const label = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);
  const write = (x, y, text, more) =>
    gk.svg("text", { x, y, "font-family": FONT, "font-size": 13, fill: "#1a1d21", ...more }, text);

  function cell(svg, map, most, r, c, x, y) {
    const set = map.cell(r, c);
    svg.append(gk.svg("rect", { x, y, width: STEP, height: STEP, fill: "none", stroke: "#e1e5ea" }));
    if (!set) return;
    const info = gk.map.summary(set);
    const group = gk.svg(
      "g",
      { transform: `translate(${x + STEP / 2} ${y + 23})` },
      gk.map.bubble(info, (name) => PAINT[name], gk.map.radiusOf(info.held.length, most) * 0.9),
    );
    svg.append(
      group,
      write(x + STEP / 2, y + STEP - 4, `${info.held.length}${gk.map.sign(info.directions)}`, {
        "text-anchor": "middle",
        "font-size": 11,
      }),
    );
    if (info.conflict) svg.append(write(x + 3, y + 13, "≠", {}));
    if (info.echo) svg.append(write(x + STEP - 12, y + 13, "≈", {}));
  }

  function drawing() {
    const map = gk.map.compute();
    const [rows, columns] = [map.rows.lines, map.columns.lines];
    const most = Math.max(1, ...rows.flatMap((r) => columns.map((c) => map.cell(r.entity, c.entity)?.length || 0)));
    const width = LEFT + columns.length * STEP + 150;
    const height = TOP + rows.length * STEP + 90;
    const svg = gk.svg(
      "svg",
      { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
      gk.svg("defs", {}, gk.map.hatch("#ffffff")),
      gk.svg("rect", { width, height, fill: "#ffffff" }),
      write(12, 26, d.meta.title, { "font-size": 17, "font-weight": 600 }),
    );
    columns.forEach((line, k) => {
      const [x, y] = [LEFT + k * STEP + STEP / 2 + 5, TOP - 8];
      svg.append(write(x, y, label(entities.label[line.entity], 26), { transform: `rotate(-45 ${x} ${y})` }));
    });
    rows.forEach((line, k) => {
      const y = TOP + k * STEP;
      svg.append(
        write(12 + 14 * line.depth, y + STEP / 2 + 4, label(entities.label[line.entity], 32 - 2 * line.depth)),
      );
      columns.forEach((c, m) => cell(svg, map, most, line.entity, c.entity, LEFT + m * STEP, y));
    });
    const note = [
      "+ in favor, − against (hatched), ± both, ? left open, · neither; figure: claims, also as area;",
      "arc: best evidence strength, 0 to 5; ≠ claims contradict each other; ≈ repeated without a ground of its own.",
    ];
    note.forEach((text, k) => svg.append(write(12, height - 50 + 18 * k, text, { "font-size": 12, fill: "#4a5462" })));
    return svg;
  }

  gk.mapView.drawing = drawing;
})();
