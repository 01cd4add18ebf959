"""What may account for a conflict: the differences between two claims other than the one that makes them meet."""

from __future__ import annotations

from graphkit.appraisal.bearing import compare, compare_scopes, relate
from graphkit.appraisal.meeting import Pair
from graphkit.appraisal.tables import Tables
from graphkit.model import Proposition
from graphkit.vocabulary import Vocabulary

#: Ends of the propositions that a rule lets differ; they are what the conflict is about and explain nothing.
_AT_ISSUE = {
    "comparison": {"subject", "object"},
    "exclusive": {"subject"},
    "quantitative": {"subject", "object"},
    "opposed-value": {"object"},
}


def explain(pair: Pair, rule: str, vocabulary: Vocabulary, tables: Tables) -> tuple[str, ...]:
    """Name the differences that may account for a conflict.

    Scope keys with different values explain under their own name; a subject or object that is above the other
    explains by the type of the narrower one (``explanations.csv``); a different ``than`` explains as comparison.

    Returns:
        notations of the explanation scheme, sorted; empty where nothing explains it.
    """
    a, b = pair.against.claim, pair.said.claim
    scopes = compare_scopes(a.scope, b.scope, vocabulary)
    found = {key for key, relation in scopes.items() if relation != "equal"}
    if rule != "comparison" and set(a.than) != set(b.than):
        found.add("comparison")
    ends = _ends(pair.against.proposition, pair.said.proposition, vocabulary)
    for end, (one, other) in ends.items():
        if end not in _AT_ISSUE.get(rule, ()):
            found |= _by_type(end, one, other, vocabulary, tables)
    return tuple(sorted(found & vocabulary.schemes.get("explanation", {}).keys()))


def _ends(a: Proposition, b: Proposition, vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """Return the subjects and the objects that face each other; a symmetric predicate may cross them."""
    ends = {"subject": (a.subject, b.subject), "object": (a.object_name, b.object_name)}
    if all(relate(*pair, vocabulary) for pair in ends.values()) or not compare(a, b, vocabulary):
        return ends
    return {"subject": (a.subject, b.object_name), "object": (a.object_name, b.subject)}


def _by_type(end: str, one: str, other: str, vocabulary: Vocabulary, tables: Tables) -> set[str]:
    relation = relate(one, other, vocabulary)
    if relation in {None, "equal"}:
        return set()
    narrower = vocabulary.terms.get(one if relation == "narrower" else other)
    types = {above for t in narrower.types for above in vocabulary.above(t)} if narrower else set()
    return set(next(((name,) for at, kind, name in tables.explanations if at == end and kind in types), ()))
