/* What the page knows, read from its JSON element, with the look-ups that every view needs. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { claims, entities } = data;
  const size = claims.key ? claims.key.length : 0;

  const text = (n) => (n >= 0 ? data.texts[n] : "");
  const byKey = new Map((claims.key || []).map((key, n) => [key, n]));
  const byId = new Map(entities.id.map((id, n) => [id, n]));
  const kinds = new Map(data.kinds.map((kind) => [kind.id, kind]));

  /** Entities at or above each entity: itself first, then upwards. */
  const aboveOf = entities.id.map(() => null);
  function above(entity) {
    if (!aboveOf[entity]) {
      const found = [entity];
      for (const at of found) for (const up of entities.broader[at]) if (!found.includes(up)) found.push(up);
      aboveOf[entity] = found;
    }
    return aboveOf[entity];
  }

  const narrower = entities.id.map(() => []);
  entities.broader.forEach((ups, n) => ups.forEach((up) => narrower[up].push(n)));

  const bySubject = entities.id.map(() => []);
  const byObject = entities.id.map(() => []);
  const byProposition = new Map();
  const conflictsOf = new Map();
  const echoesOf = new Map();
  const add = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  for (let n = 0; n < size; n++) {
    bySubject[claims.subject[n]].push(n);
    byObject[claims.object[n]].push(n);
    add(byProposition, claims.proposition[n], n);
  }
  data.conflicts.forEach((conflict) => conflict.parties.forEach((n) => add(conflictsOf, n, conflict)));
  data.echoes.forEach((echo) => echo.members.forEach((n) => add(echoesOf, n, echo)));

  const kindsAbove = (kind) => kinds.get(kind)?.above || [kind];

  /** Whether an entity is of a kind or of a kind below it. */
  function isA(entity, kind) {
    return entities.kinds[entity].some((own) => kindsAbove(own).includes(kind));
  }

  const concept = (scheme, n) => data.schemes[scheme][n] || { id: "", label: "", definition: "" };
  const named = (scheme, id) => data.schemes[scheme].find((c) => c.id === id) || { id, label: id, definition: "" };
  const kindLabel = (id) => kinds.get(id)?.label || id;
  const kindsLabel = (entity) => entities.kinds[entity].map(kindLabel).join(", ");

  /** Say a claim's proposition in labels, with its denial. */
  function statement(n) {
    const predicate = data.predicates[claims.predicate[n]].label;
    const verb = claims.negated[n] ? `not: ${predicate}` : predicate;
    return `${entities.label[claims.subject[n]]} – ${verb} – ${entities.label[claims.object[n]]}`;
  }

  let folded = null;
  function folds() {
    if (!folded) {
      const names = entities.label.map((label, n) => gk.search.fold([label, ...entities.alt[n]].join(" ")));
      const sources = data.sources.map((s) => gk.search.fold(`${s.title} ${s.publisher || ""}`));
      const verbs = data.predicates.map((p) => gk.search.fold(p.label));
      folded = claims.key.map((key, n) =>
        [
          gk.search.fold(claims.paraphrase[n]),
          names[claims.subject[n]],
          verbs[claims.predicate[n]],
          names[claims.object[n]],
          key,
          sources[claims.source[n]] || "",
        ].join("\n"),
      );
    }
    return folded;
  }

  gk.data = {
    advice: "This page reports what sources claim. It gives no medical advice.",
    ...data,
    size,
    text,
    byKey,
    byId,
    above,
    narrower,
    bySubject,
    byObject,
    byProposition,
    conflictsOf: (n) => conflictsOf.get(n) || [],
    echoesOf: (n) => echoesOf.get(n) || [],
    isA,
    kindsAbove,
    concept,
    named,
    kindLabel,
    kindsLabel,
    statement,
    folds,
    rows: Array.from({ length: size }, (_, n) => n),
    place: (n) => text(data.passages.place[claims.spans[n][0]] ?? -1),
    symmetric: (n) => data.predicates[claims.predicate[n]].symmetric,
  };
})();
