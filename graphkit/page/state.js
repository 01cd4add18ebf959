/* What is shown is written in the address after #, so that every view and card can be linked to and Back works. */
(() => {
  const listeners = [];
  let current = parse(location.hash);

  function parse(hash) {
    const found = new Map();
    for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
      found.set(name, [...(found.get(name) || []), value]);
    }
    return found;
  }

  function write(state) {
    const parameters = new URLSearchParams();
    for (const name of [...state.keys()].sort()) {
      for (const value of state.get(name)) parameters.append(name, value);
    }
    return parameters.toString().replace(/%3A/gi, ":").replace(/%2F/gi, "/");
  }

  function changed(changes) {
    const next = new Map(current);
    for (const [name, value] of Object.entries(changes)) {
      const values = (Array.isArray(value) ? value : [value]).filter((v) => v !== null && v !== undefined && v !== "");
      if (values.length) next.set(name, values.map(String));
      else next.delete(name);
    }
    return next;
  }

  function move(text, replace) {
    try {
      if (replace) location.replace(`#${text}`);
      else location.hash = text;
    } catch {
      /* A page within a page may have no address of its own; it still works. */
    }
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  window.addEventListener("hashchange", () => {
    const next = parse(location.hash);
    if (write(next) === write(current)) return;
    current = next;
    tell();
  });

  gk.state = {
    one: (name, otherwise = "") => (current.get(name) || [otherwise])[0],
    all: (name) => current.get(name) || [],
    has: (name) => current.has(name),
    href: (changes) => `#${write(changed(changes))}`,
    set(changes, { replace = false } = {}) {
      const next = changed(changes);
      if (write(next) === write(current)) return;
      current = next;
      move(write(next), replace);
      tell();
    },
    toggle(name, value) {
      const held = this.all(name);
      this.set({ [name]: held.includes(value) ? held.filter((v) => v !== value) : [...held, value] });
    },
    /** Return a text that changes when one of these parts of the state does. */
    signature: (names) => JSON.stringify(names.map((name) => current.get(name) || null)),
    listen: (listener) => listeners.push(listener),
  };
})();
