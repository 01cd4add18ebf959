"""Articles written for the tests, and claims files made of them."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.articles import Anchor, digest, locate, segment
from graphkit.model import ArticleText, Passage, Source, SourceFile

#: Headings, sentences, a list, a table, repeated cells, figures, a comparator, a negation, accents.
ARTICLE = """\
# Moss on the roof

Moss holds water on a roof. It may lift tiles after 12 winters. Most roofers say that moss does not harm slate.
In a trial of 40 roofs, zinc strips kept p < 0.05 of the moss away. A cool, shaded roof grows more of it.

## What helps

A strip of copper helps for 2–3 years:
- Brush the tiles in spring
- Rinse with 1.5 l of water per tile
- Cut back the trees

The café roof in our street was brushed twice. Nobody has measured whether vinegar works.

## Costs

| Means | Price | Lasts |
|---|---|---|
| Copper strip | 30 euros | 3 years |
| Zinc strip | 20 euros | 3 years |
| Brush | 12 euros | 1 year |

Ask a roofer before you climb. Never climb a wet roof.
"""

#: Another article on the same topic: no sentence of it stands in the first.
RIVAL = """\
# Living roofs and moss

Moss keeps water on roofs. It can lift a tile after a dozen winters. Few roofers think that moss harms slate.
Zinc strips kept moss away from 38 of 40 roofs. Shade lets it grow.

## Which means work

Copper lasts for two or three years. Use a brush in spring. Rinse each tile with a litre and a half.
Vinegar was never tested. A wet roof is no place to stand.
"""


def read_in(text: str, parts: Iterable[str] | None = None, skip: str | None = "heading") -> SourceFile:
    """Return a file with a passage for each segment of a text, or for each of some parts of it, in order."""
    spans = [(s.start, s.end, s.place) for s in segment(text)]
    if parts is not None:
        spans, reached = [], 0
        for part in parts:
            start = text.index(part, reached)
            spans.append((start, start + len(part), ""))
            reached = start + 1
    passages = tuple(
        Passage(at=(start, end), sha256=digest(text[start:end]), place=place, skip=skip) for start, end, place in spans
    )
    facts = ArticleText(file="moss.txt", sha256=digest(text), chars=len(text))
    return SourceFile(source=Source(id="moss", title="Moss", text=facts), passages=passages)


def states(before: str, now: str, parts: Iterable[str] | None = None) -> dict[str, Anchor]:
    """Return the anchor of each passage of a text in another text, by the words that the passage had."""
    file = read_in(before, parts)
    return {before[slice(*anchor.passage.at)]: anchor for anchor in locate(now, file)}


def edit(old: str, new: str, text: str = ARTICLE) -> str:
    """Return a text with one place edited."""
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)
