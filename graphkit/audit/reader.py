"""The audit as one HTML page to read: the articles with every passage marked, and the claims beside them.

The page asks for nothing but itself. It holds text of the articles where they were given, and says so.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphkit.articles import Anchor, Article
from graphkit.audit.alike import alike
from graphkit.audit.cards import BROKEN, CONCERNS, Card, Cards
from graphkit.audit.grounds import TRAIL, unexplained
from graphkit.audit.marked import Line, lines
from graphkit.audit.picture import Row, row
from graphkit.audit.report import Report, SourceReport
from graphkit.page import environment

_SCRIPTS, _STYLES = ("reader.js",), ("reader.css",)
_WORDS = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
_RANKED = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of a passage as they were and as they are: kind is same, old or new."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage of a source for the page.

    Attributes:
        edits: what changed in it, where the old version is at hand; else what stands there now, as new.
    """

    number: int
    name: str
    place: str
    state: str
    skip: str
    at: tuple[int, int]
    now: tuple[int, int] | None
    sha256: str
    cards: tuple[Card, ...]
    edits: tuple[Edit, ...]
    concerns: str


@dataclass(frozen=True, slots=True)
class Section:
    """One article on the page."""

    report: SourceReport
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    row: Row


def html_report(report: Report) -> str:
    """Return the audit as a page."""
    made = environment("graphkit.audit", _SCRIPTS, _STYLES)
    schemes = report.corpus.vocabulary.schemes
    bases = sorted(schemes.get("basis", {}).values(), key=lambda term: term.rank or 0)
    labels = {term.notation: term.label for term in bases}
    cards = Cards(report)
    sections = [_section(source, cards.of(source), labels, _labels(schemes, "skip")) for source in report.sources]
    every = [card for section in sections for card in section.cards]
    return made.get_template("reader.html.j2").render(
        title=f"Audit: {report.corpus.workspace.settings.title}",
        report=report,
        sections=sections,
        bases=labels,
        states=_labels(schemes, "anchor"),
        concerns=CONCERNS,
        counts=Counter(concern for card in every for concern in card.concerns),
        cards={card.key: card for card in every},
        ranked=sorted((c for c in every if c.overclaim > 0), key=lambda c: (-c.overclaim, c.key))[:_RANKED],
        unexplained=unexplained(report.grounds.conflicts) if report.grounds else 0,
        with_text=any(section.report.article for section in sections),
        share=_share,
        local=_local,
        trail_words=TRAIL,
        found=list(alike(report.findings)),
    )


def _labels(schemes: Mapping[str, Mapping[str, object]], name: str) -> dict[str, str]:
    return {notation: getattr(term, "label", notation) for notation, term in schemes.get(name, {}).items()}


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _local(key: str, source: str) -> str:
    """Return a claim's name within its source."""
    return key.removeprefix(f"{source}-")


def _section(
    source: SourceReport, cards: Sequence[Card], labels: Mapping[str, str], skips: Mapping[str, str]
) -> Section:
    by_passage: dict[int, list[Card]] = {}
    for card in cards:
        for number in card.numbers:
            by_passage.setdefault(number, []).append(card)
    spots = tuple(
        _spot(source, number, anchor, tuple(by_passage.get(number, ())), skips)
        for number, anchor in enumerate(source.anchors)
    )
    return Section(source, tuple(cards), tuple(lines(source)), spots, row(source, cards, labels))


def _spot(source: SourceReport, number: int, anchor: Anchor, cards: tuple[Card, ...], skips: Mapping[str, str]) -> Spot:
    passage = anchor.passage
    own = tuple(card for card in cards if card.numbers[0] == number)
    concerns = dict.fromkeys(concern for card in cards for concern in card.concerns)
    if anchor.state in BROKEN:
        concerns["changed"] = None
    return Spot(
        number=number,
        name=f"{source.id}@{number}",
        place=passage.place,
        state=anchor.state,
        skip=skips.get(passage.skip, passage.skip) if passage.skip else "",
        at=passage.at,
        now=anchor.at or anchor.gap,
        sha256=passage.sha256,
        cards=own,
        edits=tuple(_edits(source, number, anchor)),
        concerns=" ".join(concerns),
    )


def _edits(source: SourceReport, number: int, anchor: Anchor) -> Iterator[Edit]:
    """Yield what became of the words of a passage that no longer holds."""
    if anchor.state not in ("changed", "lost"):
        return
    now = _words(source.article, anchor.gap)
    before = source.versions.before[number] if source.versions else None
    old = _words(source.versions.old, before.at) if source.versions and before else ""
    if old and now:
        yield from word_edits(old, now)
    elif old or now:
        yield Edit("old" if old else "new", old or now)


def _words(article: Article | None, span: tuple[int, int] | None) -> str:
    return article.text[slice(*span)] if article and span else ""


def word_edits(old: str, new: str) -> Iterator[Edit]:
    """Yield the words that stayed, went and came, in order.

    >>> [(e.kind, e.words) for e in word_edits("Take 60 mg daily.", "Take 90 mg daily.")]
    [('same', 'Take '), ('old', '60'), ('new', '90'), ('same', ' mg daily.')]
    """
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Edit("same", "".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Edit("old", "".join(a[a1:a2]))
        if b2 > b1:
            yield Edit("new", "".join(b[b1:b2]))
