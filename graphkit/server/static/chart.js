// Bars for answers with names and one number in each row.
"use strict";

class Bars {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 5;
    this.label = "Bars";
  }

  static numeric(term) {
    return /#(integer|decimal|double|int|long|float)$/.test((term && term.datatype) || "");
  }

  columns() {
    const results = this.yasr.results;
    const names = results && results.getVariables ? results.getVariables() || [] : [];
    const rows = results && results.getBindings ? results.getBindings() || [] : [];
    if (names.length < 2 || rows.length < 2 || rows.length > 60) return null;
    const full = (test) => names.filter((name) => rows.every((row) => test(row[name])));
    const numbers = full(Bars.numeric);
    const texts = full((term) => term && !Bars.numeric(term));
    return numbers.length && texts.length ? { number: numbers[0], text: texts[0], rows } : null;
  }

  canHandleResults() {
    return this.columns() !== null;
  }

  draw() {
    const found = this.columns();
    const make = (name, attributes, text) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const values = found.rows.map((row) => Number(row[found.number].value));
    const most = Math.max(...values.map(Math.abs), 1e-9);
    const height = found.rows.length * 24 + 8;
    const svg = make("svg", { class: "chart", viewBox: `0 0 900 ${height}`, role: "img",
      "aria-label": `${found.number} by ${found.text}` });
    found.rows.forEach((row, n) => {
      const term = row[found.text];
      const name = term.type === "uri" ? term.value.replace(/^.*[/#]/, "") : term.value;
      const y = n * 24 + 4;
      const width = Math.max(1, Math.round((Math.abs(values[n]) / most) * 480));
      svg.append(make("text", { x: 300, y: y + 14, "text-anchor": "end" }, name.length > 42 ? name.slice(0, 41) + "…" : name));
      svg.append(make("rect", { x: 310, y, width, height: 18 }));
      svg.append(make("text", { x: 316 + width, y: y + 14 }, row[found.number].value));
    });
    this.yasr.resultsEl.replaceChildren(svg);
  }

  getIcon() {
    const icon = document.createElement("span");
    icon.textContent = "▥";
    return icon;
  }
}
