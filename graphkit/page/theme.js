/* Light and dark: as the system has it, until somebody chooses. */
(() => {
  const KEY = "graphkit-theme";
  const listeners = [];
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function saved() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  function save(name) {
    try {
      localStorage.setItem(KEY, name);
    } catch {
      /* Without storage the choice lasts as long as the page. */
    }
  }

  function dark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : system.matches;
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  if (["light", "dark"].includes(saved())) document.documentElement.dataset.theme = saved();
  system.addEventListener("change", tell);

  gk.theme = {
    name: () => (dark() ? "dark" : "light"),
    listen: (listener) => listeners.push(listener),
    button() {
      const label = () => (dark() ? "Light" : "Dark");
      const button = gk.button(
        label(),
        () => {
          document.documentElement.dataset.theme = dark() ? "light" : "dark";
          save(document.documentElement.dataset.theme);
          tell();
        },
        { id: "theme", title: "Switch between light and dark" },
      );
      listeners.push(() => (button.textContent = label()));
      return button;
    },
  };
})();
