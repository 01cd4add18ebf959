"""audit: what the auditor runs."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.common import (
    DIR,
    articles_option,
    choose_articles,
    open_chosen,
    output_option,
    workspace_options,
    write,
)
from graphkit.findings import SEVERITIES, UsageError, at_least

if TYPE_CHECKING:
    from graphkit.audit import Report, SourceReport
    from graphkit.workspace import Workspace

FORMATS = ("text", "json", "markdown", "csv", "html")


@click.command()
@workspace_options
@articles_option
@click.option("--against", type=DIR, help="Folder with an older version of the articles: what became of each claim.")
@click.option(
    "--accept",
    multiple=True,
    metavar="CLAIM|all",
    help="Write the new place of a claim that moved into its file, once you agree; may be repeated.",
)
@click.option("--record", is_flag=True, help="Write today's date into the files whose anchors are all verified.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="Leave with 1 if there is a finding this severe or more.",
)
@output_option
def audit(
    workspace: Path | None,
    demo: bool,
    articles: Path | None,
    against: Path | None,
    accept: tuple[str, ...],
    record: bool,
    form: str,
    fail_on: str,
    output: Path,
) -> None:
    """Check that the articles still say so, and show what the claims stand on."""
    from graphkit.audit import render

    opened = open_chosen(workspace, demo)
    texts, older = _versions(opened, choose_articles(opened, articles), against, form)
    report = _audit(opened, texts, older)
    if accept or record:
        _rewrite(opened, report, accept, record)
        report = _audit(opened, texts, older)
    write(output, render(report, form).encode())
    severity = next((s for s in SEVERITIES if s == fail_on), None)
    if severity and at_least(report.findings, severity):
        raise SystemExit(1)


def _versions(
    workspace: Workspace, articles: Path | None, against: Path | None, form: str
) -> tuple[tuple[Path, ...], Path | None]:
    """Return the folders of the articles as they are now, and that of an older version.

    Where a workspace comes with newer versions of its articles, the page shows what they changed.
    """
    own, newer = workspace.articles, workspace.newer
    if form == "html" and newer and articles == own and against is None:
        return (newer, *filter(None, [own])), own
    return tuple(filter(None, [articles])), against


def _audit(workspace: Workspace, articles: tuple[Path, ...], against: Path | None) -> Report:
    from graphkit.appraisal import appraise
    from graphkit.audit import audit as run_audit
    from graphkit.claims import read_claims

    corpus = read_claims(workspace)
    appraisal = None if at_least(corpus.findings, "error") else appraise(corpus)
    return run_audit(corpus, appraisal, articles, against)


def _rewrite(workspace: Workspace, report: Report, accepted: tuple[str, ...], dated: bool) -> None:
    """Write accepted places, and the date on which all anchors held, into the claims files."""
    from graphkit.audit import accept, record

    wanted = None if "all" in accepted else set(accepted)
    known = {claim.key for source in report.sources for claim in source.file.claims()}
    if unknown := sorted((wanted or set()) - known):
        raise UsageError(f"no claim is called {unknown[0]}")
    for source in report.sources:
        path = workspace.claims / f"{source.id}.yaml"
        text = before = path.read_bytes().decode("utf-8")
        own = None if wanted is None else {c.key for c in source.file.claims()} & wanted
        if accepted and source.article and (own is None or own):
            text = accept(text, source, own)
        if dated and _holds(source):
            text = record(text, source, datetime.date.today())
        if text != before:
            path.write_bytes(text.encode("utf-8"))
            click.echo(f"{workspace.shown(path)}: rewritten", err=True)


def _holds(source: SourceReport) -> bool:
    return source.same_text and source.states["verified"] == len(source.anchors)
