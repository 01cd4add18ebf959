"""Prefixes, terms and tables: what the Turtle files of an ontology say, as plain Python.

Everything above this room speaks in CURIEs (``mg:glycinate``, ``gk:relieves``); IRIs appear when quads are
written. Terms are read from Turtle with pyoxigraph; nothing here depends on a topic.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

GK = "https://w3id.org/claims-graphkit/ns#"

#: Prefixes that every workspace and every query has.
PREFIXES: Mapping[str, str] = {
    "gk": GK,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "sepio": "http://purl.obolibrary.org/obo/SEPIO_",
    "eco": "http://purl.obolibrary.org/obo/ECO_",
    "obi": "http://purl.obolibrary.org/obo/OBI_",
    "biolink": "https://w3id.org/biolink/vocab/",
}

#: Key of a claim in YAML → property of the claim in RDF. The kind of value follows the property.
CLAIM_FIELDS: Mapping[str, str] = {
    "kind": "gk:kind",
    "hedge": "gk:hedge",
    "basis": "gk:basis",
    "design": "gk:design",
    "flag": "gk:flag",
    "by": "gk:authority",
    "than": "gk:than",
    "cites": "cito:citesAsEvidence",
    "see": "rdfs:seeAlso",
    "note": "skos:editorialNote",
    "paraphrase": "gk:paraphrase",
    "withdrawn": "gk:withdrawn",
}

#: Keys of YAML whose value is the notation of a concept, and the scheme it comes from.
CONCEPT_FIELDS: Mapping[str, str] = {
    "kind": "kind",
    "hedge": "hedge",
    "basis": "basis",
    "design": "design",
    "flag": "flag",
    "skip": "skip",
    "direction": "direction",
    "standing": "standing",
}

LABELS = ("skos:prefLabel", "rdfs:label")
_CURIE = re.compile(r"([A-Za-z][\w-]*):([A-Za-z0-9_][\w.-]*)")


class Prefixes:
    """A bijection between prefixes and IRI namespaces.

    >>> names = Prefixes({"tea": "https://example.org/tea/"})
    >>> names.expand("tea:mint"), names.compress("https://example.org/tea/mint")
    ('https://example.org/tea/mint', 'tea:mint')
    >>> names.compress("https://example.org/other")
    'https://example.org/other'
    """

    def __init__(self, extra: Mapping[str, str] | None = None) -> None:
        self.namespaces: dict[str, str] = {**PREFIXES, **(extra or {})}
        self._longest_first = sorted(self.namespaces.items(), key=lambda item: -len(item[1]))

    def expand(self, curie: str) -> str:
        """Return the IRI of a CURIE.

        Raises:
            KeyError: the prefix is not known.
        """
        prefix, _, local = curie.partition(":")
        return self.namespaces[prefix] + local

    def compress(self, iri: str) -> str:
        """Return the CURIE of an IRI, or the IRI itself where no prefix fits."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def is_curie(self, text: str) -> bool:
        """Tell whether a text is a CURIE with a known prefix."""
        match = _CURIE.fullmatch(text)
        return bool(match and match[1] in self.namespaces)

    def declarations(self) -> str:
        """Return SPARQL ``PREFIX`` lines for all namespaces."""
        return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in self.namespaces.items())


@dataclass(frozen=True)
class Term:
    """A class, property, concept or entity; every name in it is a CURIE."""

    curie: str
    label: str
    types: frozenset[str] = frozenset()
    alt_labels: tuple[str, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    notation: str = ""
    scheme: str = ""
    rank: int | None = None
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a property, as CURIEs or texts."""
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        """Return the first value of a property, or an empty text."""
        return next(iter(self.all(name)), "")


class Vocabulary:
    """The terms of a workspace: the claim model and the domain vocabulary together."""

    def __init__(self, terms: Mapping[str, Term], prefixes: Prefixes, triples: Iterable[ox.Triple] = ()) -> None:
        self.terms = dict(terms)
        self.prefixes = prefixes
        self.triples = tuple(triples)

    def label(self, curie: str) -> str:
        """Return the label of a term, or the name itself where it has none."""
        term = self.terms.get(curie)
        return term.label if term else curie

    @cached_property
    def predicates(self) -> dict[str, Term]:
        """Terms that may stand in the middle of a claim."""
        return {c: t for c, t in self.terms.items() if "gk:Predicate" in t.types}

    @cached_property
    def entities(self) -> dict[str, Term]:
        """Terms that may stand at either end of a claim."""
        classes = self.below("gk:Entity")
        return {c: t for c, t in self.terms.items() if t.types & classes}

    @cached_property
    def schemes(self) -> dict[str, dict[str, Term]]:
        """Concepts of the model by scheme and notation: ``schemes["hedge"]["hedged"]``."""
        found: dict[str, dict[str, Term]] = defaultdict(dict)
        for term in self.terms.values():
            if term.notation and term.scheme.startswith("gk:"):
                found[term.scheme.removeprefix("gk:").removesuffix("Scheme")][term.notation] = term
        return dict(found)

    @cached_property
    def scope_keys(self) -> dict[str, str]:
        """Keys of ``scope`` in YAML → property: ``{"dose": "gk:scopeDose"}``."""
        found = (c for c, t in self.terms.items() if "gk:scope" in t.broader)
        return {curie.removeprefix("gk:scope").lower(): curie for curie in sorted(found)}

    def rank(self, scheme: str, notation: str) -> int:
        """Return the place of a concept in its ordered scheme."""
        term = self.schemes[scheme][notation]
        if term.rank is None:
            raise KeyError(f"{scheme} {notation} has no gk:rank")
        return term.rank

    def above(self, curie: str) -> Mapping[str, int]:
        """Return the terms above (and the term itself), each with its distance in steps."""
        if curie not in self._above:
            self._above[curie] = self._walk(curie)
        return self._above[curie]

    def below(self, curie: str) -> frozenset[str]:
        """Return the terms below, and the term itself."""
        found, queue = {curie}, [curie]
        while queue:
            new = [child for child in self._children.get(queue.pop(), ()) if child not in found]
            found.update(new)
            queue.extend(new)
        return frozenset(found)

    @cached_property
    def _above(self) -> dict[str, dict[str, int]]:
        return {}

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for term in self.terms.values():
            for parent in term.broader:
                children[parent].append(term.curie)
        return dict(children)

    def _walk(self, start: str) -> dict[str, int]:
        found, level, distance = {start: 0}, [start], 0
        while level:
            distance += 1
            parents = {p for c in level if c in self.terms for p in self.terms[c].broader if p not in found}
            found.update(dict.fromkeys(parents, distance))
            level = sorted(parents)
        return found


#: Properties that place a term below another.
_BROADER = ("skos:broader", "rdfs:subClassOf", "rdfs:subPropertyOf")


@dataclass(frozen=True)
class Unread:
    """A Turtle file that could not be read, where, and why."""

    path: Path
    line: int | None
    message: str


def read_vocabulary(paths: Iterable[Path], prefixes: Prefixes) -> tuple[Vocabulary, list[Unread]]:
    """Read Turtle files into one vocabulary.

    Args:
        paths: Turtle files; those that cannot be read are left out and returned with the reason.
        prefixes: names for the namespaces in them.
    """
    triples: list[ox.Triple] = []
    unread: list[Unread] = []
    for path in paths:
        try:
            triples += _read_turtle(path)
        except (SyntaxError, ValueError) as error:
            unread.append(Unread(path, getattr(error, "lineno", None), str(error).split("\n")[0]))
    return Vocabulary(_terms(triples, prefixes), prefixes, triples), unread


def _read_turtle(path: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=GK):
        yield quad.triple


def _terms(triples: Iterable[ox.Triple], prefixes: Prefixes) -> dict[str, Term]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            value = triple.object
            text = prefixes.compress(value.value) if isinstance(value, ox.NamedNode) else getattr(value, "value", "")
            found[prefixes.compress(triple.subject.value)][prefixes.compress(triple.predicate.value)].append(text)
    return {curie: _term(curie, {k: tuple(v) for k, v in values.items()}) for curie, values in found.items()}


def _term(curie: str, values: dict[str, tuple[str, ...]]) -> Term:
    labels = [label for name in LABELS for label in values.get(name, ())]
    ranks = values.get("gk:rank", ())
    return Term(
        curie=curie,
        label=labels[0] if labels else curie,
        types=frozenset(values.get("rdf:type", ())),
        alt_labels=values.get("skos:altLabel", ()),
        definition=next(iter(values.get("skos:definition", ())), ""),
        broader=tuple(b for name in _BROADER for b in values.get(name, ())),
        notation=next(iter(values.get("skos:notation", ())), ""),
        scheme=next(iter(values.get("skos:inScheme", ())), ""),
        rank=int(ranks[0]) if ranks else None,
        values=values,
    )
