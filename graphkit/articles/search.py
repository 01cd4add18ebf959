"""From digests to places: where the characters of each passage stand in a text that may have changed.

Only digests are known, so characters are found by hashing; what narrows the search is that passages cover
their article, so that each has neighbors. Steps, each on what the ones before left open:

1. in place, and at the same distance from the end of the text (one edit moves all that follows by as much);
2. segments of the text whose digest is that of one passage and of no other segment;
3. the shift that the passage before or after took;
4. the gap between the neighbors that hold, then all that no found passage covers: windows between the edges
   of words.

Steps 1 to 3 hash the text a fixed number of times. Step 4 looks at `WINDOWS` windows at most (each a look-up,
about one in five also a digest: two seconds or three in all); what it leaves is marked as not wholly searched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice
from typing import NamedTuple

from graphkit.articles.alignment import Gap, Gaps, stretches
from graphkit.articles.segments import Segment, segment
from graphkit.articles.text import digest, uncovered
from graphkit.articles.windows import Budget, Span, Windows, cuts_word, occurrences
from graphkit.model import ArticleText

WINDOWS = 3_000_000
#: From this length on, a passage may be recognized within another sentence, far from its neighbors.
_TELLING = 24
#: Fewer characters than these are not recognized within another sentence between their neighbors either.
_FEW = 12
_SHOWN = 50
#: How many passages before may still reach over this one.
_NEAR = 4


class Wanted(NamedTuple):
    """A passage as it was: span and digest."""

    start: int
    end: int
    sha256: str

    @property
    def size(self) -> int:
        """Length in code points."""
        return self.end - self.start


class Search:
    """A search for passages in a text; `run` fills in what was found.

    Attributes:
        places: where each passage starts now, None where it was not found or may be at several places.
        candidates: where it may start, for passages found several times.
        cut: passages found at a place where their first or last word goes on beyond them.
        unsearched: passages for which the search stopped before it had looked everywhere.
    """

    def __init__(self, text: str, wanted: Sequence[Wanted], before: ArticleText) -> None:
        self.text = text
        self.wanted = wanted
        self.before = before
        self.places: list[int | None] = [None] * len(wanted)
        self.candidates: dict[int, tuple[int, ...]] = {}
        self.cut: dict[int, int] = {}
        self.unsearched: set[int] = set()
        self._known: dict[str, str] = {}
        self._taken: set[tuple[int, str]] = set()
        self._held: list[tuple[int, int]] = []
        self._largest = max((want.size for want in wanted), default=0)
        self._budget = Budget(WINDOWS)

    def run(self) -> None:
        """Take all steps."""
        for n, want in enumerate(self.wanted):
            self._try(n, want.start)
        for step in (self._from_end, self._by_segment, self._by_neighbor):
            if self.open():
                step()
        self._drop_inner()
        for step in (self._between, self._everywhere):
            if self.open():
                step()
        self._doubt_runs()
        self._drop_cut()

    def open(self) -> list[int]:
        """Return the passages for which no place is known yet."""
        return [n for n, at in enumerate(self.places) if at is None and n not in self.candidates]

    def gaps(self) -> Gaps:
        """Return what lies between the passages found so far."""
        return Gaps([(w.start, w.end) for w in self.wanted], self.places, len(self.text))

    def found(self) -> list[Span]:
        """Return the spans of the text that passages found so far stand at."""
        return [(at, at + w.size) for at, w in zip(self.places, self.wanted, strict=True) if at is not None]

    @cached_property
    def segments(self) -> list[Segment]:
        """The segments of the text as it is now."""
        return segment(self.text)

    @cached_property
    def segment_spans(self) -> list[Span]:
        """Start and end of each segment."""
        return [(piece.start, piece.end) for piece in self.segments]

    @cached_property
    def edges(self) -> tuple[frozenset[int], frozenset[int]]:
        """Where segments of the text start and end, with and without what is no letter at their edges."""
        spans = list(self.segment_spans)
        for start, end in self.segment_spans:
            spans += [(start + low, start + high) for low, high in uncovered(self.text[start:end], ())]
        return frozenset(start for start, _ in spans), frozenset(end for _, end in spans)

    def _try(self, n: int, start: int) -> bool:
        """Put a passage at a place if its characters stand there and no equal passage holds the place."""
        want = self.wanted[n]
        part = self.text[start : start + want.size] if start >= 0 else ""
        if len(part) < want.size or (start, want.sha256) in self._taken or digest(part) != want.sha256:
            return False
        self._put(n, start)
        return True

    def _put(self, n: int, start: int) -> None:
        want = self.wanted[n]
        self.places[n] = start
        self._taken.add((start, want.sha256))
        self._known[want.sha256] = self.text[start : start + want.size]

    def _drop(self, n: int) -> None:
        start = self.places[n]
        if start is not None:
            self._taken.discard((start, self.wanted[n].sha256))
        self.places[n] = None

    def _shift(self, n: int) -> int | None:
        """How far a passage moved; beyond the first and the last passage lie the ends of the text."""
        if n < 0:
            return 0
        if n >= len(self.wanted):
            return len(self.text) - self.before.chars
        start = self.places[n]
        return None if start is None else start - self.wanted[n].start

    def _from_end(self) -> None:
        shift = self._shift(len(self.wanted))
        if not shift:
            return
        still = self.open()
        asked = Counter(self.wanted[n].sha256 for n in still)  # of equal ones, neighbors tell which it is
        single = (n for n in still if asked[self.wanted[n].sha256] == 1)
        found = [n for n in single if self._try(n, self.wanted[n].start + shift)]
        for n in found:  # alone among others it would be a coincidence
            if shift not in (self._shift(n - 1), self._shift(n + 1)):
                self._drop(n)

    def _by_segment(self) -> None:
        still = self.open()
        asked = Counter(self.wanted[n].sha256 for n in still)
        hits: dict[str, list[int]] = defaultdict(list)
        for piece in self.segments:
            part = self.text[piece.start : piece.end]
            found = digest(part)
            if found in asked:
                self._known[found] = part
                if (piece.start, found) not in self._taken:
                    hits[found].append(piece.start)
        for n in still:
            sha = self.wanted[n].sha256
            if asked[sha] == 1 and len(hits[sha]) == 1:
                self._put(n, hits[sha][0])

    def _by_neighbor(self) -> None:
        still = self.open()
        for numbers, step in ((still, -1), (still[::-1], 1)):
            for n in numbers:
                shift = self._shift(n + step)
                if self.places[n] is None and shift is not None and 0 <= n + step < len(self.wanted):
                    self._try(n, self.wanted[n].start + shift)

    def _drop_inner(self) -> None:
        """Drop passages that were found in another one which they had nothing to do with.

        A heading may be gone, and the sentence that took its place begin with the same words.
        """
        reaching, reach = -1, -1
        for start, n in sorted((at, n) for n, at in enumerate(self.places) if at is not None):
            end = start + self.wanted[n].size
            if start < reach and self._apart(n, reaching):
                shorter = min(n, reaching, key=lambda m: self.wanted[m].size)
                self._drop(shorter)
                if shorter == n:
                    continue
                reaching, reach = n, end
            elif end > reach:
                reaching, reach = n, end

    def _apart(self, one: int, other: int) -> bool:
        """Whether two passages had no character in common."""
        a, b = self.wanted[one], self.wanted[other]
        return a.end <= b.start or b.end <= a.start

    def _between(self) -> None:
        gaps = self.gaps()
        self._held = sorted((at, n) for n, at in enumerate(self.places) if at is not None)

        def around(n: int) -> Gap:
            return gaps.around(self.wanted[n].start, self.wanted[n].end)

        for gap, numbers in groupby(self.open(), around):
            for equal, hits in self._hits(list(numbers), [(gap.start, gap.end)]):
                free = self._likely(equal[0], [at for at in hits if not self._elsewhere(equal[0], at)])
                if not gap.held or self.wanted[equal[0]].size < _FEW:
                    free = [start for start in free if self._telling(equal[0], start)]
                self._assign(equal, free, len(free) == len(equal))
                for n in equal:
                    if (at := self.places[n]) is not None:
                        insort(self._held, (at, n))

    def _everywhere(self) -> None:
        still = self.open()
        for equal, hits in self._hits(still, stretches(len(self.text), self.found())):
            likely = self._likely(equal[0], hits)
            telling = [start for start in likely if self._telling(equal[0], start)]
            self._assign(equal, telling, len(telling) == len(equal) == 1)

    def _assign(self, equal: list[int], hits: list[int], clear: bool) -> None:
        """Give equal passages the places found for them: in order where that is clear, else as candidates."""
        if clear:
            for n, start in zip(equal, hits, strict=True):
                self._put(n, start)
        elif hits:
            self.candidates.update(dict.fromkeys(equal, tuple(hits[:_SHOWN])))

    def _whole(self, n: int, start: int) -> bool:
        """Whether a passage would fill segments of the text."""
        starts, ends = self.edges
        return start in starts and start + self.wanted[n].size in ends

    def _telling(self, n: int, start: int) -> bool:
        """Whether characters found somewhere are the passage, and not a few words of another sentence.

        They are if there are many, if they fill segments of the text, or if they end as a sentence does.
        """
        end = start + self.wanted[n].size
        return end - start >= _TELLING or self.text[end - 1] in ".!?…" or self._whole(n, start)

    def _likely(self, n: int, hits: list[int]) -> list[int]:
        """Return the places that fill segments, if any does, else those that tell, else all."""
        whole = [start for start in hits if self._whole(n, start)]
        return whole or [start for start in hits if self._telling(n, start)] or hits

    def _elsewhere(self, n: int, start: int) -> bool:
        """Whether a place lies in a found passage that had nothing to do with this one."""
        want = self.wanted[n]
        last = bisect_left(self._held, (start + want.size, -1))
        for at, other in islice(reversed(self._held), len(self._held) - last, None):
            if at + self._largest <= start:
                return False
            if start < at + self.wanted[other].size and self._apart(n, other):
                return True
        return False

    def _hits(self, numbers: list[int], regions: list[Span]) -> Iterator[tuple[list[int], list[int]]]:
        """Yield equal passages and where their characters stand in regions of the text."""
        equal: dict[str, list[int]] = defaultdict(list)
        for n in numbers:
            equal[self.wanted[n].sha256].append(n)
        unknown: dict[int, set[str]] = defaultdict(set)
        for sha, group in equal.items():
            if sha not in self._known:
                unknown[self.wanted[group[0]].size].add(sha)
        hits = self._scan(unknown, regions, equal)
        for sha, group in equal.items():
            if sha in self._known:
                hits[sha] = [at for region in regions for at in self._standing(sha, region)]
            yield group, [at for at in hits[sha] if (at, sha) not in self._taken]

    def _standing(self, sha: str, region: Span) -> Iterable[int]:
        if not self._budget.allows(1 + (region[1] - region[0]) // 50):
            return []
        return occurrences(self.text, self._known[sha], region)

    def _scan(
        self, unknown: dict[int, set[str]], regions: list[Span], equal: dict[str, list[int]]
    ) -> dict[str, list[int]]:
        """Look for digests of unknown characters among the windows of regions, length by length."""
        hits: dict[str, list[int]] = defaultdict(list)
        if not unknown:
            return hits
        shortest = min(unknown)
        windows = Windows(self.text, (r for r in regions if r[1] - r[0] >= shortest))
        for size, shas in sorted(unknown.items(), key=lambda item: (-len(item[1]), -item[0])):
            if self._budget.allows(windows.count):
                for sha, start in windows.matching(size, shas):
                    hits[sha].append(start)
            else:
                self.unsearched.update(n for sha in shas for n in equal[sha])
        return hits

    def _doubt_runs(self) -> None:
        """Find passages that moved, but whose characters stand at a second place that is as good.

        Passages that moved by the same shift hold each other in place, so doubt begins at the edges of such a
        run and goes on only as long as the run has a double.
        """
        runs = list(self._runs())
        gaps = self.gaps() if runs else Gaps((), (), 0)
        spine = set(gaps.spine)
        for run in runs:
            if spine.isdisjoint(run):
                continue  # found as the only segment or the only window of its kind, or beside such a one
            first, last = self.wanted[run[0]], self.wanted[run[-1]]
            left, right = gaps.around(first.start, first.end), gaps.around(last.start, last.end)
            begin, end = self.found_at(run[0])[0], self.found_at(run[-1])[1]
            self._doubt(run, [(left.start, begin)])
            self._doubt(run[::-1], [(end, right.end)])

    def found_at(self, n: int) -> Span:
        """Return the span of a passage that was found."""
        start = self.places[n]
        if start is None:
            raise ValueError(f"passage {n} was not found")
        return start, start + self.wanted[n].size

    def _runs(self) -> Iterator[list[int]]:
        """Yield the numbers of successive passages that moved, each list by one shift."""
        for shift, numbers in groupby(range(len(self.wanted)), self._shift):
            if shift:
                yield list(numbers)

    def _doubt(self, run: list[int], regions: list[Span]) -> None:
        for n in run:
            if n in self.candidates:
                continue
            sha = self.wanted[n].sha256
            own = self.found_at(n)[0]
            standing = (at for region in regions for at in self._standing(sha, region))
            others = [at for at in standing if (at, sha) not in self._taken]
            if not others or self._likely(n, [own, *others]) == [own]:
                return
            self.candidates[n] = tuple(sorted([own, *others][:_SHOWN]))
            self._drop(n)

    def _drop_cut(self) -> None:
        """Drop passages whose first or last word goes on beyond them, as ``50`` does in ``500``.

        Unless it did so before: another passage touches that edge, or nothing moved between the two.
        """
        if digest(self.text) == self.before.sha256:
            return
        for n, start in enumerate(self.places):
            if start is None:
                continue
            end = start + self.wanted[n].size
            before = cuts_word(self.text, start) and not self._same_before(n)
            if before or (cuts_word(self.text, end) and not self._same_after(n)):
                self.cut[n] = start
        for n in self.cut:
            self._drop(n)

    def _same_before(self, n: int) -> bool:
        """Whether what stands before a passage stood there already."""
        want = self.wanted[n]
        near = self.wanted[max(0, n - _NEAR) : n]
        return self._shift(n - 1) == self._shift(n) or any(w.start < want.start <= w.end for w in near)

    def _same_after(self, n: int) -> bool:
        """Whether what stands after a passage stood there already."""
        want, following = self.wanted[n], n + 1
        while following < len(self.wanted) and self.wanted[following].start < want.end:
            following += 1
        near = self.wanted[max(0, n - _NEAR) : following + 1]
        return self._shift(following) == self._shift(n) or any(w.start <= want.end < w.end for w in near)
