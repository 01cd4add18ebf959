"""query and explore: what the querier and the explorer run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.common import (
    FILE,
    articles_option,
    choose_articles,
    open_chosen,
    open_session_for,
    output_option,
    store_option,
    workspace_options,
    write,
)

if TYPE_CHECKING:
    from graphkit.query import Result, Session


@click.command()
@workspace_options
@store_option
@output_option
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
    store: Path | str | None,
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
    session = open_session_for(open_chosen(workspace, demo), store)
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
    return shutil.get_terminal_size((80, 24)).columns


def _show(session: Session, what: str, result: Result, form: str, iri: bool, output: Path) -> None:
    from graphkit.query import result_table

    form = form or ("turtle" if result.is_graph else "csv")
    named = session.named.get(what)
    if named and not result.rows:
        click.echo(f"no rows: {named.empty}", err=form != "table")
        if form == "table":
            return
    if form != "table":
        write(output, result.serialize(form))
        return
    write(output, result_table(session, result, _width(), iri=iri).encode())


@click.command()
@workspace_options
@store_option
@articles_option
@click.option("--entity", help="Only claims about this (CURIE, IRI or label) and what lies below it.")
@click.option("--query", "found_by", metavar="NAME|FILE|SPARQL", help="Only claims that this query finds.")
@click.option("-o", "--output", type=FILE, default="explorer.html", show_default=True, help="File to write.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
def explore(
    workspace: Path | None,
    demo: bool,
    store: Path | str | None,
    articles: Path | None,
    entity: str | None,
    found_by: str | None,
    output: Path,
    show: bool,
) -> None:
    """Write the graph as one HTML file that works offline.

    With the articles at hand it holds the passages too: such a file is for you and not for publishing.
    """
    from graphkit.explorer import explore_html

    opened = open_chosen(workspace, demo)
    session = open_session_for(opened, store)
    page = explore_html(session, articles=choose_articles(opened, articles), entity=entity, query=found_by)
    write(output, page.encode())
    if str(output) != "-":
        click.echo(f"{output}: {output.stat().st_size / 1e6:.2f} MB")
        if show:
            click.launch(output.resolve().as_uri())
