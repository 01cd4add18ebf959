/* Small signs that mean the same on every page: strength, direction, polarity, hedge. Each has words and a shape. */
(() => {
  const SIGNS = ["+", "−", "?", "·"];
  const WORDS = ["in favor", "against", "left open", "neither"];
  const NAMES = ["for", "against", "open", "none"];

  function pips(strength) {
    const steps = [1, 2, 3, 4, 5].map((step) => gk.h("i", { class: step <= strength ? "pip on" : "pip" }));
    return gk.h("span", { class: "pips", "aria-hidden": "true" }, steps);
  }

  gk.marks = {
    SIGNS,
    WORDS,
    NAMES,
    /** Strength as five steps and a number; `words` follow where there is room. */
    strength: (strength, words) =>
      gk.h(
        "span",
        { class: "strength", title: words || null },
        pips(strength),
        gk.h("span", { class: "visually-hidden" }, "evidence strength "),
        gk.h("span", { class: "figure" }, `${strength}/5`),
        words ? gk.h("span", {}, ` ${words}`) : null,
      ),
    direction: (direction) =>
      gk.h(
        "span",
        { class: `direction ${NAMES[direction]}` },
        gk.h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[direction]),
        WORDS[direction],
      ),
    badge: (text, kind, title) => gk.h("span", { class: `badge ${kind || ""}`, title: title || null }, text),
  };
})();
