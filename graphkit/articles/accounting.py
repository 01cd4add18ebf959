"""What of an article is accounted for: a sentence has claims, is skipped for a reason, or unaccounted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graphkit.articles.alignment import stretches
from graphkit.articles.anchors import Anchor
from graphkit.articles.segments import Segment, segment
from graphkit.articles.text import count_letters, uncovered
from graphkit.articles.windows import Span
from graphkit.model import Passage, SourceFile

Fate = Literal["claims", "skipped", "unaccounted"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment of the text and what became of it."""

    segment: Segment
    fate: Fate


@dataclass(frozen=True, slots=True)
class Accounting:
    """What of a text is accounted for.

    Attributes:
        sentences: every segment with its fate: claims (some of it lies in a passage with claims or in a
            lead-in), unaccounted (a letter of it lies in no judged passage), else skipped.
        covered, letters: letters and digits in judged passages, and all of them.
        gaps: stretches with letters that no judged passage covers.
    """

    sentences: tuple[Sentence, ...]
    covered: int
    letters: int
    gaps: tuple[Span, ...]

    def count(self, fate: Fate) -> int:
        """Count sentences of a fate."""
        return sum(sentence.fate == fate for sentence in self.sentences)


def speaks(passage: Passage, file: SourceFile) -> bool:
    """Whether a passage has claims or is a lead-in of one that may have."""
    return bool(passage.claims) or (passage.id is not None and passage.id in file.leads)


def account(text: str, file: SourceFile, anchors: Iterable[Anchor]) -> Accounting:
    """Count what is accounted for in a text by the passages that were found in it.

    A passage that waits for a curator, or that was not found, accounts for nothing.
    """
    found = [(anchor.at, anchor.passage) for anchor in anchors if anchor.at]
    saying = _Cover(len(text), [at for at, passage in found if speaks(passage, file)])
    judged = [at for at, passage in found if speaks(passage, file) or passage.skip]
    gaps = tuple(uncovered(text, judged))
    missing = _Cover(len(text), gaps)
    sentences = tuple(Sentence(piece, _fate(piece, saying, missing)) for piece in segment(text))
    letters = count_letters(text)
    return Accounting(sentences, letters - sum(count_letters(text[a:b]) for a, b in gaps), letters, gaps)


def _fate(piece: Segment, saying: _Cover, missing: _Cover) -> Fate:
    if saying.touches(piece.start, piece.end):
        return "claims"
    return "unaccounted" if missing.touches(piece.start, piece.end) else "skipped"


class _Cover:
    """What a set of spans covers of a text; asked in rising order of place."""

    def __init__(self, size: int, spans: Sequence[Span]) -> None:
        self._merged = stretches(size, stretches(size, spans))
        self._next = 0

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a stretch has a character in common with the cover."""
        while self._next < len(self._merged) and self._merged[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._merged) and self._merged[self._next][0] < end
