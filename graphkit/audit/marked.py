"""The text of an article cut into lines and pieces, each piece marked with what the claims file has of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from graphkit.articles import Anchor
from graphkit.articles.accounting import speaks
from graphkit.articles.windows import Span
from graphkit.audit.report import SourceReport

#: What a mark means; where several lie over each other, the first of these is shown.
Kind = Literal["changed", "ambiguous", "claims", "lead", "waits", "skip", "unaccounted", "plain"]
_FIRST: tuple[Kind, ...] = ("changed", "ambiguous", "claims", "lead", "waits", "skip", "unaccounted", "plain")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text and the passages (by their place in the file) that it belongs to."""

    span: Span
    kind: Kind
    numbers: tuple[int, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line under one mark.

    Attributes:
        numbers: every passage that covers it, the one shown first.
        begins: passages of which this is the first piece.
        ends: passages of which this is the last piece: here their claims are listed.
        gone: passages that stood here and are lost.
    """

    text: str
    kind: Kind
    state: str
    numbers: tuple[int, ...]
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the article and its form (of its first segment); blank ones are left out, `gap` tells of one above."""

    form: str
    pieces: tuple[Piece, ...]
    gap: bool


@dataclass
class _Ends:
    """Where passages begin and end, and where lost ones stood."""

    begins: dict[int, list[int]] = field(default_factory=dict)
    ends: dict[int, list[int]] = field(default_factory=dict)
    gone: dict[int, list[int]] = field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        self.begins.setdefault(mark.span[0], []).extend(mark.numbers)
        self.ends.setdefault(mark.span[1], []).extend(mark.numbers)


def marks(source: SourceReport) -> list[Mark]:
    """Return the marks of a source whose text is at hand, in order of place."""
    found = [mark for n, anchor in enumerate(source.anchors) for mark in _of_anchor(n, anchor, source)]
    taken = {mark.span for mark in found if mark.kind == "changed"}
    if source.accounting:
        free = (gap for gap in source.accounting.gaps if not any(a <= gap[0] and gap[1] <= b for a, b in taken))
        found += [Mark(gap, "unaccounted", (), "unaccounted") for gap in free]
    return sorted(found, key=lambda mark: (mark.span, _FIRST.index(mark.kind)))


def _of_anchor(number: int, anchor: Anchor, source: SourceReport) -> Iterator[Mark]:
    passage = anchor.passage
    if anchor.at:
        kind: Kind = "skip" if passage.skip else "waits"
        if speaks(passage, source.file):
            kind = "claims" if passage.claims else "lead"
        yield Mark(anchor.at, kind, (number,), anchor.state)
    elif anchor.gap:
        yield Mark(anchor.gap, "changed", (number,), anchor.state)
    for span in anchor.candidates:
        yield Mark(span, "ambiguous", (number,), anchor.state)


def lines(source: SourceReport) -> list[Line]:
    """Return the article of a source line by line, every character of it in exactly one piece."""
    if source.article is None or source.accounting is None:
        return []
    text, ends, found = source.article.text, _Ends(), marks(source)
    for mark in found:
        ends.add(mark)
    ends.gone = _where_lost(source)
    cuts = sorted({edge for mark in found for edge in mark.span} | set(ends.gone))
    cover = _Cover(found)
    forms = {s.segment.start: s.segment.form for s in source.accounting.sentences}
    starts = list(forms)
    made, gap, start = [], False, 0
    for words in text.splitlines(keepends=True):
        end = start + len(words)
        if words.strip() or any(start <= at < end for at in ends.gone):
            inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
            pieces = tuple(_pieces(text, [start, *inner, end], cover, ends))
            first = bisect_left(starts, start)
            form = forms[starts[first]] if first < len(starts) and starts[first] < end else "sentence"
            made.append(Line(form, pieces, gap))
            gap = False
        else:
            gap = True
        start = end
    return made


def _pieces(text: str, edges: list[int], cover: _Cover, ends: _Ends) -> Iterator[Piece]:
    for start, end in pairwise(edges):
        over = sorted(cover.at(start), key=lambda m: (_FIRST.index(m.kind), m.span[1] - m.span[0]))
        top = over[0] if over else Mark((start, end), "plain", (), "")
        yield Piece(
            text=text[start:end],
            kind=top.kind,
            state=top.state,
            numbers=tuple(dict.fromkeys(n for mark in over for n in mark.numbers)),
            begins=tuple(ends.begins.get(start, ())),
            ends=tuple(ends.ends.get(end, ())),
            gone=tuple(ends.gone.get(start, ())),
        )


class _Cover:
    """Which marks lie over a place; asked in rising order."""

    def __init__(self, found: list[Mark]) -> None:
        self._coming = found[::-1]
        self._open: list[Mark] = []

    def at(self, place: int) -> list[Mark]:
        while self._coming and self._coming[-1].span[0] <= place:
            self._open.append(self._coming.pop())
        self._open = [mark for mark in self._open if mark.span[1] > place]
        return self._open


def _where_lost(source: SourceReport) -> dict[int, list[int]]:
    """Return where lost passages stood: after what stands now of the passage before them."""
    found: dict[int, list[int]] = {}
    order = sorted(enumerate(source.anchors), key=lambda pair: pair[1].passage.at)
    reached = 0
    for number, anchor in order:
        if anchor.state == "lost":
            found.setdefault(reached, []).append(number)
        elif anchor.at or anchor.gap:
            reached = (anchor.at or anchor.gap or (0, 0))[1]
    return found
