"""Does the article still hold these characters, and where? One state per passage, from digests alone.

Nothing is adopted silently: a passage that stands elsewhere is *moved* until a person accepts it, an edited
one is *changed* and never verified, whatever resembles it. How places are found, at what cost: see `search`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from graphkit.articles.alignment import Gap, overlapping, stretches
from graphkit.articles.search import Search, Wanted
from graphkit.articles.text import count_letters
from graphkit.articles.windows import Span, word_around
from graphkit.model import Passage, SourceFile

State = Literal["verified", "moved", "ambiguous", "changed", "lost", "not-checked"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage and where it stands now.

    Attributes:
        passage: the passage as the claims file has it.
        state: verified (these characters at this place), moved (identical, elsewhere), ambiguous (identical,
            at several places), changed (its place between neighbors that hold has other text), lost (nothing
            is left there), not-checked (no text was given).
        at: start and end now, where verified or moved.
        candidates: where it may stand, where ambiguous; the first fifty.
        gap: what stands at its place, where changed: to be looked at, not adopted.
        searched: False where the search stopped before it had looked everywhere; the passage may then stand
            somewhere although it is called changed or lost.
    """

    passage: Passage
    state: State
    at: Span | None = None
    candidates: tuple[Span, ...] = ()
    gap: Span | None = None
    searched: bool = True

    @property
    def holds(self) -> bool:
        """Whether the characters were found at one place."""
        return self.at is not None


def count_states(anchors: Iterable[Anchor]) -> dict[State, int]:
    """Count anchors by state; all six are there, and they add up to the number of anchors."""
    found = Counter(anchor.state for anchor in anchors)
    return {state: found[state] for state in STATES}


def locate(text: str | None, file: SourceFile) -> tuple[Anchor, ...]:
    """Find each passage of a file in the text of its article as it is now.

    Args:
        text: the article; None where it was not given.
        file: passages with the offsets and digests that they had.

    Returns:
        One anchor per passage, in the order of the file.
    """
    if text is None:
        return tuple(Anchor(passage, "not-checked") for passage in file.passages)
    wanted = sorted({Wanted(*passage.at, passage.sha256) for passage in file.passages})
    search = Search(text, wanted, file.source.text)
    search.run()
    found = dict(zip(wanted, _judge(search), strict=True))
    return tuple(found[Wanted(*passage.at, passage.sha256)].anchor(passage) for passage in file.passages)


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: State
    at: Span | None = None
    candidates: tuple[Span, ...] = ()
    gap: Span | None = None
    searched: bool = True

    def anchor(self, passage: Passage) -> Anchor:
        return Anchor(passage, self.state, self.at, self.candidates, self.gap, self.searched)


def _judge(search: Search) -> list[_Verdict]:
    """Give each passage its state."""
    changed = dict(_gaps_of_open(search))
    verdicts = []
    for n, want in enumerate(search.wanted):
        start, gap = search.places[n], changed.get(n)
        if start is not None:
            verdict = _Verdict("verified" if start == want.start else "moved", (start, start + want.size))
        elif n in search.cut:
            around = word_around(search.text, (search.cut[n], search.cut[n] + want.size))
            verdict = _Verdict("changed", gap=around)
        elif n in search.candidates:
            spans = tuple((at, at + want.size) for at in search.candidates[n])
            verdict = _Verdict("ambiguous", candidates=spans)
        else:
            verdict = _Verdict("changed" if gap else "lost", gap=gap, searched=n not in search.unsearched)
        verdicts.append(verdict)
    return verdicts


def _gaps_of_open(search: Search) -> Iterator[tuple[int, Span]]:
    """Yield what stands now at the places of passages that were not found: other letters between neighbors."""
    missing = [n for n in search.open() if n not in search.cut]
    if not missing:
        return
    gaps = search.gaps()
    doubtful = [(at, at + search.wanted[n].size) for n, starts in search.candidates.items() for at in starts]
    free = stretches(len(search.text), [*search.found(), *doubtful])

    def around(n: int) -> Gap:
        return gaps.around(search.wanted[n].start, search.wanted[n].end)

    for gap, numbers in groupby(missing, around):
        group = list(numbers)
        parts = overlapping(free, gap) if gap.held else ()
        pieces = [piece for part in parts for piece in _pieces(search, part)]
        yield from _shared(search, group, pieces)


def _shared(search: Search, missing: list[int], pieces: list[Span]) -> Iterator[tuple[int, Span]]:
    """Yield what each of the passages missing in a gap is shown.

    As many pieces as passages: each its own. Much less text than is missing: the first passages a piece each,
    the others nothing. Else all of it, since digests do not tell what became of which.
    """
    there = sum(end - start for start, end in pieces)
    if len(pieces) == len(missing) or 2 * there < sum(search.wanted[n].size for n in missing):
        yield from zip(missing, pieces, strict=False)
    else:
        yield from ((n, (pieces[0][0], pieces[-1][1])) for n in missing)


def _pieces(search: Search, part: Span) -> Iterator[Span]:
    """Yield the segments of a stretch of text, as far as they lie in it and have letters there."""
    for start, end in overlapping(search.segment_spans, part):
        words = search.text[start:end]
        if count_letters(words):
            yield start + len(words) - len(words.lstrip()), end
