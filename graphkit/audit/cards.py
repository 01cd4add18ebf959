"""A claim as a reader wants to see it: what it says, how firmly, on what, who disagrees, whether it still stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graphkit.appraisal import ClaimAppraisal, Conflict, Trace
from graphkit.audit.grounds import TRAIL, trail
from graphkit.audit.report import Report, SourceReport
from graphkit.model import SourcedClaim, Study

Concern = Literal["unsupported", "overclaimed", "disputed", "conflicting", "changed", "flagged"]
#: What may be wrong with claims, in words; each is a filter of the reader.
CONCERNS: Mapping[Concern, str] = {
    "unsupported": "stand on nothing",
    "overclaimed": "said much more firmly than they stand",
    "disputed": "a study on record found otherwise",
    "conflicting": "contradicted by another claim",
    "changed": "their words were edited or went",
    "flagged": "flagged by a curator",
}
#: From so many points on, a claim is said *much* more firmly than it stands (an effect, flatly, on reasoning).
MARKED = 9
#: States in which the words that a claim was read in can no longer be pointed at.
BROKEN = ("lost", "changed", "ambiguous")
_GRAVEST = ("lost", "changed", "ambiguous", "moved", "not-checked", "verified")


@dataclass(frozen=True, slots=True)
class Link:
    """Another claim: where it is found on the page, and what it says."""

    key: str
    words: str
    source: str
    about: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A study that bears on a claim."""

    title: str
    url: str
    direction: str
    bearing: str
    certainty: str
    finding: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the reader shows of one claim; texts are for people, `concerns` and `state` for filters.

    Attributes:
        numbers: passages it is read from, by their place in the file; its own first.
        state: the gravest state among these passages.
        trail: steps from the claim to a study; `trail_end` says where it ends.
        strength, verdict, rules: None or empty where nothing was appraised.
    """

    key: str
    words: str
    place: str
    numbers: tuple[int, ...]
    state: str
    basis: str
    strength: int | None
    strength_words: str
    badges: tuple[tuple[str, str], ...]
    trail: tuple[str, ...]
    trail_end: str
    whole: bool
    evidence: tuple[Evidence, ...]
    conflicts: tuple[Link, ...]
    echoes: tuple[Link, ...]
    overclaim: int
    rules: tuple[str, ...]
    note: str
    concerns: tuple[Concern, ...]


class Cards:
    """Makes the cards of a report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._schemes = report.corpus.vocabulary.schemes
        self._studies = {study.id: study for study in report.corpus.studies}
        self._conflicts: dict[str, list[Conflict]] = defaultdict(list)
        self._echoed: dict[str, list[str]] = defaultdict(list)
        if report.appraisal:
            for conflict in report.appraisal.conflicts:
                for key in conflict.parties:
                    self._conflicts[key].append(conflict)
            for echo in report.appraisal.echoes:
                for key in echo.members:
                    self._echoed[key] += [other for other in echo.members if other != key]

    def of(self, source: SourceReport) -> list[Card]:
        """Return the cards of a source in the order of its file; withdrawn claims have none."""
        numbers = {id(passage): n for n, passage in enumerate(source.file.passages)}
        states = {n: anchor.state for n, anchor in enumerate(source.anchors)}
        claims = [c for c in source.file.claims() if not c.claim.withdrawn]
        return [self._card(c, tuple(numbers[id(p)] for p in c.spans), states) for c in claims]

    def _card(self, sourced: SourcedClaim, numbers: tuple[int, ...], states: Mapping[int, str]) -> Card:
        claim = sourced.claim
        appraised = self._report.appraisal.claims.get(sourced.key) if self._report.appraisal else None
        state = min((states[n] for n in numbers), key=_GRAVEST.index)
        end = trail(sourced, appraised) if appraised else None
        conflicts = tuple(self._conflict(sourced.key, conflict) for conflict in self._conflicts[sourced.key])
        return Card(
            key=sourced.key,
            words=claim.paraphrase,
            place=sourced.passage.place,
            numbers=numbers,
            state=state,
            basis=claim.basis,
            strength=appraised.strength if appraised else None,
            strength_words=self._label("strength", str(appraised.strength)) if appraised else "",
            badges=tuple(self._badges(sourced, appraised)),
            trail=tuple(self._trail(sourced)),
            trail_end=TRAIL[end] if end else "",
            whole=end == "whole",
            evidence=tuple(self._evidence(sourced, t) for t in (appraised.traces if appraised else ())),
            conflicts=conflicts,
            echoes=tuple(self._link(key, "says the same") for key in self._echoed[sourced.key]),
            overclaim=appraised.overclaim if appraised else 0,
            rules=(appraised.strength_rule, appraised.overclaim_rule, appraised.trace_note) if appraised else (),
            note=claim.note or "",
            concerns=tuple(self._concerns(sourced, appraised, state)),
        )

    def _label(self, scheme: str, notation: str) -> str:
        term = self._schemes.get(scheme, {}).get(notation)
        return term.label if term else notation

    def _names(self, curies: Iterable[str]) -> str:
        return ", ".join(self._report.corpus.vocabulary.label(curie) for curie in curies)

    def _badges(self, sourced: SourcedClaim, appraised: ClaimAppraisal | None) -> Iterator[tuple[str, str]]:
        claim = sourced.claim
        if claim.negated:
            yield "denies", "deny"
        yield self._label("hedge", claim.hedge), f"hedge-{claim.hedge}"
        yield self._label("kind", claim.kind), ""
        for key, values in claim.scope.items():
            yield f"{key}: {self._names(values)}", ""
        if claim.than:
            yield f"compared with {self._names(claim.than)}", ""
        if claim.flag:
            yield f"flagged: {self._label('flag', claim.flag)}", "warn"
        if appraised and appraised.verdict != "none":
            yield f"studies: {self._label('verdict', appraised.verdict)}", _WAYS.get(appraised.verdict, "")

    def _trail(self, sourced: SourcedClaim) -> Iterator[str]:
        claim = sourced.claim
        offered = self._label("basis", claim.basis)
        if claim.by:
            offered += f" ({self._names(claim.by)})"
        if claim.design:
            offered += f", {self._label('design', claim.design)}"
        yield offered
        for key in claim.cites:
            yield _short(self._studies[key]) if key in self._studies else key

    def _evidence(self, sourced: SourcedClaim, trace: Trace) -> Evidence:
        study = self._studies[trace.study]
        return Evidence(
            title=_short(study),
            url=study.url or (f"https://doi.org/{study.doi}" if study.doi else ""),
            direction=self._label("direction", trace.direction),
            bearing=self._label("bearing", trace.bearing),
            certainty=self._label("certainty", trace.certainty),
            finding=study.findings[trace.line].finding,
            cited=trace.study in sourced.claim.cites,
        )

    def _conflict(self, key: str, conflict: Conflict) -> Link:
        other = next(party for party in conflict.parties if party != key)
        why = ", ".join(self._label("explanation", e) for e in conflict.explained_by)
        return self._link(other, f"{self._label('conflict', conflict.kind)}, {why}")

    def _link(self, key: str, about: str) -> Link:
        other = self._report.claims[key]
        return Link(key, other.claim.paraphrase, other.source.title, about)

    def _concerns(self, sourced: SourcedClaim, appraised: ClaimAppraisal | None, state: str) -> Iterator[Concern]:
        if appraised and appraised.strength == 0:
            yield "unsupported"
        if appraised and appraised.overclaim >= MARKED:
            yield "overclaimed"
        if appraised and any(t.direction == "disputes" for t in appraised.traces):
            yield "disputed"
        if self._conflicts[sourced.key]:
            yield "conflicting"
        if state in BROKEN:
            yield "changed"
        if sourced.claim.flag:
            yield "flagged"


_WAYS = {"supported": "way-supports", "disputed": "way-disputes"}


def _short(study: Study) -> str:
    """Name a study in a few words: who, when, how many."""
    authors = [name.strip() for name in re.split("[;,]", study.authors or "") if name.strip()]
    who = " and ".join(authors) if len(authors) in (1, 2) else f"{authors[0]} et al." if authors else study.title
    people = f", {study.participants:,} people" if study.participants else ""
    return f"{who}{f' {study.year}' if study.year else ''} ({study.design}{people})"
