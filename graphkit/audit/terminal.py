"""The audit as text for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphkit.audit.alike import Alike, alike
from graphkit.audit.grounds import TRAIL, Grounds, unexplained
from graphkit.audit.report import Report
from graphkit.audit.versions import CHANGES
from graphkit.findings import Finding, how_many, tally
from graphkit.model import SourcedClaim

WIDTH = 80
_BAR = 24
_STATES = ("verified", "moved", "ambiguous", "changed", "lost", "not_checked")
_WORST = 5


def text_report(report: Report) -> str:
    """Return the report as text: first what could be found out, last what was checked."""
    texts, standing = [_anchors(report), _accounting(report), _versions(report)], [_grounds(report)]
    told = texts + standing if report.checked["articles"] else standing + texts
    parts = [_heading(report), *told, _findings(report.findings), closing(report)]
    return "\n\n".join(part for part in parts if part) + "\n"


def closing(report: Report) -> str:
    """Say what was checked and how it went, in one paragraph."""
    checked = report.checked
    counts = report.anchors
    total = sum(counts.values())
    anchors = f"{checked['anchors']:,} of {total:,} anchors in {checked['articles']} of {checked['sources']} articles"
    what = f"Checked {anchors}, {checked['claims']:,} claims, {checked['studies']} studies"
    left = f"; {counts['not_checked']:,} anchors not checked" if counts["not_checked"] else ""
    return _wrap(f"{what}{left}: {tally(report.findings)}.")


def _wrap(text: str, indent: str = "", first: str = "") -> str:
    width = WIDTH
    return textwrap.fill(text, width, initial_indent=first or indent, subsequent_indent=indent, break_on_hyphens=False)


def _heading(report: Report) -> str:
    title = f"Audit: {report.corpus.workspace.settings.title}"
    return f"{title}\n{'=' * min(WIDTH, len(title))}"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, "-" * len(title), *lines])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay out a table: the first column to the left, the others to the right, all within the width."""
    widths = [max(len(row[n]) for row in [header, *rows]) for n in range(len(header))]
    first = min(widths[0], WIDTH - sum(widths[1:]) - 2 * (len(widths) - 1) - 2)
    for row in [header, *rows]:
        name = row[0] if len(row[0]) <= first else row[0][: first - 1] + "…"
        rest = "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        yield f"  {name:<{first}}{rest}".rstrip()


def _anchors(report: Report) -> str:
    header = ["", *(state.replace("_", " ") for state in _STATES)]
    rows = [[s.id, *(_number(s.states[state]) for state in _STATES)] for s in report.sources]
    if len(rows) > 1:
        rows.append(["all", *(_number(report.anchors[state]) for state in _STATES)])
    lines = list(_table(header, rows))
    for source in report.sources:
        verified = source.file.source.verified
        if source.article is None and verified:
            sha = source.file.source.text.sha256[:12]
            lines.append(_wrap(f"{source.id}: last verified on {verified.date} against sha256 {sha}…", "    ", "  "))
    return _section("Does the article still say so?", lines)


def _number(count: int) -> str:
    return f"{count:,}" if count else "·"


def _accounting(report: Report) -> str:
    header = ["sentences", "with claims", "skipped", "unaccounted", "letters covered"]
    rows = []
    for source in report.sources:
        counted = source.accounting
        if counted:
            fates = [_number(counted.count(fate)) for fate in ("claims", "skipped", "unaccounted")]
            rows.append([source.id, *fates, _share(counted.covered, counted.letters)])
    missing = [s for s in report.sources if not s.accounting]
    lines = list(_table(header, rows)) if rows else []
    for source in missing:
        known = ", ".join(f"{count} {name}" for name, count in source.passages.items())
        lines.append(_wrap(f"{source.id}: not counted without its text; passages on file: {known}", "    ", "  "))
    return _section("What of it is accounted for?", lines)


def _share(part: int, whole: int) -> str:
    return "100%" if part == whole else f"{100 * part / whole:.1f}%" if whole else "no letters"


def _versions(report: Report) -> str:
    rows = [[s.id, *(_number(s.versions.counts[c]) for c in CHANGES)] for s in report.sources if s.versions]
    if not rows:
        return ""
    lines = list(_table(["claims", *CHANGES], rows))
    for source in report.sources:
        if source.versions and source.versions.to_review:
            keys = ", ".join(source.versions.to_review)
            lines.append(_wrap(f"to review: {keys}", "    ", "  "))
    return _section("What became of the claims since the old version?", lines)


def _grounds(report: Report) -> str:
    if not report.grounds or not report.appraisal:
        return ""
    overall = report.grounds
    lines = ["  the basis that the articles offer", *_bars(overall.basis)]
    lines += ["", "  strength, from 0 (nothing) to 5", *_bars({str(k): n for k, n in overall.strength.items()})]
    lines += ["", "  the trail from the claim to a study", *_trail(overall), ""]
    lines += [_wrap(line, "    ", "  ") for line in _disagreement(overall)]
    lines += [_wrap(line, "    ", "  ") for line in _standing(report)]
    worst = [report.claims[key] for key in overall.overclaims[:_WORST]]
    if worst:
        lines += ["", "  said most firmly for what it stands on"]
        lines += [_wrap(_claim(sourced), "      ", "    ") for sourced in worst]
    return _section("What do the claims stand on?", lines)


def _claim(sourced: SourcedClaim) -> str:
    place = f" ({sourced.passage.place})" if sourced.passage.place else ""
    return f"{sourced.key}: {sourced.claim.paraphrase}{place}"


def _bars(counts: Mapping[str, int]) -> Iterator[str]:
    most = max(counts.values(), default=0) or 1
    width = max(map(len, counts), default=0)
    for name, count in counts.items():
        yield f"    {name:<{width}}  {_number(count):>6}  {'█' * round(_BAR * count / most)}".rstrip()


def _trail(overall: Grounds) -> Iterator[str]:
    for name, count in overall.trail.items():
        if count:
            yield _wrap(f"{_number(count):>6}  {TRAIL[name]}", " " * 12, "    ")


def _disagreement(overall: Grounds) -> Iterator[str]:
    kinds = ", ".join(f"{sum(c.kind == k for c in overall.conflicts)} {k}" for k in _kinds(overall))
    open_ = unexplained(overall.conflicts)
    yield f"{how_many(len(overall.conflicts), 'conflict')}{f' ({kinds}), {open_} unexplained' if kinds else ''}"
    repeating = sum(len(echo.members) for echo in overall.echoes)
    echoes = f": {repeating} claims that only repeat" if repeating else ""
    yield f"{how_many(len(overall.echoes), 'echo', 'echoes')}{echoes}"
    yield f"{how_many(len(overall.disputed), 'claim')} that a linked study speaks against"
    yield f"{how_many(len(overall.overclaims), 'claim')} said more firmly than what it stands on allows"
    yield f"{how_many(len(overall.nameless), 'claim')} resting on an authority without a name"


def _standing(report: Report) -> Iterator[str]:
    """Say which sources and studies somebody looked up again, and which of them no longer stand."""
    current = [noted for noted in report.standings if noted.standing.state == "current"]
    if current:
        latest = max(noted.standing.date for noted in current)
        yield f"{how_many(len(current), 'source or study', 'sources and studies')} current, as of {latest}"
    for noted in report.standings[: len(report.standings) - len(current)]:
        yield f"{noted.kind} {noted.id} is {noted.standing.state}, as of {noted.standing.date}"


def _kinds(overall: Grounds) -> list[str]:
    return list(dict.fromkeys(conflict.kind for conflict in overall.conflicts))


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    lines: list[str] = []
    for file, group in alike(findings):
        lines += ["", f"  {file}"] if file else [""]
        for same in group:
            lines += _finding(same)
    return _section("Findings", lines[1:])


def _finding(same: Alike) -> Iterator[str]:
    first = same.first
    claims = f" [{', '.join(same.claims)}]" if same.claims else ""
    yield _wrap(f"{first.line or '':>6}  {first.severity}: {same.message}{claims}", " " * 10, "  ")
    if first.fix:
        yield _wrap(f"→ {first.fix}", " " * 12, " " * 10)
