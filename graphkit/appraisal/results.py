"""What an appraisal says of claims and propositions: every result names its rule and its inputs.

Claims are named by key (``SourcedClaim.key``), propositions by `proposition_key`, studies by id, terms by CURIE.
Withdrawn claims are not appraised and take no part in anything here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graphkit.model import Proposition, content_hash

#: How what one proposition covers compares with another: the same, more, less, or more here and less there.
Bearing = Literal["exact", "wider", "narrower", "mixed"]
Direction = Literal["supports", "disputes", "inconclusive"]
Certainty = Literal["high", "moderate", "low", "very-low", "none-found", "not-assessed"]
Verdict = Literal["supported", "disputed", "mixed", "unclear", "none"]
ConflictKind = Literal["direct", "opposed", "exclusive", "quantitative", "doubted"]


def proposition_key(proposition: Proposition) -> str:
    """Return the name of a proposition: subject, predicate and object (`Proposition.object_name`) in one text.

    >>> proposition_key(Proposition("tea:mint", "gk:relieves", "tea:cramp"))
    'tea:mint gk:relieves tea:cramp'
    """
    return f"{proposition.subject} {proposition.predicate} {proposition.object_name}"


@dataclass(frozen=True, slots=True)
class Trace:
    """One evidence line that bears on a claim or a proposition.

    Attributes:
        study: id of the study.
        line: which of ``study.findings``, counted from 0.
        direction: whether it speaks for or against the claim as said (a line that disputes a proposition
            supports the claim that denies it; one that supports an opposed proposition disputes this one).
        bearing: of the proposition of the line, compared with that of the claim: wider means that the line
            covers more.
        certainty: of this line for this claim, after lowering: high, moderate, low or very-low.
        lowered: why certainty was lowered, one text per reason, each a row of ``lowering.csv``.
    """

    study: str
    line: int
    direction: Direction
    bearing: Bearing
    certainty: Certainty
    lowered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimAppraisal:
    """What one claim stands on.

    Attributes:
        key: key of the claim.
        strength: 0 (nothing) to 5 (studies of high certainty, and the article shows them).
        strength_rule: row and column of ``strength.csv`` with the inputs.
        certainty, verdict: what linked studies say about the claim as said.
        traces: the evidence lines that bear on it; those that decide come first.
        trace_note: how certainty and verdict follow from the traces.
        overclaim: how much more firmly it is said than it stands; 0 is not at all.
        overclaim_rule: the sum, with the rows it is taken from.
    """

    key: str
    strength: int
    strength_rule: str
    certainty: Certainty
    verdict: Verdict
    traces: tuple[Trace, ...]
    trace_note: str
    overclaim: int
    overclaim_rule: str


@dataclass(frozen=True, slots=True)
class PropositionAppraisal:
    """What is said of one proposition by all sources together, and what it stands on.

    Attributes:
        proposition: subject, predicate, object.
        claims: keys of all claims on exactly this proposition, of whatever polarity and hedge.
        sources: ids of the sources that assert it (not negated, not uncertain).
        roots: what those assertions rest on, each once: study ids, and CURIEs of named authorities (a CURIE
            has a colon, a study id has none). An article's own word is no root.
        strength: 0 to 5, from the best basis among its assertions and what is traced.
        strength_rule: row and column of ``strength.csv`` with the inputs.
        certainty, verdict, traces: as in `ClaimAppraisal`, for the proposition without any scope.
        trace_note: how certainty and verdict follow from the traces.
    """

    proposition: Proposition
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    roots: tuple[str, ...]
    strength: int
    strength_rule: str
    certainty: Certainty
    verdict: Verdict
    traces: tuple[Trace, ...]
    trace_note: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that cannot both be taken as said.

    Attributes:
        kind: direct, opposed, exclusive, quantitative or doubted (row of ``conflicts.csv``).
        parties: keys of the two claims, in order of text.
        bearing: of the proposition of the first party, compared with that of the second.
        explained_by: notations of the explanation scheme, sorted; ``("unexplained",)`` where nothing is.
        rule: the rule and its inputs.
    """

    kind: ConflictKind
    parties: tuple[str, str]
    bearing: Bearing
    explained_by: tuple[str, ...]
    rule: str

    @property
    def id(self) -> str:
        """A flat name that depends on kind and parties alone."""
        return content_hash("conflict", self.kind, *self.parties)


@dataclass(frozen=True, slots=True)
class Echo:
    """Claims of several sources that repeat one proposition without any root of their own.

    Attributes:
        members: keys of the claims, sorted.
        follows: id of the study whose text they follow, where that is known; else empty.
        rule: the rule and its inputs.
    """

    members: tuple[str, ...]
    follows: str
    rule: str

    @property
    def id(self) -> str:
        """A flat name that depends on members and the text followed alone."""
        return content_hash("echo", self.follows, *self.members)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """All results for a corpus.

    Attributes:
        claims: by claim key, in the order of the corpus.
        propositions: by `proposition_key`; those that claims or evidence lines speak of.
        conflicts: unexplained before explained, then by kind and parties; no pair of claims twice.
        echoes: largest first.
    """

    claims: Mapping[str, ClaimAppraisal]
    propositions: Mapping[str, PropositionAppraisal]
    conflicts: tuple[Conflict, ...]
    echoes: tuple[Echo, ...]
