"""Certainty traced: which evidence lines of studies bear on a proposition, and how sure each is of it.

After GRADE (Guyatt et al. 2008, doi:10.1136/bmj.39489.470347.AD), and not GRADE, since nobody judges risk of bias or
publication bias: a line starts where the design of its study starts (``gk:startCertainty``) and loses steps for each
reason in ``lowering.csv``: indirectness of subject, predicate, object or scope, and imprecision. What follows from all
lines together is in `graphkit.appraisal.judging`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphkit.appraisal.bearing import Opposites, Scope, Slots, compare, compare_scopes
from graphkit.appraisal.results import Certainty, Direction, Trace, proposition_key
from graphkit.appraisal.tables import Tables
from graphkit.model import EvidenceLine, Proposition, Study
from graphkit.vocabulary import Vocabulary

#: Certainty in steps; what is lowered below the last step stays there.
LEVELS: tuple[Certainty, ...] = ("very-low", "low", "moderate", "high")
_DIRECTIONS: dict[str, Direction] = {"supports": "supports", "disputes": "disputes", "inconclusive": "inconclusive"}
_RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A trace with what is needed to weigh it against others.

    Attributes:
        level: index in `LEVELS`.
        start: certainty at which the design of the study starts.
        direct: nothing is lowered for indirectness.
        imprecise: the curator called the finding imprecise.
        participants: of the study, where known.
    """

    trace: Trace
    level: int
    start: Certainty
    direct: bool
    imprecise: bool
    participants: int | None


@dataclass(frozen=True, slots=True)
class _Line:
    study: Study
    number: int
    line: EvidenceLine
    start: int


@dataclass(frozen=True, slots=True)
class _Bearing:
    """How a line bears on a proposition, and the relation of its predicate as ``lowering.csv`` calls it."""

    slots: Slots
    direction: Direction
    predicate: str

    def reasons(self) -> Iterator[tuple[str, str]]:
        """Yield what differs: (``subject``, ``wider``) and the like."""
        yield from ((w, r) for w, r in (("subject", self.slots.subject), ("object", self.slots.object)) if r != "equal")
        if self.predicate != "equal":
            yield "predicate", self.predicate


class Tracer:
    """The evidence lines of a corpus, found by what they bear on.

    Lines of retracted studies are left out. Lines are looked up by subject and by object, each with everything
    above and below it, and only those in both sets are compared.
    """

    def __init__(self, studies: Iterable[Study], vocabulary: Vocabulary, tables: Tables) -> None:
        self._vocabulary = vocabulary
        self._tables = tables
        self._opposites = Opposites(vocabulary)
        self._lines = [
            _Line(study, number, line, self._start(study.design))
            for study in studies
            if not (study.standing and study.standing.state == _RETRACTED)
            for number, line in enumerate(study.findings)
            if line.direction in _DIRECTIONS
        ]
        self._at, self._under = self._index()
        self._near: dict[str, frozenset[int]] = {}
        self._presupposed: dict[str, tuple[str, ...]] = {}

    def _start(self, design: str) -> int:
        """Return where a design starts; without a start of its own, where the nearest one above it does."""
        term = self._vocabulary.schemes.get("design", {}).get(design)
        levels: dict[str, int] = {f"gk:certainty-{name}": level for level, name in enumerate(LEVELS)}
        above = (self._vocabulary.terms.get(curie) for curie in (self._vocabulary.above(term.curie) if term else ()))
        starts = (levels.get(found.one("gk:startCertainty")) for found in above if found)
        return next((level for level in starts if level is not None), 0)

    def _index(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Return line numbers by the terms at their ends, and by what is above those terms."""
        at: dict[str, set[int]] = defaultdict(set)
        under: dict[str, set[int]] = defaultdict(set)
        for number, line in enumerate(self._lines):
            for end in (line.line.proposition.subject, line.line.proposition.object_name):
                at[end].add(number)
                for above in self._vocabulary.above(end):
                    under[above].add(number)
        return dict(at), dict(under)

    def _near_to(self, name: str) -> frozenset[int]:
        """Return the numbers of lines with a term at one end that is equal to, above, below or opposed to `name`."""
        if name not in self._near:
            found = set(self._under.get(name, ()))
            for above in (*self._vocabulary.above(name), *self._opposites.of(name)):
                found |= self._at.get(above, set())
            self._near[name] = frozenset(found)
        return self._near[name]

    def trace(self, proposition: Proposition, scope: Scope) -> tuple[Weighed, ...]:
        """Return all lines that bear on a proposition, the most certain first; direction is as to the proposition."""
        found = []
        for number in self._near_to(proposition.subject) & self._near_to(proposition.object_name):
            bearing = self._bears(self._lines[number].line, proposition)
            weighed = self._weigh(self._lines[number], bearing, scope) if bearing else None
            if weighed:
                found.append(weighed)
        return tuple(sorted(found, key=lambda w: (-w.level, not w.direct, w.trace.study, w.trace.line)))

    def _bears(self, line: EvidenceLine, proposition: Proposition) -> _Bearing | None:
        ranks = self._ranks(proposition.predicate)
        found = self._speaks(line, proposition)
        if found:
            relation = found[0].predicate
            return _Bearing(*found, "ranking" if ranks and relation != "equal" else relation)
        for predicate in self._presuppositions(proposition.predicate):
            found = self._speaks(line, proposition._replace(predicate=predicate))
            if found:
                slots, direction = found
                return _Bearing(slots._replace(predicate="wider"), direction, "ranking" if ranks else "presupposed")
        return None

    def _ranks(self, predicate: str) -> bool:
        """Whether a predicate sets its subject above others: exclusive ones and comparisons do."""
        term = self._vocabulary.terms.get(predicate)
        return term is not None and "true" in (term.one("gk:exclusive"), term.one("gk:comparative"))

    def _speaks(self, line: EvidenceLine, proposition: Proposition) -> tuple[Slots, Direction] | None:
        """Compare a line with a proposition; a line that supports something opposed disputes it."""
        said = line.proposition
        direction = _DIRECTIONS[line.direction]
        slots = compare(said, proposition, self._vocabulary)
        if slots:
            return slots, direction
        if direction != "supports":
            return None
        if said.predicate in self._opposites.of(proposition.predicate):
            slots = compare(said._replace(predicate=proposition.predicate), proposition, self._vocabulary)
        elif said.object_name in self._opposites.of(proposition.object_name):
            slots = compare(said._replace(object=proposition.object), proposition, self._vocabulary)
        return (slots, "disputes") if slots else None

    def _presuppositions(self, predicate: str) -> tuple[str, ...]:
        if predicate not in self._presupposed:
            rows = (self._tables.predicates.get(above) for above in self._vocabulary.above(predicate))
            self._presupposed[predicate] = tuple(p for row in rows if row for p in row.presupposes)
        return self._presupposed[predicate]

    def _weigh(self, line: _Line, bearing: _Bearing, scope: Scope) -> Weighed | None:
        reasons = [*bearing.reasons(), *self._scope_reasons(line, scope)]
        if line.line.imprecise:
            reasons.append(("precision", "imprecise"))
        lowered: list[str] = []
        indirect = total = 0
        for what, relation in reasons:
            steps = self._tables.steps(what, relation, bearing.direction)
            if steps is None:
                return None
            total += steps
            indirect += steps if what != "precision" else 0
            if steps:
                lowered.append(f"{what} {relation} -{steps}")
        level = max(0, line.start - total)
        trace = Trace(
            line.study.id, line.number, bearing.direction, bearing.slots.bearing, LEVELS[level], tuple(lowered)
        )
        return Weighed(trace, level, LEVELS[line.start], not indirect, line.line.imprecise, line.study.participants)

    def _scope_reasons(self, line: _Line, scope: Scope) -> Iterator[tuple[str, str]]:
        """Yield how the scope of a line differs from that of a claim.

        The population of a study counts where a claim names one and the line does not.
        """
        limits = dict(line.line.scope)
        if "population" in scope and line.study.population:
            limits.setdefault("population", (line.study.population,))
        for key, relation in compare_scopes(limits, scope, self._vocabulary).items():
            if relation != "equal":
                yield key, relation


def describe(weighed: Weighed) -> str:
    """Put a weighed line into words: study, line, direction, bearing, start and what lowered it."""
    t = weighed.trace
    lowered = f", {'; '.join(t.lowered)}" if t.lowered else ""
    verb = "is inconclusive on" if t.direction == "inconclusive" else t.direction
    return f"{t.study} [{t.line}] {verb} it ({t.bearing}; starts {weighed.start}{lowered}: {t.certainty})"


def name_of(proposition: Proposition, scope: Scope) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return what tracing depends on, as a key for a cache."""
    return proposition_key(proposition), tuple(sorted(scope.items()))
