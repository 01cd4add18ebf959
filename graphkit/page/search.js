/* Free search: every word must occur; letter case and accents do not matter. */
(() => {
  const ACCENTS = /[\u0300-\u036f]/g;

  function fold(text) {
    const lower = String(text).toLowerCase();
    return /^[\x00-\x7f]*$/.test(lower) ? lower : lower.normalize("NFD").replace(ACCENTS, "");
  }

  const words = (query) => fold(query).split(/\s+/).filter(Boolean);

  /** Rank of a name for a query: 0 is equal, higher is less near, -1 is no match. */
  function rank(names, query) {
    const wanted = words(query);
    let best = -1;
    names.forEach((name, place) => {
      const text = fold(name);
      if (!wanted.every((word) => text.includes(word))) return;
      const joined = wanted.join(" ");
      const near = text === joined ? 0 : text.startsWith(joined) ? 1 : text.includes(` ${joined}`) ? 2 : 3;
      const found = near * 2 + (place ? 1 : 0);
      if (best < 0 || found < best) best = found;
    });
    return best;
  }

  gk.search = {
    fold,
    words,
    rank,
    /** Return which of many folded texts hold all words, as a mask; null if there are no words. */
    mask(texts, query) {
      const wanted = words(query);
      if (!wanted.length) return null;
      const found = new Uint8Array(texts.length);
      for (let n = 0; n < texts.length; n++) found[n] = wanted.every((word) => texts[n].includes(word)) ? 1 : 0;
      return found;
    },
  };
})();
