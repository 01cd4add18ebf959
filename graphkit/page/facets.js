/* Facets: values within one widen, several narrow; each count says how many rows would be left by choosing it. */
(() => {
  const SHOWN = 7;
  const opened = new Set();

  /** Prepare facets `{id, size, of(row)}` (a number, or several) for rows 0 … count-1. */
  function engine(count, facets) {
    const columns = facets.map((facet) => Array.from({ length: count }, (_, row) => facet.of(row)));

    function passes(value, chosen) {
      return Array.isArray(value) ? value.some((v) => chosen.has(v)) : chosen.has(value);
    }

    /** Return, per row, in how many chosen facets it fails and the last of them. */
    function failures(chosen, mask) {
      const fails = new Uint8Array(count);
      const where = new Uint8Array(count);
      facets.forEach((facet, f) => {
        const wanted = chosen[f];
        if (!wanted || !wanted.size) return;
        for (let row = 0; row < count; row++) {
          if (!passes(columns[f][row], wanted)) {
            fails[row]++;
            where[row] = f;
          }
        }
      });
      if (mask) for (let row = 0; row < count; row++) if (!mask[row]) fails[row] = 255;
      return { fails, where };
    }

    /** Return the rows that pass and, per facet, a count for each value. */
    function apply(chosen, mask) {
      const { fails, where } = failures(chosen, mask);
      const rows = [];
      const counts = facets.map((facet) => new Uint32Array(facet.size));
      const add = (f, row) => {
        const value = columns[f][row];
        if (Array.isArray(value)) for (const v of value) counts[f][v]++;
        else if (value >= 0) counts[f][value]++;
      };
      for (let row = 0; row < count; row++) {
        if (fails[row] === 0) {
          rows.push(row);
          for (let f = 0; f < facets.length; f++) add(f, row);
        } else if (fails[row] === 1) add(where[row], row);
      }
      return { rows, counts };
    }

    return { apply };
  }

  function option(facet, value, count, selected) {
    const id = `facet-${facet.id}-${value}`;
    return gk.h(
      "li",
      {},
      gk.h(
        "label",
        { class: count || selected ? null : "none" },
        gk.h("input", {
          id,
          type: "checkbox",
          props: { checked: selected },
          "data-facet": facet.id,
          "data-value": facet.name(value),
          on: { change: () => gk.state.toggle(facet.id, facet.name(value)) },
        }),
        gk.h("span", { class: "name" }, facet.mark ? facet.mark(value) : null, facet.label(value)),
        gk.h("span", { class: "number" }, count.toLocaleString("en")),
      ),
    );
  }

  function shownValues(facet, counts, selected) {
    const values = [];
    for (let v = 0; v < facet.size; v++) if (counts[v] || selected.has(v)) values.push(v);
    if (!facet.ordered) values.sort((a, b) => counts[b] - counts[a] || facet.label(a).localeCompare(facet.label(b)));
    const all = opened.has(facet.id) ? 200 : SHOWN + (selected.size ? selected.size : 0);
    const head = values.filter((v) => selected.has(v));
    const kept = facet.ordered
      ? values.slice(0, Math.max(all, 8))
      : [...head, ...values.filter((v) => !selected.has(v))].slice(0, all);
    return { kept, more: values.length - kept.length };
  }

  function group(facet, counts, selected, again) {
    const { kept, more } = shownValues(facet, counts, selected);
    if (!kept.length) return null;
    const toggle = () => {
      if (opened.has(facet.id)) opened.delete(facet.id);
      else opened.add(facet.id);
      again();
    };
    const open = opened.has(facet.id);
    const label = open ? "Show fewer" : `${more} more`;
    return gk.h(
      "fieldset",
      { class: "facet" },
      gk.h("legend", {}, facet.title),
      gk.h(
        "ul",
        {},
        kept.map((value) => option(facet, value, counts[value], selected.has(value))),
      ),
      more > 0 || open
        ? gk.button(label, toggle, { class: "quiet", id: `more-${facet.id}`, "aria-label": `${facet.title}: ${label}` })
        : null,
    );
  }

  /** Draw the panel of facets into a container. */
  function panel(container, facets, counts, chosen) {
    const again = () => panel(container, facets, counts, chosen);
    const groups = facets.map((facet, f) => group(facet, counts[f], chosen[f] || new Set(), again)).filter(Boolean);
    gk.redraw(container, groups.length ? groups : gk.h("p", { class: "muted" }, "Nothing is left to filter."));
  }

  gk.facets = { engine, panel };
})();
