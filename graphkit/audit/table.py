"""The audit as a table: one row per claim, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from graphkit.audit.cards import Card, Cards
from graphkit.audit.report import Report, SourceReport

COLUMNS = (
    "claim", "source", "place", "start", "end", "state", "now_start", "now_end", "change", "paraphrase",
    "hedge", "negated", "kind", "basis", "strength", "certainty", "verdict", "overclaim", "trail", "concerns",
    "conflicts", "echoes", "last_verified", "sha256",
)  # fmt: skip
#: What a spreadsheet might take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_report(report: Report) -> str:
    """Return one row per claim, in CSV (RFC 4180, with a header)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    cards = Cards(report)
    for source in report.sources:
        for card in cards.of(source):
            writer.writerow(_inert(cell) for cell in _row(report, source, card))
    return out.getvalue()


def _inert(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(report: Report, source: SourceReport, card: Card) -> Iterator[object]:
    sourced = report.claims[card.key]
    claim, passage = sourced.claim, sourced.passage
    appraised = report.appraisal.claims.get(card.key) if report.appraisal else None
    now = source.anchors[card.numbers[0]].at
    verified = source.file.source.verified
    yield from (card.key, source.id, card.place, *passage.at, card.state, *(now or ("", "")))
    yield source.versions.claims.get(card.key) if source.versions else ""
    yield from (card.words, claim.hedge, str(claim.negated).lower(), claim.kind, card.basis, card.strength)
    yield from (appraised.certainty, appraised.verdict, appraised.overclaim) if appraised else ("", "", "")
    yield from (card.trail_end, " ".join(card.concerns))
    yield from (" ".join(link.key for link in links) for links in (card.conflicts, card.echoes))
    yield from (verified.date if verified else "", passage.sha256)
