// The query page: the editor on our own endpoint, with the named queries as a menu. Nothing is asked elsewhere.
"use strict";

(async () => {
  const menu = await (await fetch("/queries.json")).json();
  const endpoint = new URL("/sparql", location.href).href;
  Yasgui.Yasqe.defaults.autocompleters = [];
  Yasgui.Yasr.registerPlugin("bars", Bars);

  // Tables start with short names and plain numbers; the switch above them shows IRIs and types in full.
  const table = Yasgui.Yasr.plugins.table.prototype;
  const draw = table.draw;
  table.draw = function (settings) {
    return draw.call(this, { compact: true, isEllipsed: false, ...(settings || {}) });
  };
  const yasr = Yasgui.Yasr.prototype;
  const prefixes = yasr.getPrefixes;
  yasr.getPrefixes = function () {
    return { ...menu.prefixes, ...prefixes.call(this) };
  };

  const first = ["gk", "rdfs", "dcterms", ...Object.keys(menu.prefixes).filter((name) => menu.prefixes[name].startsWith(menu.base + "term"))];
  const start = first.map((name) => `PREFIX ${name}: <${menu.prefixes[name]}>\n`).join("") +
    "\nSELECT ?claim ?paraphrase ?source WHERE {\n  ?claim a gk:Claim ;\n    gk:paraphrase ?paraphrase ;\n    dcterms:source ?source .\n} LIMIT 20\n";
  Yasgui.Yasqe.defaults.value = start;

  const yasgui = new Yasgui(document.getElementById("workbench"), {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    copyEndpointOnNewTab: true,
    persistenceId: null,
  });
  const editor = () => yasgui.getTab().getYasqe();
  if (!location.hash.includes("query=") && !location.search.includes("query=")) editor().setValue(start);

  const choice = document.getElementById("named");
  const question = document.getElementById("question");
  for (const query of menu.queries) {
    const option = new Option(`${query.title}: ${query.question}`, query.name);
    choice.append(option);
  }
  choice.addEventListener("change", () => {
    const query = menu.queries.find((item) => item.name === choice.value);
    if (!query) return;
    const blanks = query.parameters.map((p) => ` To ask about another ${p.name}, change what stands in VALUES ?${p.name}.`);
    question.textContent = query.question + blanks.join("");
    editor().setValue(query.text);
  });
  document.getElementById("prefixes").addEventListener("click", () => editor().addPrefixes(menu.prefixes));

  // IRIs of the workspace have pages here, at the path of the IRI.
  const origin = new URL(menu.base).origin;
  document.getElementById("workbench").addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin !== origin || origin === location.origin) return;
    event.preventDefault();
    const here = link.hash ? "/thing?iri=" + encodeURIComponent(link.href) : link.pathname;
    window.open(new URL(here, location.href), "_blank", "noopener");
  }, true);
  window.workbench = yasgui;
})();
