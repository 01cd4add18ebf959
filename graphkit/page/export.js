/* Files out of the page: CSV, SVG, PNG. */
(() => {
  /** Quote a cell; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
  function cell(value) {
    let text = String(value ?? "");
    if (/^[\s]*[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  function csv(columns, rows) {
    return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function save(name, content, type) {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const url = URL.createObjectURL(blob);
    const link = gk.h("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  const svgText = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;

  /** Draw an SVG on a canvas, at twice its size, and save it. */
  function savePng(name, svg) {
    const width = Number(svg.getAttribute("width"));
    const height = Number(svg.getAttribute("height"));
    const scale = Math.min(2, 8000 / Math.max(width, height));
    const image = new Image();
    image.onload = () => {
      const canvas = gk.h("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
      const context = canvas.getContext("2d");
      context.scale(scale, scale);
      context.drawImage(image, 0, 0);
      canvas.toBlob((blob) => blob && save(name, blob), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  }

  gk.export = {
    cell,
    csv,
    saveCsv: (name, columns, rows) => save(name, `\ufeff${csv(columns, rows)}`, "text/csv;charset=utf-8"),
    saveSvg: (name, svg) => save(name, svgText(svg), "image/svg+xml;charset=utf-8"),
    savePng,
  };
})();
