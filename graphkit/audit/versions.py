"""What became of each claim between two versions of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graphkit.articles import Anchor, Article, State
from graphkit.model import Passage, SourceFile

Change = Literal["stands", "moved", "came", "unsure", "changed", "went"]
#: What a claim may have gone through, in words; the gravest last.
CHANGES: Mapping[Change, str] = {
    "stands": "the same characters at the same place",
    "moved": "the same characters at another place",
    "came": "only the new version has these characters",
    "unsure": "these characters stand at several places",
    "changed": "the sentence was edited",
    "went": "the sentence is gone",
}
_ORDER = tuple(CHANGES)
_MISSING: Mapping[State, Change] = {"changed": "changed", "lost": "went"}


@dataclass(frozen=True)
class SourceVersions:
    """Two versions of one article, and what became of each claim.

    Attributes:
        old: the version to compare with.
        before: one anchor per passage, in the order of the file, in the old version.
        claims: claim key → change; a claim read from several passages has the gravest of their changes.
    """

    old: Article
    before: tuple[Anchor, ...]
    claims: Mapping[str, Change]

    @property
    def counts(self) -> dict[Change, int]:
        """How many claims changed in which way."""
        found = Counter(self.claims.values())
        return {change: found[change] for change in CHANGES}

    @property
    def to_review(self) -> tuple[str, ...]:
        """The claims that a curator has to read again."""
        return tuple(key for key, change in self.claims.items() if change not in ("stands", "moved"))

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON."""
        return {
            "old": {"file": self.old.path.name, "sha256": self.old.sha256, "chars": len(self.old.text)},
            "counts": self.counts,
            "review": list(self.to_review),
            "claims": dict(self.claims),
        }


def compare(file: SourceFile, old: Article, before: Sequence[Anchor], now: Sequence[Anchor]) -> SourceVersions:
    """Say what became of each claim of a file.

    Args:
        file: the claims.
        old: the old version.
        before: anchors in the old version, in the order of the file.
        now: anchors in the new version, likewise.
    """
    changes = {
        (passage.at, passage.sha256): _change(then, anchor)
        for passage, then, anchor in zip(file.passages, before, now, strict=True)
    }

    def of(passages: tuple[Passage, ...]) -> Iterator[Change]:
        return (changes[passage.at, passage.sha256] for passage in passages)

    claims = {c.key: max(of(c.spans), key=_ORDER.index) for c in file.claims() if not c.claim.withdrawn}
    return SourceVersions(old, tuple(before), claims)


def _change(before: Anchor, now: Anchor) -> Change:
    if now.at:
        if before.at:
            return "stands" if before.at == now.at else "moved"
        return "came"
    return _MISSING.get(now.state, "unsure")
