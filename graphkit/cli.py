"""The command line: options, terminal, exit codes; the work is done in the rooms below.

Exit codes: 0 it holds, 1 findings, 2 the call was off or something failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graphkit import __version__
from graphkit.findings import SEVERITIES, Finding, GraphkitError, at_least, in_order, tally

if TYPE_CHECKING:
    from graphkit.claims import Corpus
    from graphkit.query import Result, Session
    from graphkit.workspace import Workspace

_F = TypeVar("_F", bound=Callable[..., Any])
_DIR = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
STORE = Path(".graphkit") / "store"


class _Group(click.Group):
    """Shows our own errors as one line and leaves with 2; commands keep the order they were written in."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraphkitError as error:
            click.echo(f"graphkit: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="graphkit")
def main() -> None:
    """Query, explore and audit what articles claim, by whom and on what evidence.

    It reports what sources say. It gives no medical advice.
    """


def _workspace_options(command: _F) -> _F:
    command = click.option(
        "-w", "--workspace", type=_DIR, help="Folder with graphkit.toml; else the current one, else the corpus."
    )(command)
    return click.option("--demo", is_flag=True, help="Use the demonstration workspace.")(command)


def _articles_option(command: _F) -> _F:
    return click.option(
        "--articles", type=_DIR, envvar="GRAPHKIT_ARTICLES", help="Folder with the texts of the articles."
    )(command)


def _store_option(command: _F) -> _F:
    return click.option("--store", type=_DIR, help="Store on disk; else the workspace is compiled in memory.")(command)


def _output_option(command: _F) -> _F:
    return click.option("-o", "--output", type=_FILE, default="-", help="File to write; - is standard output.")(command)


def _open(workspace: Path | None, demo: bool) -> Workspace:
    from graphkit.workspace import open_workspace

    if workspace and demo:
        raise click.UsageError("give --workspace or --demo, not both")
    return open_workspace(workspace, demo=demo)


def _session(workspace: Workspace, store: Path | None) -> Session:
    """Open the store that was named, else the one that was built here and is still current, else memory."""
    from graphkit.query import open_session

    return open_session(workspace, store or _current_store(workspace))


def _current_store(workspace: Workspace) -> Path | None:
    from graphkit.compiler import digests
    from graphkit.store import MANIFEST, read_manifest

    folder = workspace.root / STORE
    if not (folder / MANIFEST).is_file() or read_manifest(folder).get("files") != digests(workspace):
        return None
    return folder


def _articles(workspace: Workspace, articles: Path | None) -> Path | None:
    """Choose the folder of articles: the one named, else that of the workspace if it is there."""
    if articles is not None and not articles.is_dir():
        raise click.UsageError(f"--articles {articles}: there is no such folder")
    own = workspace.articles
    return articles or (own if own and own.is_dir() else None)


def _write(output: Path, data: bytes) -> None:
    if str(output) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise GraphkitError(f"{output} cannot be written: {error.strerror}") from None


def _report(findings: Sequence[Finding], closing: str) -> None:
    """Print findings, then what was looked at; leave with 1 if any of them is more than a note."""
    for finding in in_order(findings):
        click.echo(str(finding))
    click.echo(closing)
    if at_least(findings, "warning"):
        raise SystemExit(1)


@main.command()
@_workspace_options
@click.option("--store", type=_DIR, help="Where the store goes; else .graphkit/store in the workspace.")
@click.option("--quads", type=_FILE, help="Also write the graph as sorted N-Quads.")
@click.option("--trig", type=_FILE, help="Also write the graph as TriG.")
def build(workspace: Path | None, demo: bool, store: Path | None, quads: Path | None, trig: Path | None) -> None:
    """Compile claims and ontology into a store, with a manifest of what went in."""
    from graphkit.claims import read_claims
    from graphkit.compiler import as_trig, build_corpus
    from graphkit.store import write_store

    opened = _open(workspace, demo)
    corpus = read_claims(opened)
    errors = at_least(corpus.findings, "error")
    if errors:
        _report(errors, f"nothing was built: {tally(errors)}")
    built = build_corpus(corpus)
    folder = store or opened.root / STORE
    about = {"graphkit": __version__, **built.manifest}
    manifest = write_store(built.quads, folder, about)
    if quads:
        _write(quads, "\n".join([*built.quads, ""]).encode())
    if trig:
        _write(trig, as_trig(built.quads, opened.prefixes))
    names = ("sources", "claims", "studies", "conflicts", "statements")
    click.echo(f"{folder}: " + ", ".join(f"{manifest[name]} {name}" for name in names))


@main.command()
@_workspace_options
@_articles_option
@click.option("--list", "listing", is_flag=True, help="List what is checked, and how much each looked at.")
def check(workspace: Path | None, demo: bool, articles: Path | None, listing: bool) -> None:
    """Check files, shapes and checks; every finding names file, line and what to do.

    With the articles at hand their digests are checked too.
    """
    from graphkit.claims import read_claims

    opened = _open(workspace, demo)
    corpus = read_claims(opened)
    findings = list(corpus.findings)
    looked_at: dict[str, int] = {}
    if not at_least(findings, "error"):
        looked_at, more = _validate(corpus)
        findings += more
    anchors = _check_anchors(corpus, _articles(opened, articles), findings)
    if listing:
        for name, count in looked_at.items():
            click.echo(f"{count:>7}  {name}")
    claims = sum(1 for _ in corpus.claims(withdrawn=True))
    if not claims and not findings:
        findings.append(Finding("error", "nothing-checked", "there are no claims to check", fix="graphkit add FILE"))
    checked = f"{claims} claims in {len(corpus.files)} sources, {len(corpus.studies)} studies, {anchors}"
    _report(findings, f"checked {checked}: {tally(findings)}")


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


@main.command(name="format")
@_workspace_options
@click.option("--check", "only_check", is_flag=True, help="Change nothing; leave with 1 if a file would change.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
def format_(workspace: Path | None, demo: bool, only_check: bool, files: tuple[Path, ...]) -> None:
    """Put claims files in canonical form; comments stay where they are."""
    from graphkit.claims import format_file

    opened = _open(workspace, demo)
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
        _report(findings, f"{len(paths)} files, {tally(findings)}")
    click.echo(f"{len(paths)} files, {changed} {'to format' if only_check else 'formatted'}")
    if only_check and changed:
        raise SystemExit(1)


@main.command()
@_workspace_options
@_store_option
@_output_option
@click.option("--list", "listing", is_flag=True, help="List the named queries with their questions.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Fill in a parameter; may be repeated.")
@click.option("--explain", is_flag=True, help="Print the SPARQL instead of running it.")
@click.option("--iri", is_flag=True, help="Show IRIs instead of labels in a table.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle", "ntriples"]),
    help="Else a table on a terminal, CSV in a pipe.",
)
@click.argument("what", required=False, metavar="NAME | FILE.rq | 'SPARQL'")
def query(
    workspace: Path | None,
    demo: bool,
    store: Path | None,
    output: Path,
    listing: bool,
    values: tuple[str, ...],
    explain: bool,
    iri: bool,
    form: str | None,
    what: str | None,
) -> None:
    r"""Ask a named query, a file or SPARQL text; - reads it from standard input.

    \b
    Examples:
      graphkit query --list
      graphkit query conflicts
      graphkit query entity --set entity='nerve pain'
      graphkit query 'SELECT ?form WHERE { ?form gk:relieves mg:muscleTension }'
    """
    session = _session(_open(workspace, demo), store)
    if listing:
        _list_queries(session)
        return
    if not what:
        raise click.UsageError("name a query, a file or SPARQL; --list shows the named ones")
    settings = dict(_setting(value) for value in values)
    text = sys.stdin.read() if what == "-" else what
    if explain:
        click.echo(session.prepare(text, settings).text.rstrip())
        return
    result = session.ask_for(text, settings)
    to_terminal = str(output) == "-" and sys.stdout.isatty()
    _show(session, what, result, form or ("table" if to_terminal else ""), iri, output)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--set {text}: write NAME=VALUE")
    return name, value


def _list_queries(session: Session) -> None:
    from graphkit.query import table

    rows = []
    for named in session.named.values():
        blanks = "".join(f"\n  --set {p.name}=… {p.meaning}" for p in named.parameters)
        rows.append((named.name, named.question + blanks))
    click.echo(table(("query", "what it answers"), rows, _width()), nl=False)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def _show(session: Session, what: str, result: Result, form: str, iri: bool, output: Path) -> None:
    from graphkit.query import result_table

    form = form or ("turtle" if result.is_graph else "csv")
    if form != "table":
        _write(output, result.serialize(form))
        return
    named = session.named.get(what)
    if not result.rows and named:
        click.echo(f"no rows: {named.empty}")
        return
    _write(output, result_table(session, result, _width(), iri=iri).encode())


@main.command()
@_workspace_options
@_store_option
@_articles_option
@click.option("-o", "--output", type=_FILE, default="explorer.html", show_default=True, help="File to write.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
def explore(
    workspace: Path | None, demo: bool, store: Path | None, articles: Path | None, output: Path, show: bool
) -> None:
    """Write the graph as one HTML file that works offline."""
    from graphkit.explorer import explore_html

    opened = _open(workspace, demo)
    session = _session(opened, store)
    _write(output, explore_html(session, articles=_articles(opened, articles)).encode())
    if str(output) != "-":
        click.echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")
        if show:
            click.launch(output.resolve().as_uri())


@main.command()
@_workspace_options
@_articles_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="Leave with 1 if there is a finding this severe or more.",
)
@_output_option
def audit(workspace: Path | None, demo: bool, articles: Path | None, form: str, fail_on: str, output: Path) -> None:
    """Check that the articles still say so, and show what the claims stand on."""
    from graphkit.appraisal import appraise
    from graphkit.audit import audit as run_audit
    from graphkit.audit import render
    from graphkit.claims import read_claims

    opened = _open(workspace, demo)
    corpus = read_claims(opened)
    appraisal = None if at_least(corpus.findings, "error") else appraise(corpus)
    report = run_audit(corpus, appraisal, _articles(opened, articles))
    _write(output, render(report, form).encode())
    severity = next((s for s in SEVERITIES if s == fail_on), None)
    if severity and at_least(report.findings, severity):
        raise SystemExit(1)


@main.command()
@_workspace_options
@click.option("--id", "name", help="Id of the source, and name of its file; else made from the title.")
@click.option("--title", help="Else the first heading.")
@click.option("--publisher")
@click.option("--url")
@click.option("--retrieved", type=click.DateTime(["%Y-%m-%d"]), help="When the text was taken.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def add(workspace: Path | None, demo: bool, file: Path, retrieved: Any, **known: Any) -> None:
    """Register an article: write a claims file whose passages wait for a reader.

    The article stays where it is; only offsets and digests are kept.
    """
    from graphkit.intake import add_article

    opened = _open(workspace, demo)
    target = add_article(opened, file, retrieved=retrieved.date() if retrieved else None, **known)
    click.echo(f"{opened.shown(target)}: its passages wait; give each claims: or skip:, then graphkit check")
