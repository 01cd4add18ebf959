"""What the page shows first, computed from the data: kinds for rows and columns, entities of the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import networkx as nx

from graphkit.network import Network

#: A narrower kind stands in for a wider one if it keeps this share of the claims.
_SHARE = 0.6
_ROOT = "gk:Entity"


def choose_kinds(
    pairs: Iterable[tuple[Collection[str], Collection[str]]], above: Mapping[str, Collection[str]]
) -> tuple[str, str]:
    """Return the kinds of subject and of object that the map shows first.

    The pair of kinds with most claims between them is made narrower as long as most claims stay. Subjects and
    objects that share a kind say less, so such pairs are taken only where there is no other.

    Args:
        pairs: types of subject and of object, one pair for each claim that points somewhere.
        above: each type with the types above it, itself included.

    >>> above = {"gk:Form": ["gk:Form", "gk:Agent"], "gk:Agent": ["gk:Agent"], "gk:State": ["gk:State"]}
    >>> choose_kinds([(["gk:Form"], ["gk:State"])] * 3 + [(["gk:Agent"], ["gk:State"])], above)
    ('gk:Form', 'gk:State')
    """
    counts: Counter[tuple[str, str]] = Counter()
    for subject, thing in pairs:
        rows = {a for t in subject for a in above.get(t, (t,))} - {_ROOT}
        columns = {a for t in thing for a in above.get(t, (t,))} - {_ROOT}
        counts.update((r, c) for r in rows for c in columns if r != c)
    if not counts:
        return _ROOT, _ROOT
    best = min(counts, key=lambda pair: (-counts[pair], pair))
    return _narrowed(best, counts, above)


def _narrowed(
    pair: tuple[str, str], counts: Mapping[tuple[str, str], int], above: Mapping[str, Collection[str]]
) -> tuple[str, str]:
    most = counts[pair]
    below = [p for p in counts if counts[p] >= _SHARE * most and _is_below(p, pair, above)]
    return min(below, key=lambda p: (-counts[p], -_depth(p, above), p), default=pair)


def _is_below(one: tuple[str, str], other: tuple[str, str], above: Mapping[str, Collection[str]]) -> bool:
    return one != other and all(wide in above.get(narrow, (narrow,)) for narrow, wide in zip(one, other, strict=True))


def _depth(pair: tuple[str, str], above: Mapping[str, Collection[str]]) -> int:
    return sum(len(above.get(kind, (kind,))) for kind in pair)


def choose_overview(network: Network, limit: int = 40) -> list[str]:
    """Return the entities with most claims that hang together, in order of claims; amounts are left out."""
    degrees = sorted(network.degree(), key=lambda item: (-item[1], item[0]))
    found = [n for n, degree in degrees if degree and "gk:Quantity" not in network.nodes[n]["types"]][:limit]
    parts = nx.weakly_connected_components(network.subgraph(found))
    largest = max(parts, key=lambda part: (len(part), sorted(part)), default=set())
    return [name for name in found if name in largest]
