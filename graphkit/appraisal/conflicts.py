"""Conflicts: pairs of claims that cannot both be taken as said; kinds and conditions are rows of ``conflicts.csv``.

What takes time is the number of conflicts, not that of claims: see `graphkit.appraisal.meeting`.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.appraisal.bearing import compare_scopes
from graphkit.appraisal.explaining import explain
from graphkit.appraisal.meeting import RULES, Field, Pair
from graphkit.appraisal.results import Bearing, Conflict
from graphkit.appraisal.sayings import Saying
from graphkit.appraisal.tables import ConflictRow, Tables
from graphkit.vocabulary import Vocabulary

_TURNED: dict[Bearing, Bearing] = {
    "exact": "exact",
    "wider": "narrower",
    "narrower": "wider",
    "mixed": "mixed",
}
_UNEXPLAINED = ("unexplained",)


def find_conflicts(sayings: Iterable[Saying], vocabulary: Vocabulary, tables: Tables) -> tuple[Conflict, ...]:
    """Find all conflicts among claims.

    Args:
        sayings: the claims; none of them withdrawn.
        vocabulary: terms, what is above them, what is opposed or exclusive.
        tables: rows of ``conflicts.csv``, tried in their order: a pair of claims has the first kind that fits.

    Returns:
        unexplained ones first, then by kind in the order of the table, then by parties.
    """
    field = Field(sayings, vocabulary)
    found: dict[tuple[str, str], Conflict] = {}
    for name, row in tables.conflicts.items():
        for pair in RULES[name](field):
            parties = _parties(pair)
            if parties not in found and _holds(pair, row, vocabulary):
                found[parties] = _conflict(pair, row, vocabulary, tables)
    kinds = list(dict.fromkeys(row.kind for row in tables.conflicts.values()))
    return tuple(sorted(found.values(), key=lambda c: (c.explained_by != _UNEXPLAINED, kinds.index(c.kind), c.parties)))


def _parties(pair: Pair) -> tuple[str, str]:
    a, b = pair.against.key, pair.said.key
    return (a, b) if a < b else (b, a)


def _holds(pair: Pair, row: ConflictRow, vocabulary: Vocabulary) -> bool:
    """Whether bearing, hedge, scope and comparison let the two meet.

    Comparisons with entirely different things do not meet.
    """
    a, b = pair.against.claim, pair.said.claim
    if pair.against.key == pair.said.key or pair.bearing not in row.bearings or b.hedge not in row.hedges:
        return False
    relations = set(compare_scopes(a.scope, b.scope, vocabulary).values())
    if "narrower" in relations and not pair.against.asserts and _is_exception(pair):
        return False
    if "other" in relations and not row.apart:
        return False
    return row.rule == "comparison" or not (a.than and b.than) or not set(a.than).isdisjoint(b.than)


def _is_exception(pair: Pair) -> bool:
    """Whether a denial or doubt within a narrower scope leaves the rest as it was said.

    It does where it is about a wider proposition, hence about neither more nor less; and where one source says
    both, as a rule and its exception. Where another source says it of the same proposition, scope explains it.
    """
    return pair.bearing != "exact" or pair.against.source.id == pair.said.source.id


def _conflict(pair: Pair, row: ConflictRow, vocabulary: Vocabulary, tables: Tables) -> Conflict:
    parties = _parties(pair)
    bearing = pair.bearing if parties[0] == pair.against.key else _TURNED[pair.bearing]
    differences = explain(pair, row.rule, vocabulary, tables)
    differ = f"they differ in {', '.join(differences)}" if differences else "nothing on record tells them apart"
    rule = (
        f"conflicts.csv, row {row.rule}: {pair.against.key} ({pair.against.name}) {pair.why} "
        f"{pair.said.key} ({pair.said.name}), its bearing being {pair.bearing}; {differ}."
    )
    return Conflict(row.kind, parties, bearing, differences or _UNEXPLAINED, rule)
