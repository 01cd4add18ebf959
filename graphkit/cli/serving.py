"""serve: a SPARQL endpoint with pages, for whoever asks on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.common import (
    articles_option,
    choose_articles,
    open_chosen,
    open_session_for,
    store_option,
    workspace_options,
)


@click.command()
@workspace_options
@store_option
@articles_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind; others open it to the network.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 chooses a free one.")
@click.option("--open", "show", is_flag=True, help="Open the explorer in the browser.")
@click.option("--seconds", type=click.FloatRange(0.1), default=20, show_default=True, help="A query may run so long.")
@click.option("--rows", type=click.IntRange(1), default=500_000, show_default=True, help="An answer may have so many.")
@click.option("--megabytes", type=click.IntRange(1), default=64, show_default=True, help="An answer may be so large.")
@click.option("--memory", type=click.IntRange(200), default=4000, show_default=True, help="MB that a query may use.")
@click.option("--workers", type=click.IntRange(1), help="Queries at once; else one for each processor, at most 4.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer under this name too; may be repeated.")
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this origin read answers (https://example.org, or * for all); may be repeated.",
)
def serve(
    workspace: Path | None,
    demo: bool,
    store: Path | str | None,
    articles: Path | None,
    host: str,
    port: int,
    show: bool,
    seconds: float,
    rows: int,
    megabytes: int,
    memory: int,
    workers: int | None,
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
) -> None:
    """Serve a SPARQL 1.1 endpoint, a query page, the explorer and a page for each thing.

    The endpoint is at /sparql and read only. Queries run in processes of their own, which are ended when they take
    more time or memory than they may. Stop it with Ctrl-C.
    """
    try:
        from graphkit.server import Access, Limits
        from graphkit.server import serve as run
    except ModuleNotFoundError as error:
        raise click.UsageError(f"{error.name} is not installed: pip install 'claims-graphkit[server]'") from None

    opened = open_chosen(workspace, demo)
    session = open_session_for(opened, store)
    count = workers or Limits().workers
    limits = Limits(seconds=seconds, rows=rows, size=megabytes * 10**6, memory=memory * 10**6, workers=count)
    access = Access(frozenset(name.lower() for name in allow_host), frozenset(allow_origin))

    def ready(address: str, network_cut: bool) -> None:
        click.echo(f"{address}        the explorer\n{address}query   write SPARQL\n{address}sparql  the endpoint")
        if not network_cut:
            click.echo("note: this system does not let queries run without a network", err=True)
        if show:
            click.launch(address)

    run(
        session,
        host=host,
        port=port,
        limits=limits,
        access=access,
        articles=choose_articles(opened, articles),
        ready=ready,
    )
