"""How much of each article stands on what, as bars: once in the order of reading, once sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphkit.articles.accounting import speaks
from graphkit.audit.cards import BROKEN, Card
from graphkit.audit.report import SourceReport

#: Width of a bar in units of its own; the page stretches it.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: `basis` is a notation, or ``silent`` for text without claims."""

    x: float
    width: float
    basis: str
    title: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign above a bar: something is the matter with the claim below."""

    x: float
    sign: str
    title: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """One article: how its text is spread over what it stands on.

    Attributes:
        order: its passages in order of reading.
        shares: the same, sorted: silent text last.
        broken: stretches whose words changed, went or may be at several places.
        signs: claims that are contradicted or that a study speaks against.
    """

    source: str
    title: str
    order: tuple[Bar, ...]
    shares: tuple[Bar, ...]
    broken: tuple[Bar, ...]
    signs: tuple[Sign, ...]


def row(source: SourceReport, cards: Sequence[Card], labels: Mapping[str, str]) -> Row:
    """Return the bars of an article.

    Args:
        source: passages, whose lengths are the widths; no text is needed.
        cards: its claims; a passage with several is divided among them.
        labels: bases in order, weakest first, with their words.
    """
    own: dict[int, list[Card]] = {}
    for card in cards:
        own.setdefault(card.numbers[0], []).append(card)
    order = tuple(_in_order(source, own, labels))
    return Row(
        source=source.id,
        title=source.file.source.title,
        order=order,
        shares=tuple(_sorted(order, labels)),
        broken=tuple(_broken(source, order)),
        signs=tuple(_signs(order, {card.key: card for card in cards})),
    )


def _in_order(source: SourceReport, own: Mapping[int, Sequence[Card]], labels: Mapping[str, str]) -> Iterator[Bar]:
    passages = source.file.passages
    sizes = {n: max(0, p.at[1] - p.at[0]) for n, p in enumerate(passages)}
    unit = WIDTH / (sum(sizes.values()) or 1)
    x = 0.0
    for n in sorted(sizes, key=lambda n: passages[n].at):
        cards = own.get(n, [])
        for card in cards:
            width = sizes[n] * unit / len(cards)
            yield Bar(x, width, card.basis, f"{labels.get(card.basis, card.basis)}: {card.words}", card.key)
            x += width
        if not cards:
            what = "lead-in" if speaks(passages[n], source.file) else passages[n].skip or "waits for a reader"
            yield Bar(x, sizes[n] * unit, "silent", what, f"{source.id}@{n}")
            x += sizes[n] * unit


def _sorted(order: Sequence[Bar], labels: Mapping[str, str]) -> Iterator[Bar]:
    total: dict[str, float] = defaultdict(float)
    for bar in order:
        total[bar.basis] += bar.width
    x = 0.0
    for basis in [*labels, "silent"]:
        if width := total[basis]:
            yield Bar(x, width, basis, labels.get(basis, "no claims"))
            x += width


def _broken(source: SourceReport, order: Sequence[Bar]) -> Iterator[Bar]:
    states = {f"{source.id}@{n}": anchor.state for n, anchor in enumerate(source.anchors)}
    states |= {f"{source.id}-{claim.id}": a.state for a in source.anchors for claim in a.passage.claims}
    for bar in order:
        state = states[bar.target]
        if state in BROKEN:
            yield Bar(bar.x, bar.width, bar.basis, state, bar.target)


def _signs(order: Sequence[Bar], cards: Mapping[str, Card]) -> Iterator[Sign]:
    for bar in order:
        card = cards.get(bar.target)
        if card and "conflicting" in card.concerns:
            yield Sign(bar.x + bar.width / 2, "≠", f"contradicted: {card.words}", card.key)
        elif card and "disputed" in card.concerns:
            yield Sign(bar.x + bar.width / 2, "−", f"a study found otherwise: {card.words}", card.key)
