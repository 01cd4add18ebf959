"""Which proposition bears on which: one comparison for agreement, conflict and tracing.

Two propositions bear on each other if their predicates are equal or one is below the other, and their subjects
and their objects likewise. Quantities bear only on equal ones. Symmetric predicates are read both ways round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from graphkit.appraisal.results import Bearing
from graphkit.model import Proposition
from graphkit.vocabulary import Vocabulary

#: How what one term covers compares with another; ``other`` only between scopes.
Relation = Literal["equal", "wider", "narrower"]
ScopeRelation = Literal["equal", "wider", "narrower", "other"]
Scope = Mapping[str, tuple[str, ...]]

_ORDER: tuple[Bearing, ...] = ("exact", "wider", "narrower", "mixed")


class Slots(NamedTuple):
    """How the three parts of one proposition compare with those of another."""

    subject: Relation
    predicate: Relation
    object: Relation

    @property
    def bearing(self) -> Bearing:
        """All three in one word.

        >>> Slots("wider", "equal", "narrower").bearing
        'mixed'
        """
        differing = set(self) - {"equal"}
        if len(differing) == 2:
            return "mixed"
        return "wider" if "wider" in differing else "narrower" if differing else "exact"


def relate(a: str, b: str, vocabulary: Vocabulary) -> Relation | None:
    """Tell how term `a` compares with term `b`: equal, wider (above it), narrower; None where neither."""
    if a == b:
        return "equal"
    below, above = b in vocabulary.above(a), a in vocabulary.above(b)
    if below and above:
        return "equal"
    return "narrower" if below else "wider" if above else None


def compare(a: Proposition, b: Proposition, vocabulary: Vocabulary) -> Slots | None:
    """Compare proposition `a` with `b` part by part; None where `a` does not bear on `b`."""
    predicate = relate(a.predicate, b.predicate, vocabulary)
    if predicate is None:
        return None
    found = [_ends(a.subject, a.object_name, b, predicate, vocabulary)]
    if is_symmetric(a.predicate, vocabulary) or is_symmetric(b.predicate, vocabulary):
        found.append(_ends(a.object_name, a.subject, b, predicate, vocabulary))
    return min((s for s in found if s), key=lambda s: _ORDER.index(s.bearing), default=None)


def _ends(subject: str, object_name: str, b: Proposition, predicate: Relation, vocabulary: Vocabulary) -> Slots | None:
    first = relate(subject, b.subject, vocabulary)
    last = relate(object_name, b.object_name, vocabulary) if first else None
    return Slots(first, predicate, last) if first and last else None


def bears_on(a: Proposition, b: Proposition, vocabulary: Vocabulary) -> Bearing | None:
    """Tell how proposition `a` bears on proposition `b`.

    Returns:
        exact; wider (`a` covers more: its subject, predicate or object is above that of `b`, none below);
        narrower (the other way round); mixed (one above, another below); None where it does not bear on it.
        Wider one way round is narrower the other way round.
    """
    slots = compare(a, b, vocabulary)
    return slots.bearing if slots else None


def is_symmetric(predicate: str, vocabulary: Vocabulary) -> bool:
    """Whether subject and object of a predicate may change places."""
    term = vocabulary.terms.get(predicate)
    return term is not None and "owl:SymmetricProperty" in term.types


def compare_scopes(a: Scope, b: Scope, vocabulary: Vocabulary) -> dict[str, ScopeRelation]:
    """Compare the scope of `a` with that of `b`, by scope key; keys that limit neither are left out.

    Without a key a statement is wider than with it. ``other`` means that the two exclude each other, or that
    nothing is known of how they lie to each other. A population that heads a hierarchy is no limit.
    """
    if not a and not b:
        return {}
    a, b = _limits(a, vocabulary), _limits(b, vocabulary)
    return {key: _compare_values(a.get(key, ()), b.get(key, ()), vocabulary) for key in sorted({*a, *b})}


def _limits(scope: Scope, vocabulary: Vocabulary) -> Scope:
    if "population" not in scope or not any(_heads(value, vocabulary) for value in scope["population"]):
        return scope
    return {key: values for key, values in scope.items() if key != "population"}


def _heads(value: str, vocabulary: Vocabulary) -> bool:
    """Whether a term has others below it and none above, as people in general have older adults."""
    term = vocabulary.terms.get(value)
    return term is not None and not term.broader and len(vocabulary.below(value)) > 1


def _compare_values(a: tuple[str, ...], b: tuple[str, ...], vocabulary: Vocabulary) -> ScopeRelation:
    if not a or not b:
        return "equal" if a == b else "wider" if not a else "narrower"
    inside, around = _within(a, b, vocabulary), _within(b, a, vocabulary)
    if inside and around:
        return "equal"
    return "narrower" if inside else "wider" if around else "other"


def _within(a: Iterable[str], b: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether everything in `a` is equal to or below something in `b`."""
    wide = {value.casefold() for value in b}
    return all(any(above.casefold() in wide for above in vocabulary.above(value)) for value in a)


class Opposites:
    """Terms declared opposed (``gk:opposedTo``), read both ways; what is below an opposed term is opposed too."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._declared: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, frozenset[str]] = {}
        for term in vocabulary.terms.values():
            for other in term.all("gk:opposedTo"):
                self._declared[term.curie].add(other)
                self._declared[other].add(term.curie)

    def of(self, curie: str) -> frozenset[str]:
        """Return all terms opposed to a term."""
        if curie not in self._found:
            self._found[curie] = frozenset(self._walk(curie))
        return self._found[curie]

    def _walk(self, curie: str) -> Iterator[str]:
        for above in self._vocabulary.above(curie):
            for opposed in self._declared.get(above, ()):
                yield from self._vocabulary.below(opposed)
