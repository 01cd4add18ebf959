"""The claims that a page is about: those of one entity, or those that a query finds."""

from __future__ import annotations

from graphkit.findings import UsageError
from graphkit.network import Network, claim_keys, with_claims
from graphkit.query import Session

_ABOUT = """
SELECT DISTINCT ?claim WHERE {{
  VALUES ?named {{ {names} }}
  {{ ?named a gk:Claim . BIND(?named AS ?claim) }}
  UNION {{ ?claim gk:asserts ?named }}
  UNION {{ ?named a gk:Source . ?claim dcterms:source ?named }}
  UNION {{ ?named a gk:Study . ?claim cito:citesAsEvidence ?named }}
  UNION {{ ?named a gk:Study ; gk:finding ?line . ?claim gk:tracedTo ?line }}
  UNION {{ ?named gk:party|gk:member ?claim }}
}}"""
_BETWEEN = """
SELECT DISTINCT ?claim WHERE {{
  VALUES ?one {{ {names} }} VALUES ?other {{ {names} }}
  ?proposition rdf:subject ?one ; rdf:object ?other .
  ?claim gk:asserts ?proposition .
}}"""


def select(session: Session, network: Network, *, entity: str | None = None, query: str | None = None) -> Network:
    """Return the part of a network that a page is to show.

    Args:
        session: where the network came from.
        network: all claims.
        entity: CURIE, IRI or label; claims about it and what lies below it.
        query: a named query, a file or SPARQL. Its rows name claims; or propositions, sources, studies, conflicts
            or echoes, and their claims are shown; or entities, and the claims between them are shown.

    Raises:
        UsageError: nothing is called so, or the query finds no claims.
        QueryError: the query is refused or does not parse.
    """
    if entity is not None:
        prepared = session.prepare("entity", {"entity": entity})
        rows = session.run(prepared.text, union=prepared.union)
        network = _part(session, network, {str(row["claim"]) for row in rows}, f"claims about {entity!r}")
    if query is not None:
        network = _part(session, network, _found(session, query), "claims in what the query finds")
    return network


def _part(session: Session, network: Network, iris: set[str], what: str) -> Network:
    by_iri = {attributes["iri"]: key for *_, key, attributes in network.edges(keys=True, data=True)}
    keys = {by_iri[iri] for iri in iris if iri in by_iri}
    if not keys:
        raise UsageError(f"there are no {what}")
    assert keys <= set(claim_keys(network))
    return with_claims(network, keys)


def _found(session: Session, query: str) -> set[str]:
    rows = session.ask_for(query).rows
    names = sorted({str(node) for row in rows for node in row if str(node).startswith("<")})
    if not names:
        return set()
    listed = " ".join(names)
    for pattern in (_ABOUT, _BETWEEN):
        found = {str(row["claim"]) for row in session.run(pattern.format(names=listed))}
        if found:
            return found
    return set()
