"""Claims as the appraisal sees them, and an index that finds those that cover a given proposition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from graphkit.appraisal.bearing import is_symmetric
from graphkit.appraisal.results import proposition_key
from graphkit.model import Claim, Proposition, Source, SourcedClaim
from graphkit.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim with its key and the source it stands in.

    Attributes:
        name: `proposition_key` of its proposition.
    """

    key: str
    source: Source
    claim: Claim
    proposition: Proposition
    name: str

    @property
    def doubts(self) -> bool:
        """It says that something is not known."""
        return self.claim.hedge == "uncertain"

    @property
    def denies(self) -> bool:
        """It says that something is not so."""
        return self.claim.negated and not self.doubts

    @property
    def asserts(self) -> bool:
        """It says that something is so, firmly or not."""
        return not self.claim.negated and not self.doubts


def say(sourced: SourcedClaim) -> Saying:
    """Make a saying of a claim."""
    proposition = sourced.claim.proposition
    return Saying(sourced.key, sourced.source, sourced.claim, proposition, proposition_key(proposition))


def by_proposition(sayings: Iterable[Saying]) -> dict[str, list[Saying]]:
    """Group sayings by the name of their proposition."""
    found: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        found[saying.name].append(saying)
    return dict(found)


class SayingIndex:
    """Sayings by predicate and subject, then by object, so that nobody has to compare all with all."""

    def __init__(self, sayings: Iterable[Saying], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._at: dict[tuple[str, str], dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
        for saying in sayings:
            p = saying.proposition
            self._at[p.predicate, p.subject][p.object_name].append(saying)
        self._predicates = frozenset(predicate for predicate, _ in self._at)

    def covering(self, proposition: Proposition, predicates: Iterable[str] | None = None) -> Iterator[Saying]:
        """Yield sayings whose subject and object are those of a proposition or above them.

        Args:
            proposition: what is to be covered.
            predicates: which predicates count; without them its own and those above it.
        """
        known = self._vocabulary
        wanted = self._predicates.intersection(known.above(proposition.predicate) if predicates is None else predicates)
        subjects, objects = known.above(proposition.subject), known.above(proposition.object_name)
        for predicate in sorted(wanted):
            yield from self.at(predicate, subjects, objects)
            if is_symmetric(predicate, known) or is_symmetric(proposition.predicate, known):
                yield from self.at(predicate, objects, subjects)

    def at(self, predicate: str, subjects: Iterable[str], objects: Collection[str]) -> Iterator[Saying]:
        """Yield sayings with a predicate, one of several subjects and one of several objects."""
        for subject in subjects:
            group = self._at.get((predicate, subject))
            if group:
                for name in group.keys() & objects:
                    yield from group[name]
