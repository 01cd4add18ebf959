"""Claims as a networkx graph: a node for each entity, an edge for each claim; and the parts of it people ask for.

Filled from SPARQL through a session, so it works on any store. Names of terms are CURIEs where a prefix fits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from graphkit.findings import UsageError
from graphkit.query import Session, to_python

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

Record = dict[str, list[Any]]
Things = dict[str, Record]

#: Properties of a claim that become attributes of its edge, and whether there may be several values.
_EDGE: dict[str, tuple[str, bool]] = {
    "negated": ("gk:negated", False),
    "hedge": ("gk:hedge", False),
    "basis": ("gk:basis", False),
    "kind": ("gk:kind", False),
    "design": ("gk:design", False),
    "flag": ("gk:flag", False),
    "strength": ("gk:strength", False),
    "strength_rule": ("gk:strengthRule", False),
    "certainty": ("gk:certainty", False),
    "verdict": ("gk:verdict", False),
    "trace_note": ("gk:traceNote", False),
    "overclaim": ("gk:overclaim", False),
    "overclaim_rule": ("gk:overclaimRule", False),
    "paraphrase": ("gk:paraphrase", False),
    "note": ("skos:editorialNote", False),
    "proposition": ("gk:asserts", False),
    "passage": ("gk:passage", False),
    "spans": ("oa:hasTarget", True),
    "authority": ("gk:authority", True),
    "cites": ("cito:citesAsEvidence", True),
    "traced_to": ("gk:tracedTo", True),
    "than": ("gk:than", True),
    "see": ("rdfs:seeAlso", True),
}
_CONCEPTS = ("hedge", "basis", "kind", "design", "flag", "certainty", "verdict")


class Name(str):
    """The CURIE or IRI of a thing, as opposed to text."""

    __slots__ = ()


def things(session: Session, *, a: str = "", where: str = "", only: Collection[str] = ()) -> Things:
    """Return things with their properties.

    Args:
        session: where to look.
        a: class of the things, as a CURIE.
        where: SPARQL that binds ?thing, instead of a class.
        only: properties that are wanted; else all.

    Returns:
        By name of the thing: values by name of the property, in steady order. Names are `Name`, literals plain
        Python values.
    """
    pattern = where or f"?thing a {a} ."
    wanted = f"VALUES ?property {{ {' '.join(only)} }} " if only else ""
    rows = session.run(
        f"SELECT DISTINCT ?thing ?property ?value WHERE {{ {pattern} {wanted}?thing ?property ?value }}"
    ).rows
    names: dict[str, Name] = {}

    def plain(node: Any) -> Any:
        if not isinstance(node, ox.NamedNode):
            return to_python(node)
        if node.value not in names:
            names[node.value] = Name(session.workspace.prefixes.compress(node.value))
        return names[node.value]

    found: Things = {}
    for thing, prop, value in rows:
        found.setdefault(plain(thing), {}).setdefault(plain(prop), []).append(plain(value))
    for record in found.values():
        for values in record.values():
            if len(values) > 1:
                values.sort(key=str)
    return dict(sorted(found.items()))


def one(record: Record, name: str, default: Any = None) -> Any:
    """Return the first value of a property, or a default."""
    return next(iter(record.get(name, ())), default)


def build_network(session: Session) -> Network:
    """Return the claims of a store as a graph, parallel edges kept.

    Nodes are entities and quantities, with ``label``, ``types``, ``definition``, ``alt_labels``, ``broader`` and
    ``matches`` (identifiers elsewhere, by kind of match). An edge is a claim; its key is the key of the claim, its
    attributes are what the claim says (``predicate``, ``negated``, ``hedge``, ``basis``, ``kind``, ``paraphrase``,
    ``scope`` …), where (``source``, ``place``) and what it stands on (``strength``, ``verdict``, ``certainty``).
    Withdrawn claims are left out.
    """
    network: Network = nx.MultiDiGraph(title=session.workspace.settings.title)
    for name, record in things(session, where="?thing a ?type . ?type rdfs:subClassOf* gk:Entity .").items():
        network.add_node(str(name), **_entity(record, str(name)))
    for name, record in things(session, a="gk:Quantity").items():
        network.add_node(str(name), **_entity(record, str(name)))
    propositions = things(session, a="gk:Proposition", only=("rdf:subject", "rdf:predicate", "rdf:object"))
    notations = _notations(session)
    placed = things(session, where="[] gk:passage ?thing .", only=("gk:place",))
    places = {name: one(record, "gk:place", "") for name, record in placed.items()}
    sources = {n: one(r, "dcterms:identifier", n) for n, r in things(session, a="gk:Source").items()}
    for name, record in things(session, a="gk:Claim").items():
        stated = propositions.get(one(record, "gk:asserts", ""))
        if "gk:withdrawn" in record or not stated:
            continue
        subject, thing = str(one(stated, "rdf:subject")), str(one(stated, "rdf:object"))
        for end in (subject, thing):
            if "label" not in network.nodes.get(end, {}):
                network.add_node(end, **_entity({}, end))
        claim = _claim(record, notations)
        claim["iri"] = session.workspace.prefixes.expand(name) if "://" not in name else str(name)
        claim["predicate"] = str(one(stated, "rdf:predicate"))
        claim["place"] = places.get(claim["passage"], "")
        claim["source"] = sources.get(one(record, "dcterms:source", ""), "")
        network.add_edge(subject, thing, key=str(one(record, "rdfs:label", name)), **claim)
    return network


def _entity(record: Record, name: str) -> dict[str, Any]:
    label = one(record, "skos:prefLabel") or one(record, "rdfs:label") or name
    return {
        "label": label,
        "types": sorted(t for t in record.get("rdf:type", ()) if t.startswith("gk:")),
        "definition": one(record, "skos:definition", ""),
        "alt_labels": list(record.get("skos:altLabel", ())),
        "broader": [str(b) for b in record.get("skos:broader", ())],
        "dimension": str(one(record, "gk:dimension", "")),
        "matches": [(p.removeprefix("skos:"), str(v)) for p, vs in record.items() if p.endswith("Match") for v in vs],
    }


def _notations(session: Session) -> dict[str, str]:
    rows = session.run("SELECT ?concept ?notation WHERE { ?concept skos:notation ?notation }")
    compress = session.workspace.prefixes.compress
    return {compress(row["concept"]): str(row["notation"]) for row in rows}


def _claim(record: Record, notations: dict[str, str]) -> dict[str, Any]:
    claim: dict[str, Any] = {}
    for key, (prop, several) in _EDGE.items():
        claim[key] = list(record.get(prop, ())) if several else one(record, prop)
    for key in _CONCEPTS:
        claim[key] = notations.get(claim[key], claim[key]) if claim[key] else ""
    claim["strength"] = claim["strength"] or 0
    claim["overclaim"] = claim["overclaim"] or 0
    claim["negated"] = bool(claim["negated"])
    claim["scope"] = {
        prop.removeprefix("gk:scope").lower(): values
        for prop, values in sorted(record.items())
        if prop.startswith("gk:scope")
    }
    return claim


def with_claims(network: Network, keys: Collection[str]) -> Network:
    """Return the part of a network that holds exactly some claims, with the entities above their ends."""
    wanted = set(keys)
    part: Network = nx.MultiDiGraph(**network.graph)
    kept = [(s, o, k, a) for s, o, k, a in network.edges(keys=True, data=True) if k in wanted]
    for end in dict.fromkeys(end for edge in kept for end in edge[:2]):
        for name in above(network, end):
            part.add_node(name, **network.nodes[name])
    for subject, thing, key, claim in kept:
        part.add_edge(subject, thing, key=key, **claim)
    return part


def above(network: Network, name: str) -> list[str]:
    """Return an entity and everything above it, nearest first."""
    found, queue = [name], deque([name])
    while queue:
        for parent in network.nodes[queue.popleft()].get("broader", ()):
            if parent in network and parent not in found:
                found.append(parent)
                queue.append(parent)
    return found


def neighbourhood(network: Network, name: str, depth: int = 1, limit: int = 350) -> Network:
    """Return what lies around an entity, whichever way the claims point.

    Args:
        network: all claims.
        name: the entity in the middle.
        depth: how many steps to go.
        limit: how many entities to take at most; those with the strongest and most claims come first.

    Raises:
        UsageError: there is no such entity.
    """
    if name not in network:
        raise UsageError(f"nothing here is called {name!r}")
    found = {name: None}
    level = [name]
    for _ in range(depth):
        near = dict.fromkeys(other for node in level for other in nx.all_neighbors(network, node) if other not in found)
        level = sorted(near, key=lambda other: _weight(network, other))[: limit - len(found)]
        found.update(dict.fromkeys(level))
    part: Network = network.subgraph(found).copy()
    return part


def _weight(network: Network, name: str) -> tuple[int, int, str]:
    strengths = [a["strength"] for *_, a in (*network.in_edges(name, data=True), *network.out_edges(name, data=True))]
    return (-max(strengths, default=0), -len(strengths), name)


def paths(
    network: Network, start: str, end: str, *, longest: int = 6, limit: int = 20, directed: bool = True
) -> list[list[str]]:
    """Return chains of entities from one to another, shortest first: ``deficiency → … → back pain``.

    Args:
        network: all claims.
        start: entity at the beginning.
        end: entity at the end.
        longest: steps that a chain may have.
        limit: how many chains to return at most.
        directed: follow claims only from subject to object.

    Raises:
        UsageError: there is no such entity.
    """
    for name in (start, end):
        if name not in network:
            raise UsageError(f"nothing here is called {name!r}")
    simple = nx.DiGraph(network.edges()) if directed else nx.Graph(network.edges())
    if start not in simple or end not in simple or start == end:
        return []
    found: list[list[str]] = []
    for path in _shortest_first(simple, start, end):
        if len(path) > longest + 1 or len(found) == limit:
            break
        found.append(path)
    return found


def _shortest_first(simple: Any, start: str, end: str) -> Iterator[list[str]]:
    try:
        yield from nx.shortest_simple_paths(simple, start, end)
    except nx.NetworkXNoPath:
        return


def claim_keys(network: Network) -> Iterable[str]:
    """Yield the keys of all claims."""
    return (key for *_, key in network.edges(keys=True))
