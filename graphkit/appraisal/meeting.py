"""Where claims meet: for each rule of ``conflicts.csv`` a generator of the pairs that it is about.

Claims are found through an index of terms and what is above them, never by comparing all with all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from graphkit.appraisal.bearing import Opposites, bears_on, relate
from graphkit.appraisal.results import Bearing
from graphkit.appraisal.sayings import Saying, SayingIndex, by_proposition
from graphkit.model import Proposition, Quantity
from graphkit.vocabulary import Vocabulary

_INFINITY = Decimal("Infinity")


class Pair(NamedTuple):
    """Two claims that may be in conflict.

    Attributes:
        against: the one that denies, doubts or opposes.
        said: the other one.
        bearing: of the first on the second, leaving out what makes them meet (the opposed predicate, the pick).
        why: a verb phrase, from the first to the second.
    """

    against: Saying
    said: Saying
    bearing: Bearing
    why: str


class Field:
    """What the rules look at: the claims that count, and what the vocabulary says of their terms."""

    def __init__(self, sayings: Iterable[Saying], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.opposites = Opposites(vocabulary)
        self.sayings = tuple(sayings)
        self.assertions = [s for s in self.sayings if s.asserts]
        self.asserted = by_proposition(self.assertions)
        self.index = SayingIndex(self.assertions, vocabulary)

    def meet(self, found: Iterable[tuple[Saying, Proposition]], group: Iterable[Saying], why: str) -> Iterator[Pair]:
        """Pair what was found with a group of claims on one proposition.

        Args:
            found: claims, each with its proposition as it is to be compared.
            group: claims on one proposition.
            why: see `Pair`.
        """
        said = tuple(group)
        for saying, proposition in found:
            bearing = bears_on(proposition, said[0].proposition, self.vocabulary)
            if bearing:
                yield from (Pair(saying, other, bearing, why) for other in said)


def direct(field: Field) -> Iterator[Pair]:
    """Yield denials with what they deny: assertions of the same or a narrower proposition."""
    denials = SayingIndex((s for s in field.sayings if s.denies), field.vocabulary)
    for group in field.asserted.values():
        found = ((s, s.proposition) for s in denials.covering(group[0].proposition))
        yield from field.meet(found, group, "denies what is said by")


def doubted(field: Field) -> Iterator[Pair]:
    """Yield doubts with assertions of the same or a narrower proposition."""
    doubts = SayingIndex((s for s in field.sayings if s.doubts), field.vocabulary)
    for group in field.asserted.values():
        found = ((s, s.proposition) for s in doubts.covering(group[0].proposition))
        yield from field.meet(found, group, "calls uncertain what is said by")


def opposed_predicates(field: Field) -> Iterator[Pair]:
    """Yield assertions whose predicates are opposed, on the same or wider ends."""
    for group in field.asserted.values():
        p = group[0].proposition
        covering = field.index.covering(p, field.opposites.of(p.predicate))
        found = ((s, s.proposition._replace(predicate=p.predicate)) for s in covering)
        yield from field.meet(found, group, "has a predicate opposed to that of")


def opposed_values(field: Field) -> Iterator[Pair]:
    """Yield assertions whose objects are opposed, on the same or a wider subject."""
    above = field.vocabulary.above
    for group in field.asserted.values():
        p = group[0].proposition
        values = field.opposites.of(p.object_name)
        for predicate in above(p.predicate) if values else ():
            covering = field.index.at(predicate, above(p.subject), values)
            found = ((s, s.proposition._replace(object=p.object)) for s in covering)
            yield from field.meet(found, group, "has a value opposed to that of")


def comparisons(field: Field) -> Iterator[Pair]:
    """Yield assertions each of which sets its subject above that of the other (``than``)."""
    compared = [s for s in field.assertions if s.claim.than]
    index = SayingIndex(compared, field.vocabulary)
    for saying in compared:
        p = saying.proposition
        for other in index.at(p.predicate, saying.claim.than, (p.object_name,)):
            if p.subject in other.claim.than:
                yield Pair(saying, other, "exact", "is set above its rival, and the other way round in")


def exclusive(field: Field) -> Iterator[Pair]:
    """Yield picks of different sources, where no pick of one is, covers or belongs to one of the other.

    The picks of a source for something are those for it and those for anything above it.
    """
    picks: dict[str, dict[str, dict[str, list[Saying]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for group in field.asserted.values():
        p = group[0].proposition
        for predicate in field.vocabulary.above(p.predicate):
            if _is_exclusive(predicate, field.vocabulary):
                for saying in group:
                    picks[predicate][p.object_name][saying.source.id].append(saying)
    for by_object in picks.values():
        for name, by_source in by_object.items():
            above = [by_object[o] for o in field.vocabulary.above(name) if o in by_object]
            for source, ours in by_source.items():
                yield from _rival_picks(source, ours, above, field)


def _rival_picks(
    source: str, ours: list[Saying], above: Iterable[Mapping[str, list[Saying]]], field: Field
) -> Iterator[Pair]:
    theirs: dict[str, list[Saying]] = defaultdict(list)
    for by_source in above:
        for other, sayings in by_source.items():
            if other != source:
                theirs[other] += sayings
    for rivals in theirs.values():
        if not _agree(ours, rivals, field.vocabulary):
            for a, b in product(rivals, ours):
                likened = a.proposition._replace(subject=b.proposition.subject, predicate=b.proposition.predicate)
                yield from field.meet([(a, likened)], [b], "picks another than")


def _is_exclusive(predicate: str, vocabulary: Vocabulary) -> bool:
    term = vocabulary.terms.get(predicate)
    return term is not None and term.one("gk:exclusive") == "true"


def _agree(ours: Iterable[Saying], theirs: Iterable[Saying], vocabulary: Vocabulary) -> bool:
    pairs = product({s.proposition.subject for s in ours}, {s.proposition.subject for s in theirs})
    return any(relate(a, b, vocabulary) for a, b in pairs)


def quantitative(field: Field) -> Iterator[Pair]:
    """Yield figures for the same subject and predicate, in the same unit, whose ranges do not meet.

    An open end reaches as far as anything; words without figures therefore meet everything.
    """
    figures: dict[tuple[str, ...], list[tuple[Decimal, Decimal, Saying]]] = defaultdict(list)
    for saying in field.assertions:
        subject, predicate, quantity = saying.proposition
        if isinstance(quantity, Quantity):
            low = -_INFINITY if quantity.low is None else quantity.low
            high = _INFINITY if quantity.high is None else quantity.high
            figures[subject, predicate, quantity.unit, quantity.per].append((low, high, saying))
    for group in figures.values():
        group.sort(key=lambda figure: figure[0])
        lows = [low for low, _, _ in group]
        for _, high, saying in group:
            for _, _, other in group[bisect_right(lows, high) :]:
                if _counted_alike(saying, other):
                    yield Pair(saying, other, "exact", "gives a figure below that of")


def _counted_alike(a: Saying, b: Saying) -> bool:
    """Whether doses count the same thing; where one does not say, they are taken to."""
    counted = {s.proposition.object.counted_as for s in (a, b) if isinstance(s.proposition.object, Quantity)}
    return not {"elemental", "compound"} <= counted


#: Rule of ``conflicts.csv`` → generator of its pairs.
RULES: Mapping[str, Callable[[Field], Iterator[Pair]]] = {
    "direct": direct,
    "opposed-predicate": opposed_predicates,
    "opposed-value": opposed_values,
    "comparison": comparisons,
    "exclusive": exclusive,
    "quantitative": quantitative,
    "doubted": doubted,
}
