"""build, check, format: what the curator runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit import __version__
from graphkit.cli.common import (
    FILE,
    PLACE,
    STORE,
    articles_option,
    choose_articles,
    open_chosen,
    report,
    workspace_options,
    write,
)
from graphkit.findings import Finding, at_least, how_many, tally

if TYPE_CHECKING:
    from graphkit.claims import Corpus
    from graphkit.compiler import Build


@click.command()
@workspace_options
@click.option(
    "--store",
    type=PLACE,
    metavar="DIR|URL",
    help="Where the store goes: a folder, or a SPARQL 1.1 endpoint; else .graphkit/store in the workspace.",
)
@click.option("--quads", type=FILE, help="Also write the graph as sorted N-Quads.")
@click.option("--trig", type=FILE, help="Also write the graph as TriG.")
def build(workspace: Path | None, demo: bool, store: Path | str | None, quads: Path | None, trig: Path | None) -> None:
    """Compile claims and ontology into a store, with a manifest of what went in."""
    from graphkit.claims import read_claims
    from graphkit.compiler import as_trig, build_corpus

    opened = open_chosen(workspace, demo)
    corpus = read_claims(opened)
    errors = at_least(corpus.findings, "error")
    if errors:
        report(errors, f"nothing was built: {tally(errors)}")
    built = build_corpus(corpus)
    place = store or opened.root / STORE
    manifest = _store(built, place)
    if quads:
        write(quads, "\n".join([*built.quads, ""]).encode())
    if trig:
        write(trig, as_trig(built.quads, opened.prefixes))
    names = ("sources", "claims", "studies", "conflicts", "statements")
    click.echo(f"{place}: " + ", ".join(f"{manifest[name]} {name}" for name in names))


def _store(built: Build, place: Path | str) -> dict[str, Any]:
    """Put a build where it belongs, and return its manifest."""
    from graphkit.store import load_remote, write_store

    about = {"graphkit": __version__, **built.manifest}
    if isinstance(place, Path):
        return write_store(built.quads, place, about)
    load_remote(built.quads, place, built.corpus.workspace.iri("graph", ""))
    return {**about, "statements": len(built.quads)}


@click.command()
@workspace_options
@articles_option
@click.option("--list", "listing", is_flag=True, help="List what is checked, and how much each looked at.")
def check(workspace: Path | None, demo: bool, articles: Path | None, listing: bool) -> None:
    """Check files, shapes and checks; every finding names file, line and what to do.

    With the articles at hand their digests are checked too.
    """
    from graphkit.claims import read_claims

    opened = open_chosen(workspace, demo)
    corpus = read_claims(opened)
    findings = list(corpus.findings)
    looked_at: dict[str, int] = {}
    claims = sum(1 for _ in corpus.claims(withdrawn=True))
    if claims and not at_least(findings, "error"):
        looked_at, more = _validate(corpus)
        findings += more
    anchors = _check_anchors(corpus, choose_articles(opened, articles), findings)
    if listing:
        for name, count in looked_at.items():
            click.echo(f"{count:>7}  {name}")
    if not claims and not findings:
        findings.append(Finding("error", "nothing-checked", "there are no claims to check", fix="graphkit add FILE"))
    said, sources = how_many(claims, "claim"), how_many(len(corpus.files), "source")
    checked = f"{said} in {sources}, {how_many(len(corpus.studies), 'study', 'studies')}, {anchors}"
    report(findings, f"checked {checked}: {tally(findings)}")


def _validate(corpus: Corpus) -> tuple[dict[str, int], tuple[Finding, ...]]:
    from graphkit.compiler import build_corpus
    from graphkit.query import Session
    from graphkit.store import memory_store
    from graphkit.validate import validate

    built = build_corpus(corpus)
    result = validate(corpus, Session(corpus.workspace, memory_store(built.quads)))
    return result.looked_at, result.findings


def _check_anchors(corpus: Corpus, articles: Path | None, findings: list[Finding]) -> str:
    """Add what the article texts tell; say how many anchors were checked."""
    from graphkit.audit import audit as run_audit

    if articles is None:
        return "no anchors (give --articles to check them)"
    report = run_audit(corpus, None, articles)
    known = {(f.code, f.file, f.line) for f in findings}
    findings += [f for f in report.findings if (f.code, f.file, f.line) not in known]
    counts = report.anchors
    return f"{sum(counts.values()) - counts['not_checked']} anchors"


@click.command(name="format")
@workspace_options
@click.option("--check", "only_check", is_flag=True, help="Change nothing; leave with 1 if a file would change.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
def format_(workspace: Path | None, demo: bool, only_check: bool, files: tuple[Path, ...]) -> None:
    """Put claims files in canonical form; comments stay where they are."""
    from graphkit.claims import format_file

    opened = open_chosen(workspace, demo)
    paths = files or tuple(sorted(opened.claims.glob("*.yaml")))
    findings, changed = [], 0
    for path in paths:
        outcome = format_file(path, opened.shown(path), write=not only_check)
        if isinstance(outcome, Finding):
            findings.append(outcome)
        elif outcome:
            changed += 1
            click.echo(f"{opened.shown(path)}: {'would change' if only_check else 'formatted'}")
    if findings:
        report(findings, f"{len(paths)} files, {tally(findings)}")
    click.echo(f"{len(paths)} files, {changed} {'to format' if only_check else 'formatted'}")
    if only_check and changed:
        raise SystemExit(1)
