"""Old spans and new places side by side: which keep their order, and what lies between those that do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from graphkit.articles.windows import Span


class Gap(NamedTuple):
    """The stretch in which a passage must lie if order was kept.

    Attributes:
        start, end: by code points of the text as it is now.
        held: whether a passage that holds bounds it on either side.
    """

    start: int
    end: int
    held: bool


def in_order(places: Sequence[int | None]) -> list[int]:
    """Return the longest set of indexes whose places rise.

    >>> in_order([0, 90, 10, None, 20])
    [0, 2, 4]
    """
    tails: list[int] = []
    last: list[int] = []
    before: dict[int, int] = {}
    for n, place in enumerate(places):
        if place is None:
            continue
        rank = bisect_right(tails, place)
        if rank:
            before[n] = last[rank - 1]
        tails[rank : rank + 1] = [place]
        last[rank : rank + 1] = [n]
    found = last[-1:]
    while found and found[-1] in before:
        found.append(before[found[-1]])
    return found[::-1]


class Gaps:
    """What lies between the passages that hold in order.

    Args:
        spans: where passages were, in order of start.
        places: where they start now, None where that is not known.
        size: length of the text as it is now.
    """

    def __init__(self, spans: Sequence[Span], places: Sequence[int | None], size: int) -> None:
        self.size = size
        self.spine = in_order(places)
        now = {n: place for n in self.spine if (place := places[n]) is not None}
        by_end = sorted((spans[n][1], now[n] + spans[n][1] - spans[n][0]) for n in self.spine)
        self._ends = [old for old, _ in by_end]
        self._reached = list(accumulate((new for _, new in by_end), max))
        self._starts = [spans[n][0] for n in self.spine]
        self._next = [now[n] for n in self.spine]

    def around(self, start: int, end: int) -> Gap:
        """Return the gap for what was at a span."""
        before = bisect_right(self._ends, start) - 1
        after = bisect_left(self._starts, end)
        low = self._reached[before] if before >= 0 else 0
        high = self._next[after] if after < len(self._next) else self.size
        return Gap(low, max(low, high), before >= 0 or after < len(self._next))


def stretches(size: int, spans: Iterable[Span]) -> list[Span]:
    """Return what a set of spans leaves free of a text of some size.

    >>> stretches(10, [(2, 4), (3, 6)])
    [(0, 2), (6, 10)]
    """
    free, reached = [], 0
    for start, end in [*sorted(spans), (size, size)]:
        if start > reached:
            free.append((reached, start))
        reached = max(reached, end)
    return free


def overlapping(spans: Sequence[Span], part: tuple[int, int] | Gap) -> Iterator[Span]:
    """Yield what spans have in common with a part of the text.

    Args:
        spans: in order; none overlaps another.
        part: start and end.

    >>> list(overlapping([(0, 2), (4, 8)], (1, 5)))
    [(1, 2), (4, 5)]
    """
    low, high = part[0], part[1]
    first = bisect_right(spans, low, key=lambda span: span[1])
    for n in range(first, len(spans)):
        start, end = spans[n]
        if start >= high:
            return
        yield max(low, start), min(high, end)
