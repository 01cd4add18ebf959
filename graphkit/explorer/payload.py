"""What the page knows, as one JSON value: columns of numbers and texts, each text written once.

A column holds one value per claim (entity, passage …); numbers point into other columns, -1 points nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graphkit.explorer.choosing import choose_kinds, choose_overview
from graphkit.explorer.direction import DIRECTIONS, Compass
from graphkit.explorer.drawing import STYLE, family_of, label_widths
from graphkit.explorer.layout import place
from graphkit.network import Name, Network, Record, one, things
from graphkit.query import Session

Columns = dict[str, list[Any]]

_SCHEMES = (
    "hedge", "basis", "kind", "design", "flag", "strength", "certainty", "verdict", "conflict", "explanation",
    "bearing", "direction", "standing",
)  # fmt: skip
_COUNTED = ("hedge", "basis", "kind", "design", "flag", "certainty", "verdict")
_TEXTS = ("strength_rule", "overclaim_rule", "trace_note", "note")


class Register(dict[str, int]):
    """Names in order of arrival: ``register[name]`` is its number, new names get the next one."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def kinds_above(session: Session) -> dict[str, list[str]]:
    """Return each type of entity with the types above it, itself first."""
    rows = session.run(
        "SELECT DISTINCT ?kind ?above WHERE { ?kind rdfs:subClassOf* gk:Entity . ?kind rdfs:subClassOf* ?above ."
        " ?above rdfs:subClassOf* gk:Entity }"
    )
    compress = session.workspace.prefixes.compress
    found: dict[str, set[str]] = {"gk:Quantity": set()}
    for row in rows:
        found.setdefault(compress(row["kind"]), set()).add(compress(row["above"]))
    return {kind: [kind, *sorted(above - {kind})] for kind, above in sorted(found.items())}


class Payload:
    """Collects what the page knows about a network of claims."""

    def __init__(self, session: Session, network: Network, texts: Mapping[str, str], *, articles: bool) -> None:
        """Collect.

        Args:
            session: where the network came from.
            network: the claims to show.
            texts: verified text of passages, by name of the passage.
            articles: whether articles were given.
        """
        self.session, self.network = session, network
        self.kinds = kinds_above(session)
        self.concepts = {s: _scheme(session, s) for s in _SCHEMES}
        self.predicates = things(session, a="gk:Predicate")
        self.studies = things(session, a="gk:Study")
        self.sources = things(session, a="gk:Source")
        self.claims = sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[3]["source"], edge[2]))
        self.order = {key: n for n, (*_, key, _claim) in enumerate(self.claims)}
        self.names: list[str] = self._entities()
        self.number = {name: n for n, name in enumerate(self.names)}
        self._texts, self._articles, self._texts_of = Register(), articles, texts
        self._props, self._passages = Register(), Register()
        self._study_numbers = {str(name): n for n, name in enumerate(self.studies)}
        self._source_numbers = {one(r, "dcterms:identifier", n): k for k, (n, r) in enumerate(self.sources.items())}
        self._lines = things(session, a="gk:EvidenceLine")
        self._line_numbers = {name: n for n, name in enumerate(self._lines)}

    def build(self) -> dict[str, Any]:
        """Return the value for the page."""
        claims = self._claims()
        settings = self.session.workspace.settings
        return {
            "meta": {
                "title": settings.title,
                "description": settings.description,
                "base": settings.base,
                "license": settings.license,
                "articles": self._articles,
            },
            "style": STYLE,
            "schemes": self.concepts,
            "directions": DIRECTIONS,
            "kinds": self._kinds(),
            "predicates": self._predicates(),
            "entities": self._entity_columns(),
            "claims": claims,
            "propositions": self._propositions(),
            "passages": self._passage_columns(),
            "sources": [_source(r, self._study_numbers) for r in self.sources.values()],
            "studies": [self._study(name, r) for name, r in self.studies.items()],
            "lines": [self._line(r) for r in self._lines.values()],
            "conflicts": list(self._conflicts()),
            "echoes": list(self._echoes()),
            "overview": self._overview(),
            "first": self._first(claims),
            "texts": list(self._texts),
        }

    def _overview(self) -> list[tuple[int, float, float]]:
        """Return the entities that the graph shows first, with their places there."""
        names = choose_overview(self.network)
        points = place(names, self.network.subgraph(names).edges(), label_widths(self.network, names))
        return [(self.number[name], *points[name]) for name in names]

    def _entities(self) -> list[str]:
        """Return the entities that claims speak of, and what lies above them, in order of label."""
        used = {end for edge in self.claims for end in edge[:2]}
        queue = list(used)
        for name in queue:
            parents = self.network.nodes[name]["broader"]
            queue += [p for p in parents if p in self.network and p not in used]
            used.update(p for p in parents if p in self.network)
        return sorted(used, key=lambda name: (self.network.nodes[name]["label"].lower(), name))

    def _kinds(self) -> list[dict[str, Any]]:
        records = things(self.session, where="?thing rdfs:subClassOf* gk:Entity .")
        return [
            {
                "id": kind,
                "label": one(records.get(kind, {}), "rdfs:label", kind.removeprefix("gk:").lower()),
                "definition": one(records.get(kind, {}), "skos:definition", ""),
                "above": above,
            }
            for kind, above in self.kinds.items()
        ]

    def _predicates(self) -> list[dict[str, Any]]:
        used = sorted({claim["predicate"] for *_, claim in self.claims})
        return [
            {
                "id": name,
                "label": one(r, "rdfs:label", name),
                "inverse": one(r, "gk:inverseLabel", ""),
                "definition": one(r, "skos:definition", ""),
                "symmetric": "owl:SymmetricProperty" in r.get("rdf:type", ()),
            }
            for name in used
            for r in [self.predicates.get(name, {})]
        ]

    def _entity_columns(self) -> Columns:
        columns: Columns = {
            k: [] for k in ("id", "label", "kinds", "alt", "definition", "broader", "matches", "family")
        }
        for name in self.names:
            entity = self.network.nodes[name]
            columns["id"].append(name)
            columns["label"].append(entity["label"])
            columns["kinds"].append(entity["types"])
            columns["alt"].append(entity["alt_labels"])
            columns["definition"].append(entity["definition"])
            columns["broader"].append([self.number[b] for b in entity["broader"] if b in self.number])
            columns["matches"].append(entity["matches"])
            columns["family"].append(family_of(entity["types"], self.kinds))
        return columns

    def _claims(self) -> Columns:
        compass = Compass(self.predicates, self.kinds)
        predicates = {p["id"]: n for n, p in enumerate(self._predicates())}
        notations = {s: [c["id"] for c in self.concepts[s]] for s in _COUNTED}
        columns: Columns = {}
        for subject, thing, key, claim in self.claims:
            direction = compass.direction(
                claim["predicate"],
                self.network.nodes[thing]["types"],
                negated=claim["negated"],
                hedge=claim["hedge"],
            )
            row = {
                "key": key,
                "subject": self.number[subject],
                "predicate": predicates[claim["predicate"]],
                "object": self.number[thing],
                "negated": int(claim["negated"]),
                "direction": DIRECTIONS.index(direction),
                "paraphrase": claim["paraphrase"] or "",
                **{s: _index(notations[s], claim[s]) for s in _COUNTED},
                **self._standing(claim),
            }
            for name, value in row.items():
                columns.setdefault(name, []).append(value)
        return columns

    def _standing(self, claim: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a claim stands on and where it stands."""
        return {
            "strength": claim["strength"],
            "overclaim": claim["overclaim"],
            **{name: self._texts[claim[name]] if claim[name] else -1 for name in _TEXTS},
            "source": self._source_numbers.get(claim["source"], -1),
            "proposition": self._props[claim["proposition"]],
            "spans": [self._passages[p] for p in _own_first(claim)],
            "cites": [self._study_numbers[s] for s in claim["cites"] if s in self._study_numbers],
            "lines": [self._line_numbers[n] for n in claim["traced_to"] if n in self._line_numbers],
            "authority": [self._label(a) for a in claim["authority"]],
            "than": [self._label(t) for t in claim["than"]],
            "scope": [[key, [self._label(v) for v in values]] for key, values in claim["scope"].items()],
            "see": [self._study_numbers.get(s, s) for s in claim["see"]],
        }

    def _label(self, value: Any) -> str:
        if not isinstance(value, Name):
            return str(value)
        if value in self.network:
            return str(self.network.nodes[value]["label"])
        prefixes = self.session.workspace.prefixes
        return self.session.label(prefixes.expand(value) if prefixes.is_curie(value) else value)

    def _propositions(self) -> Columns:
        wanted = ("gk:root", "gk:strength", "gk:strengthRule", "gk:verdict", "gk:certainty")
        records = things(self.session, a="gk:Proposition", only=wanted)
        columns: Columns = {"id": [], "roots": [], "strength": [], "rule": [], "verdict": [], "certainty": []}
        notations = {s: [c["id"] for c in self.concepts[s]] for s in ("verdict", "certainty")}
        for name in self._props:
            record = records.get(Name(name), {})
            columns["id"].append(local(name))
            columns["roots"].append(
                [
                    self._study_numbers.get(r, None if r in self.studies else self._label(r))
                    for r in record.get("gk:root", ())
                ]
            )
            columns["strength"].append(one(record, "gk:strength", 0))
            rule = one(record, "gk:strengthRule", "")
            columns["rule"].append(self._texts[rule] if rule else -1)
            for scheme, ids in notations.items():
                concept = one(record, f"gk:{scheme}", "").removeprefix(f"gk:{scheme}-")
                columns[scheme].append(_index(ids, concept))
        return columns

    def _passage_columns(self) -> Columns:
        passages = things(self.session, where="[] oa:hasTarget ?thing .", only=("gk:place", "oa:hasSelector"))
        selectors = things(self.session, a="oa:TextPositionSelector", only=("oa:start", "oa:end"))
        columns: Columns = {"place": [], "start": [], "end": []}
        for name in self._passages:
            record = passages.get(Name(name), {})
            selector = selectors.get(one(record, "oa:hasSelector", ""), {})
            columns["place"].append(self._texts[one(record, "gk:place", "")])
            columns["start"].append(one(selector, "oa:start", -1))
            columns["end"].append(one(selector, "oa:end", -1))
        if self._articles:
            columns["text"] = [self._texts_of.get(name, "") for name in self._passages]
        return columns

    def _study(self, name: str, record: Record) -> dict[str, Any]:
        return {
            "id": one(record, "dcterms:identifier", name),
            "title": one(record, "dcterms:title", ""),
            "authors": one(record, "dcterms:creator", ""),
            "year": one(record, "schema:datePublished", ""),
            "journal": one(record, "dcterms:bibliographicCitation", ""),
            "links": [*record.get("schema:sameAs", ()), *record.get("schema:url", ())],
            "participants": one(record, "gk:participants"),
            "population": ", ".join(self._label(p) for p in record.get("gk:population", ())),
            "design": one(record, "gk:design", "").removeprefix("gk:design-"),
            "standing": one(record, "gk:standing", "").removeprefix("gk:standing-"),
            "note": one(record, "skos:editorialNote", ""),
            "lines": [self._line_numbers[n] for n in record.get("gk:finding", ()) if n in self._line_numbers],
        }

    def _line(self, record: Record) -> dict[str, Any]:
        about = one(record, "gk:bearsOn", "")
        return {
            "about": self._label(about) if about else "",
            "proposition": self._props.get(about, -1),
            "direction": one(record, "gk:direction", "").removeprefix("gk:direction-"),
            "finding": one(record, "gk:findingNote", ""),
            "imprecise": bool(one(record, "gk:imprecise", False)),
        }

    def _conflicts(self) -> Iterable[dict[str, Any]]:
        for name, record in things(self.session, a="gk:Conflict").items():
            parties = sorted(local(p) for p in record.get("gk:party", ()))
            if len(parties) == 2 and all(p in self.order for p in parties):
                yield {
                    "id": local(name),
                    "kind": one(record, "gk:conflictKind", "").removeprefix("gk:conflict-"),
                    "bearing": one(record, "gk:bearing", "").removeprefix("gk:bearing-"),
                    "explained": [e.removeprefix("gk:explanation-") for e in record.get("gk:explainedBy", ())],
                    "parties": [self.order[p] for p in parties],
                    "rule": one(record, "gk:appraisalRule", ""),
                }

    def _echoes(self) -> Iterable[dict[str, Any]]:
        for name, record in things(self.session, a="gk:Echo").items():
            members = [local(p) for p in record.get("gk:member", ())]
            if all(m in self.order for m in members):
                yield {
                    "id": local(name),
                    "members": [self.order[m] for m in sorted(members)],
                    "follows": self._study_numbers.get(one(record, "gk:follows", ""), -1),
                    "rule": one(record, "gk:appraisalRule", ""),
                }

    def _first(self, claims: Columns) -> dict[str, str]:
        """Return the kinds of rows and columns that the map shows first."""
        pointing = (d != DIRECTIONS.index("none") for d in claims.get("direction", ()))
        ends = zip(claims.get("subject", ()), claims.get("object", ()), pointing, strict=True)
        types = [self.network.nodes[name]["types"] for name in self.names]
        rows, columns = choose_kinds([(types[s], types[o]) for s, o, counts in ends if counts], self.kinds)
        return {"rows": rows, "columns": columns}


def local(name: str) -> str:
    """Return the last part of a CURIE or IRI.

    >>> local("https://example.org/claim/teas-c001"), local("claim:teas-c001")
    ('teas-c001', 'teas-c001')
    """
    return re.split(r"[/:#]", name)[-1]


def _own_first(claim: Mapping[str, Any]) -> list[str]:
    """Return the passages of a claim, its own first."""
    own = [claim["passage"]] if claim["passage"] else []
    return [*own, *(span for span in claim["spans"] if span not in own)]


def _index(values: Sequence[str], value: str) -> int:
    return values.index(value) if value in values else -1


def _scheme(session: Session, scheme: str) -> list[dict[str, Any]]:
    """Return the concepts of a scheme, lowest rank first."""
    records = things(session, where=f"?thing skos:inScheme gk:{scheme}Scheme .").values()
    ordered = sorted(records, key=lambda r: (one(r, "gk:rank", 0), str(one(r, "skos:notation", ""))))
    return [
        {
            "id": str(one(r, "skos:notation", "")),
            "label": one(r, "skos:prefLabel", ""),
            "definition": one(r, "skos:definition", ""),
        }
        for r in ordered
    ]


def _source(record: Record, studies: Mapping[str, int]) -> dict[str, Any]:
    derived: Collection[str] = record.get("prov:wasDerivedFrom", ())
    return {
        "id": one(record, "dcterms:identifier", ""),
        "title": one(record, "dcterms:title", ""),
        "publisher": one(record, "dcterms:publisher", ""),
        "url": one(record, "schema:url", ""),
        "retrieved": one(record, "gk:retrieved", ""),
        "issued": one(record, "dcterms:issued", ""),
        "verified": one(record, "gk:verified", ""),
        "chars": one(record, "gk:chars", 0),
        "sha256": one(record, "schema:sha256", ""),
        "standing": one(record, "gk:standing", "").removeprefix("gk:standing-"),
        "note": one(record, "skos:editorialNote", ""),
        "follows": [studies[d] for d in derived if d in studies],
    }
