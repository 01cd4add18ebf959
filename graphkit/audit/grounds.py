"""What claims stand on: the basis that the article offers, the trail to a study, and who disagrees.

The trail goes from the claim to the article's reason, from there to a study, and from there to a finding of that
study on this claim. `TRAIL` lists where it may break, in the order of how far one gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graphkit.appraisal import Appraisal, ClaimAppraisal, Conflict, Echo
from graphkit.claims import Corpus
from graphkit.model import SourcedClaim

Trail = Literal[
    "nothing",
    "mechanism",
    "nobody-named",
    "authority",
    "unnamed-studies",
    "study-unknown",
    "no-finding",
    "disputed",
    "mixed",
    "open",
    "whole",
]
#: Where the trail ends, in words for a person.
TRAIL: Mapping[Trail, str] = {
    "nothing": "the article gives no reason",
    "mechanism": "ends at a mechanism",
    "nobody-named": "ends at an authority without a name",
    "authority": "ends at a named authority",
    "unnamed-studies": "ends at studies that are not named",
    "study-unknown": "ends at a study told of that nobody has identified",
    "no-finding": "leads to a study, but none of its recorded findings bears on the claim",
    "disputed": "leads to a study that found otherwise",
    "mixed": "leads to studies that found one thing and the other",
    "open": "leads to a study that leaves it open",
    "whole": "leads to a study that bears it out",
}
_BY_BASIS: Mapping[str, Trail] = {
    "none": "nothing",
    "mechanism": "mechanism",
    "unnamed-studies": "unnamed-studies",
    "described-study": "study-unknown",
    "cited-study": "study-unknown",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a set of claims stands on; claims are named by key.

    Attributes:
        claims: how many.
        basis: claims by the basis the article offers, weakest first.
        strength: claims by strength, 0 to 5.
        trail: claims by where their trail ends.
        overclaims: claims said more firmly than they stand, the worst first.
        disputed: claims that a linked study speaks against.
        nameless: claims that rest on an authority which nobody names.
        conflicts, echoes: those in which one of the claims takes part.
    """

    claims: int
    basis: Mapping[str, int]
    strength: Mapping[int, int]
    trail: Mapping[Trail, int]
    overclaims: tuple[str, ...]
    disputed: tuple[str, ...]
    nameless: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    echoes: tuple[Echo, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the grounds as JSON."""
        return {
            "claims": self.claims,
            "basis": dict(self.basis),
            "strength": {str(number): count for number, count in self.strength.items()},
            "trail": dict(self.trail),
            "overclaims": list(self.overclaims),
            "disputed": list(self.disputed),
            "nameless_authority": list(self.nameless),
            "conflicts": [
                {"kind": c.kind, "claims": list(c.parties), "explained_by": list(c.explained_by)}
                for c in self.conflicts
            ],
            "echoes": [{"claims": list(e.members), "follows": e.follows} for e in self.echoes],
        }


def trail(sourced: SourcedClaim, appraised: ClaimAppraisal) -> Trail:
    """Say where the trail of a claim ends."""
    claim = sourced.claim
    if claim.cites:
        found = {trace.direction for trace in appraised.traces if trace.study in claim.cites}
        decisive = found - {"inconclusive"}
        if len(decisive) > 1:
            return "mixed"
        return "whole" if "supports" in found else "disputed" if decisive else "open" if found else "no-finding"
    if claim.basis == "authority":
        return "authority" if claim.by else "nobody-named"
    return _BY_BASIS.get(claim.basis, "nothing")


def grounds(corpus: Corpus, appraisal: Appraisal, source: str | None = None) -> Grounds:
    """Gather what claims stand on.

    Args:
        corpus: the claims; withdrawn ones do not count.
        appraisal: what was computed of them.
        source: id of one source; without it all claims are taken together.
    """
    claims = [c for c in corpus.claims() if c.key in appraisal.claims and source in (None, c.source.id)]
    keys = {c.key for c in claims}
    appraised = [appraisal.claims[c.key] for c in claims]
    bases = sorted(corpus.vocabulary.schemes.get("basis", {}).values(), key=lambda term: term.rank or 0)
    by_basis = Counter(c.claim.basis for c in claims)
    strengths = Counter(a.strength for a in appraised)
    trails = Counter(trail(c, a) for c, a in zip(claims, appraised, strict=True))
    return Grounds(
        claims=len(claims),
        basis={term.notation: by_basis[term.notation] for term in bases},
        strength={number: strengths[number] for number in range(6)},
        trail={name: trails[name] for name in TRAIL},
        overclaims=tuple(a.key for a in sorted(appraised, key=lambda a: (-a.overclaim, a.key)) if a.overclaim > 0),
        disputed=tuple(a.key for a in appraised if any(t.direction == "disputes" for t in a.traces)),
        nameless=tuple(c.key for c in claims if c.claim.basis == "authority" and not c.claim.by),
        conflicts=tuple(c for c in appraisal.conflicts if keys.intersection(c.parties)),
        echoes=tuple(e for e in appraisal.echoes if keys.intersection(e.members)),
    )


def unexplained(conflicts: Iterable[Conflict]) -> int:
    """Count the conflicts that nothing on record explains."""
    return sum(conflict.explained_by == ("unexplained",) for conflict in conflicts)
