"""What the graph says about one thing, made ready for a page or as triples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from graphkit.query import Session
from graphkit.vocabulary import GK, PREFIXES

MOST = 300
_TYPE = f"{PREFIXES['rdf']}type"
#: Things that are shown with what they belong to, to this depth.
_INSIDE = frozenset([f"{GK}asserts", f"{GK}passage", f"{GK}finding", f"{GK}bearsOn", f"{PREFIXES['oa']}hasSelector"])
_DEPTH = 2
_FIRST = ("gk:paraphrase", "skos:definition", "dcterms:title", "gk:asserts", "gk:negated", "gk:hedge", "gk:basis",
          "gk:strength", "gk:verdict", "gk:passage", "dcterms:source")  # fmt: skip
_CLAIMS = """
SELECT DISTINCT ?claim ?strength ?negated ?hedge ?basis ?paraphrase ?place ?source WHERE {{
  {pattern}
  ?claim a gk:Claim ; gk:strength ?strength ; gk:negated ?negated ; gk:hedge/skos:notation ?hedge ;
    gk:basis/skos:notation ?basis ; gk:paraphrase ?paraphrase ; gk:passage ?passage ; dcterms:source ?source .
  OPTIONAL {{ ?passage gk:place ?place }}
}} ORDER BY DESC(?strength) ?claim LIMIT {most}"""
_SAID = ("strength", "hedge", "basis", "paraphrase", "place")
_PATTERNS = (
    ("gk:Source", "?claim dcterms:source {iri} ."),
    ("gk:Study", "?claim cito:citesAsEvidence|gk:tracedTo {iri} ."),
    ("gk:Proposition", "?claim gk:asserts {iri} ."),
    ("oa:SpecificResource", "?claim oa:hasTarget {iri} ."),
    ("", "?thing skos:broader* {iri} . ?proposition rdf:subject|rdf:object ?thing . ?claim gk:asserts ?proposition ."),
)


@dataclass(frozen=True)
class Value:
    """A value on a page: text, perhaps with an address on this server or elsewhere, perhaps with what is inside."""

    text: str
    href: str = ""
    inside: Sequence[Property] = ()


@dataclass(frozen=True)
class Property:
    """A property with its values."""

    name: str
    href: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Description:
    """What is said about a thing.

    Attributes:
        claims: rows of claims: name, address, and the words about it.
        others: what points at it.
        more: whether there is more of either than is shown.
    """

    iri: str
    label: str
    kinds: Sequence[Value]
    properties: Sequence[Property]
    claims: Sequence[dict[str, Value]] = ()
    others: Sequence[Property] = field(default=())
    more: bool = False


class Places:
    """Addresses of things on this server: those below the host of the workspace lie at the path of their IRI."""

    def __init__(self, session: Session) -> None:
        base = urlsplit(session.workspace.settings.base)
        self._origin = f"{base.scheme}://{base.netloc}"
        self._known = session.store.knows

    def href(self, iri: str) -> str:
        """Return the address of a thing: a page here if something is said about it, else where it lies itself."""
        path = iri.removeprefix(f"{self._origin}/")
        if path != iri and "#" not in path and "?" not in path:
            return f"/{quote(path, safe='/:@!$&()*+,;=~-._')}"
        if self._known(iri):
            return f"/thing?iri={quote(iri, safe='')}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def iri(self, path: str) -> str:
        """Return the IRI of what lies at a path."""
        return f"{self._origin}/{path.lstrip('/')}"


def find_triples(session: Session, iri: str) -> list[ox.Triple]:
    """Return what is said about a thing and what belongs to it, as triples; empty if nothing is said."""
    found: list[ox.Triple] = []
    queue = [(iri, 0)]
    for name, depth in queue:
        rows = _outgoing(session, name)
        found += [ox.Triple(ox.NamedNode(name), p, o) for p, o in rows]
        if depth < _DEPTH:
            inside = (o.value for p, o in rows if p.value in _INSIDE and isinstance(o, ox.NamedNode))
            queue += [(value, depth + 1) for value in inside if value not in {seen for seen, _ in queue}]
    return found


def describe_thing(session: Session, places: Places, iri: str) -> Description | None:
    """Return what a page says about a thing; None if nothing is said about it."""
    triples = find_triples(session, iri)
    if not triples:
        return None
    others, more = _incoming(session, places, iri)
    session.learn_labels(_names(triples))
    kinds = [t.object.value for t in triples if _says(t, iri, _TYPE) and isinstance(t.object, ox.NamedNode)]
    claims = _claims(session, places, iri, {session.workspace.prefixes.compress(kind) for kind in kinds})
    return Description(
        iri=iri,
        label=session.label(iri),
        kinds=[Value(session.label(kind), places.href(kind)) for kind in kinds],
        properties=_properties(session, places, triples, iri, 0),
        claims=claims[: MOST - 1],
        others=others,
        more=more or len(claims) >= MOST,
    )


def _names(triples: Iterable[ox.Triple]) -> set[str]:
    nodes = (node for triple in triples for node in (triple.subject, triple.predicate, triple.object))
    return {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def _says(triple: ox.Triple, subject: str, predicate: str) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and (triple.subject.value, triple.predicate.value) == (
        subject,
        predicate,
    )


def _outgoing(session: Session, iri: str) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
    rows = session.run(f"SELECT ?p ?o {{ {ox.NamedNode(iri)} ?p ?o }} LIMIT {MOST * 10}").rows
    return sorted({(p, o) for p, o in rows}, key=str)  # type: ignore[misc]


def _properties(session: Session, places: Places, triples: Iterable[ox.Triple], iri: str, depth: int) -> list[Property]:
    triples = list(triples)
    grouped: dict[str, list[Value]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value == iri and triple.predicate.value != _TYPE:
            value = _value(session, places, triples, triple, depth)
            grouped.setdefault(triple.predicate.value, []).append(value)
    compress = session.workspace.prefixes.compress

    def order(name: str) -> tuple[int, str]:
        curie = compress(name)
        return (_FIRST.index(curie) if curie in _FIRST else len(_FIRST), curie)

    return [
        Property(session.label(name), places.href(name), sorted(grouped[name], key=lambda value: value.text))
        for name in sorted(grouped, key=order)
    ]


def _value(session: Session, places: Places, triples: list[ox.Triple], triple: ox.Triple, depth: int) -> Value:
    node = triple.object
    if not isinstance(node, ox.NamedNode):
        return Value(node.value if isinstance(node, ox.Literal) else str(node))
    inside = triple.predicate.value in _INSIDE and depth < _DEPTH
    below = _properties(session, places, triples, node.value, depth + 1) if inside else []
    return Value(session.label(node.value), places.href(node.value), below)


def _incoming(session: Session, places: Places, iri: str) -> tuple[list[Property], bool]:
    rows = session.run(f"SELECT ?p ?s {{ ?s ?p {ox.NamedNode(iri)} }} LIMIT {MOST}").rows
    grouped: dict[str, list[str]] = {}
    for predicate, subject in rows:
        if isinstance(predicate, ox.NamedNode) and isinstance(subject, ox.NamedNode):
            grouped.setdefault(predicate.value, []).append(subject.value)
    session.learn_labels([*grouped, *(name for names in grouped.values() for name in names)])
    found = [
        Property(
            session.label(name),
            places.href(name),
            [Value(session.label(s), places.href(s)) for s in sorted(set(things))],
        )
        for name, things in sorted(grouped.items())
    ]
    return found, len(rows) >= MOST


def _claims(session: Session, places: Places, iri: str, kinds: set[str]) -> list[dict[str, Value]]:
    if not kinds & _with_claims(session):
        return []
    pattern = next(text for kind, text in _PATTERNS if not kind or kind in kinds).format(iri=ox.NamedNode(iri))
    rows = list(session.run(_CLAIMS.format(pattern=pattern, most=MOST)))
    session.learn_labels(name for row in rows for name in (row["claim"], row["source"]))
    found = []
    for row in rows:
        said = {
            name: Value(str(row[name] if row[name] is not None else ""))
            for name in ("strength", "hedge", "basis", "paraphrase", "place")
        }
        links = {name: Value(session.label(row[name]), places.href(row[name])) for name in ("claim", "source")}
        found.append({**said, **links, "negated": Value("denied" if row["negated"] else "")})
    return found


def _with_claims(session: Session) -> set[str]:
    """Return the kinds of things that claims are listed for: entities and what claims come from or rest on."""
    rows = session.run("SELECT DISTINCT ?kind { ?kind rdfs:subClassOf* gk:Entity }")
    compress = session.workspace.prefixes.compress
    return {kind for kind, _ in _PATTERNS if kind} | {compress(row["kind"]) for row in rows} | {"skos:Concept"}
