"""Words and numbers of a text, their edges, and a search for digests over the windows between those edges."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from graphkit.articles.text import digest

Span = tuple[int, int]

#: Scripts written without spaces: each character is a word of its own.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u0300-\u036f\u200d\ufe0f"
_WORD = rf"(?:[^\W{_ALONE}][{_MARKS}]*)+"
#: A word or a number with what belongs to it: ``can't``, ``non-toxic``, ``1.5``, ``2–3``, ``<0.05``, ``30%``.
_TOKEN = re.compile(
    rf"[{_ALONE}][{_MARKS}]*"
    rf"|(?:[<>≤≥=~≈±+−$€£–-]+(?=\d))?{_WORD}(?:(?:['’‐‑-](?=\w)|(?<=\d)[.,:/–](?=\d)){_WORD})*[%‰°]*"
    rf"|\S"
)
_REACH = 200


def cuts_word(text: str, position: int) -> bool:
    """Tell whether a position lies within a word or a number.

    >>> [cuts_word("can't take 2.5 mg. So", position) for position in (3, 12, 17)]
    [True, True, False]
    """
    if not 0 < position < len(text) or text[position].isspace() or text[position - 1].isspace():
        return False
    start = position
    while start > max(0, position - _REACH) and not text[start - 1].isspace():
        start -= 1
    for match in _TOKEN.finditer(text, start, min(len(text), position + _REACH)):
        if match.end() > position:
            return match.start() < position
    return False


def word_around(text: str, span: Span) -> Span:
    """Return a span widened to the words that its edges cut."""
    start, end = span
    while cuts_word(text, start):
        start -= 1
    while cuts_word(text, end):
        end += 1
    return start, end


class Budget:
    """How many windows may still be looked at; who finds it spent reports that the search stopped."""

    def __init__(self, windows: int) -> None:
        self.left = windows

    def allows(self, windows: int) -> bool:
        """Take so many windows, if there are as many."""
        if windows > self.left:
            return False
        self.left -= windows
        return True


class Windows:
    """The windows of some regions of a text that begin and end where a word does.

    Attributes:
        count: how many windows of one length are looked at.
    """

    def __init__(self, text: str, regions: Iterable[Span]) -> None:
        self.text = text
        self._reach: dict[int, int] = {}
        self._ends: set[int] = set()
        for low, high in regions:
            for match in _TOKEN.finditer(text, low, high):
                start, end = match.span()
                self._reach[start] = high
                self._ends.add(end)
        self.count = len(self._reach)

    def matching(self, length: int, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield digest and start of each window of a length whose digest is wanted."""
        text, ends = self.text, self._ends
        for start in [start for start in self._reach if start + length in ends]:
            end = start + length
            found = digest(text[start:end]) if end <= self._reach[start] else ""
            if found in wanted:
                yield found, start


def occurrences(text: str, part: str, region: Span) -> Iterator[int]:
    """Yield where a part stands in a region without cutting a word at its edges."""
    low, high = region
    start = text.find(part, low, high)
    while start >= 0:
        if not cuts_word(text, start) and not cuts_word(text, start + len(part)):
            yield start
        start = text.find(part, start + 1, high)
