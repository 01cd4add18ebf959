"""From all evidence lines that bear on something to one certainty and one verdict.

The lines of the highest certainty decide; among these, direct ones go before indirect ones. An indirect line that
is inconclusive decides only where no line says anything definite. Certainty then falls by one step each (rows of
``lowering.csv``) if lines disagree, or if few people were studied in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphkit.appraisal.results import Certainty, Direction, Trace, Verdict
from graphkit.appraisal.tables import Tables
from graphkit.appraisal.tracing import LEVELS, Weighed, describe

_FLIPPED: dict[Direction, Direction] = {
    "supports": "disputes",
    "disputes": "supports",
    "inconclusive": "inconclusive",
}
_VERDICTS: dict[frozenset[str], Verdict] = {
    frozenset({"supports"}): "supported",
    frozenset({"disputes"}): "disputed",
    frozenset({"inconclusive"}): "unclear",
    frozenset({"supports", "inconclusive"}): "supported",
    frozenset({"disputes", "inconclusive"}): "disputed",
}
_AGAINST: dict[Verdict, str] = {"supported": "disputes", "disputed": "supports"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Certainty and verdict with the traces that they come from, the deciding ones first."""

    certainty: Certainty
    verdict: Verdict
    traces: tuple[Trace, ...]
    note: str


def deny(lines: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Turn lines about a proposition into lines about its denial."""
    return tuple(replace(w, trace=replace(w.trace, direction=_FLIPPED[w.trace.direction])) for w in lines)


def judge(lines: Sequence[Weighed], tables: Tables, *, looked: bool) -> Judgement:
    """Judge what lines say together.

    Args:
        lines: as `Tracer.trace` returns them, the most certain first.
        tables: for the steps by which certainty falls.
        looked: whether studies were looked for; tells none-found from not-assessed.
    """
    if not lines:
        note = "no evidence line bears on it" if looked else "studies are not looked for here"
        return Judgement("none-found" if looked else "not-assessed", "none", (), note)
    deciding = _deciding(lines)
    verdict = _VERDICTS.get(frozenset(w.trace.direction for w in deciding), "mixed")
    steps, reasons = _lowered(deciding, lines, verdict, tables)
    certainty = LEVELS[max(0, deciding[0].level - steps)]
    said = "; ".join(map(describe, deciding))
    note = (
        f"{len(deciding)} of {len(lines)} evidence lines decide, of the highest certainty and direct before "
        f"indirect: {said}. {' '.join(reasons)} Hence {verdict}, {certainty} (GRADE-like, not GRADE; lowering.csv)."
    )
    ordered = (*deciding, *(w for w in lines if w not in deciding))
    return Judgement(certainty, verdict, tuple(w.trace for w in ordered), note.replace("  ", " "))


def _deciding(lines: Sequence[Weighed]) -> list[Weighed]:
    telling = [w for w in lines if w.direct or w.trace.direction != "inconclusive"]
    definite = any(w.trace.direction != "inconclusive" for w in telling)
    counted = telling if definite else lines
    best = max(w.level for w in counted)
    top = [w for w in counted if w.level == best]
    return [w for w in top if w.direct] or top


def _lowered(
    deciding: Sequence[Weighed], lines: Sequence[Weighed], verdict: Verdict, tables: Tables
) -> tuple[int, list[str]]:
    """Return by how many steps all lines together lose certainty, and why."""
    steps, reasons = 0, []
    direction = deciding[0].trace.direction
    if against := _disagreeing(deciding, lines, verdict):
        lost = tables.steps("consistency", "disagree", direction) or 0
        steps += lost
        reasons.append(f"Lines disagree ({', '.join(against)}): -{lost}.")
    people = [w.participants for w in {w.trace.study: w for w in deciding}.values()]
    known = sum(n for n in people if n)
    if verdict in _AGAINST and all(people) and known < tables.few and not any(w.imprecise for w in deciding):
        lost = tables.steps("participants", "below", direction) or 0
        steps += lost
        reasons.append(f"Participants in all: {known}, below {tables.few}: -{lost}.")
    return steps, reasons


def _disagreeing(deciding: Sequence[Weighed], lines: Sequence[Weighed], verdict: Verdict) -> list[str]:
    """Name studies that go against the verdict: deciding lines that differ, others at most one step below."""
    if len({w.trace.direction for w in deciding}) > 1:
        return sorted({f"{w.trace.study} {w.trace.direction}" for w in deciding})
    floor = deciding[0].level - 1
    against = [w.trace for w in lines if w.level >= floor and w.trace.direction == _AGAINST.get(verdict)]
    return sorted({f"{t.study} {t.direction}" for t in against})
