"""The audit in Markdown, to go into an issue, a pull request or a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graphkit.audit.alike import alike
from graphkit.audit.grounds import TRAIL, unexplained
from graphkit.audit.report import Report
from graphkit.audit.terminal import closing
from graphkit.audit.versions import CHANGES

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
_STATES = ("verified", "moved", "ambiguous", "changed", "lost", "not_checked")
_WORST = 10


def markdown_report(report: Report) -> str:
    """Return the report in Markdown (GitHub's tables)."""
    texts = [*_anchors(report), *_accounting(report), *_versions(report)]
    standing = list(_grounds(report))
    told = texts + standing if report.checked["articles"] else standing + texts
    title = f"# Audit: {_plain(report.corpus.workspace.settings.title)}"
    parts = [title, *told, *_findings(report), _plain(" ".join(closing(report).split()))]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Return a text of which nothing is taken for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---", *("---:" for _ in header[1:])], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _anchors(report: Report) -> Iterator[str]:
    yield "## Does the article still say so?"
    rows = [[_plain(s.id), *(s.states[state] for state in _STATES)] for s in report.sources]
    rows.append(["**all**", *(report.anchors[state] for state in _STATES)])
    yield _table(["source", *(state.replace("_", " ") for state in _STATES)], rows)
    unseen = [s for s in report.sources if s.article is None and s.file.source.verified]
    lines = []
    for source in unseen:
        verified, text = source.file.source.verified, source.file.source.text
        if verified:
            what = f"not checked here; last verified on {verified.date} against sha256 `{text.sha256[:12]}…`"
            lines.append(f"- {_plain(source.id)}: {what}")
    if lines:
        yield "\n".join(lines)


def _accounting(report: Report) -> Iterator[str]:
    rows = []
    for source in report.sources:
        if counted := source.accounting:
            fates = [counted.count(fate) for fate in ("claims", "skipped", "unaccounted")]
            rows.append([_plain(source.id), *fates, f"{counted.covered} of {counted.letters}"])
    if rows:
        yield "## What of it is accounted for?"
        yield _table(["source", "sentences with claims", "skipped", "unaccounted", "letters covered"], rows)


def _versions(report: Report) -> Iterator[str]:
    compared = [(source, source.versions) for source in report.sources if source.versions]
    if compared:
        yield "## What became of the claims since the old version?"
        yield _table(["source", *CHANGES], ([_plain(s.id), *(v.counts[c] for c in CHANGES)] for s, v in compared))
        review = [f"- {_plain(_said(report, key))}" for _, versions in compared for key in versions.to_review]
        if review:
            yield "To read again:\n\n" + "\n".join(review)


def _grounds(report: Report) -> Iterator[str]:
    found = report.grounds
    if not found:
        return
    yield "## What do the claims stand on?"
    yield _table(["basis that the article offers", "claims"], found.basis.items())
    yield _table(["strength, 0 to 5", "claims"], found.strength.items())
    trails = ((TRAIL[name], count) for name, count in found.trail.items() if count)
    yield _table(["the trail from the claim to a study", "claims"], trails)
    yield "\n".join(
        [
            f"- conflicts: {len(found.conflicts)}, unexplained: {unexplained(found.conflicts)}",
            f"- echoes: {len(found.echoes)}",
            f"- claims that a linked study speaks against: {len(found.disputed)}",
            f"- claims said more firmly than what they stand on allows: {len(found.overclaims)}",
            f"- claims resting on an authority without a name: {len(found.nameless)}",
        ]
    )
    if found.overclaims:
        worst = "\n".join(f"1. {_plain(_said(report, key))}" for key in found.overclaims[:_WORST])
        yield f"Said most firmly for what it stands on:\n\n{worst}"


def _said(report: Report, key: str) -> str:
    sourced = report.claims[key]
    place = f" ({sourced.passage.place})" if sourced.passage.place else ""
    return f"{key}: {sourced.claim.paraphrase}{place}"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        return
    yield "## Findings"
    lines = []
    for file, group in alike(report.findings):
        for same in group:
            place = f"`{file}{f':{same.first.line}' if same.first.line else ''}` " if file else ""
            claims = f" ({', '.join(same.claims)})" if same.claims else ""
            fix = f"  \n  {_plain(same.first.fix)}" if same.first.fix else ""
            lines.append(f"- {place}**{same.first.severity}**: {_plain(same.message + claims)}{fix}")
    yield "\n".join(lines)
