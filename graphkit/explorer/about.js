/* What this page is, how to read it, and what it is not. */
(() => {
  const d = gk.data;

  const terms = (scheme) =>
    gk.h(
      "dl",
      { class: "pairs wide" },
      d.schemes[scheme].map((c) => [
        gk.h("dt", {}, scheme === "strength" ? `${c.id} ${c.label}` : c.label),
        gk.h("dd", {}, c.definition),
      ]),
    );
  const section = (title, ...content) => gk.h("section", { class: "part" }, gk.h("h3", {}, title), content);
  const p = (...text) => gk.h("p", {}, ...text);

  const KEYS = [
    ["/", "go to the search box"],
    ["↓ ↑ Enter", "choose among suggestions"],
    ["Tab", "from one link or control to the next"],
    ["Escape", "close the card"],
    ["Alt ←", "back to where you were"],
  ];

  function draw(container) {
    gk.redraw(
      container,
      gk.h(
        "div",
        { class: "prose" },
        gk.h("h2", {}, "About this page"),
        d.meta.description ? p(d.meta.description) : null,
        gk.h(
          "p",
          { class: "notice" },
          gk.h(
            "b",
            {},
            "This page reports what sources claim. It does not say what is true, and it gives no medical advice. ",
          ),
          "For questions about your own health, ask a doctor or pharmacist.",
        ),
        section(
          "What is here",
          p(
            `${gk.count(d.size, "claim")} from ${gk.count(d.sources.length, "source")}, read passage by passage, and ${gk.count(d.studies.length, "study", "studies")} that they were held against. `,
            `${gk.count(d.conflicts.length, "pair")} of claims contradict each other.`,
          ),
          p(
            "Each claim is put in the curator’s own words. It names its source and the place where it stands, how firmly the source says it, and what ground the source gives. ",
            d.meta.articles
              ? "The text of the passages comes from the articles given when this page was made, and is shown only where exactly the recorded characters stand."
              : "The text of the articles is not part of this page; open the article to read it.",
          ),
        ),
        section(
          "Direction",
          p(
            "Whether a claim speaks for its subject (it helps, suits, is advised) or against it (it does not help, does harm, calls for care). A claim that only describes, or names a use, does neither. Direction is what the source says, not whether it is right.",
          ),
        ),
        section(
          "Evidence strength",
          p(
            "One scale from 0 to 5, computed from the ground the source gives and from what linked studies found. Each card names the rule that made it. Evidence against a claim earns it no strength; what linked studies say stands beside it.",
          ),
          terms("strength"),
        ),
        section(
          "Certainty and what linked studies say",
          p(
            "Modeled on GRADE, but not GRADE: no panel judged it. Trials start high and observation low; certainty is lowered where a study is about something wider or narrower, other people or another route, where it is imprecise, and where studies disagree.",
          ),
          terms("verdict"),
        ),
        section("How firmly it is said", terms("hedge")),
        section("The ground a source gives", terms("basis")),
        section(
          "Independent grounds",
          p(
            "Agreement is counted by different studies and named authorities, not by articles. Articles that repeat each other without a ground of their own are marked as an echo (≈): repetition is not corroboration.",
          ),
        ),
        section("Contradictions (≠)", terms("conflict")),
        section(
          "Keys",
          gk.h(
            "dl",
            { class: "pairs" },
            KEYS.map(([key, what]) => [gk.h("dt", {}, gk.h("kbd", {}, key)), gk.h("dd", {}, what)]),
          ),
        ),
        section(
          "This file",
          p(
            "It works without a network and sends nothing anywhere. Every view and card has its own address: copy it to share what you see.",
          ),
          d.meta.license ? p("Data: ", gk.link(d.meta.license)) : null,
          p("Drawn with vis-network, by way of pyvis."),
        ),
      ),
    );
  }

  gk.about = { draw, parts: () => [] };
})();
