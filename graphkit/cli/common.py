"""What commands share: options, the workspace, output, findings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graphkit.findings import Finding, GraphkitError, at_least, in_order

if TYPE_CHECKING:
    from graphkit.query import Session
    from graphkit.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
DIR = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
STORE = Path(".graphkit") / "store"


class _Place(click.Path):
    """A folder, or the address of a SPARQL 1.1 endpoint, which stays text."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from graphkit.store import is_url

        return value if is_url(value) else super().convert(value, param, ctx)


PLACE = _Place(path_type=Path, file_okay=False)


def workspace_options(command: F) -> F:
    """Add --workspace and --demo."""
    command = click.option(
        "-w", "--workspace", type=DIR, help="Folder with graphkit.toml; else the current one, else the corpus."
    )(command)
    return click.option("--demo", is_flag=True, help="Use the demonstration workspace.")(command)


def articles_option(command: F) -> F:
    """Add --articles, which the environment may give."""
    return click.option(
        "--articles", type=DIR, envvar="GRAPHKIT_ARTICLES", help="Folder with the texts of the articles."
    )(command)


def store_option(command: F) -> F:
    """Add --store."""
    return click.option(
        "--store",
        type=PLACE,
        metavar="DIR|URL",
        help="Store on disk or SPARQL 1.1 endpoint; else the workspace is compiled in memory.",
    )(command)


def output_option(command: F) -> F:
    """Add -o, standard output by default."""
    return click.option("-o", "--output", type=FILE, default="-", help="File to write; - is standard output.")(command)


def open_chosen(workspace: Path | None, demo: bool) -> Workspace:
    """Open the workspace that the options name."""
    from graphkit.workspace import open_workspace

    if workspace and demo:
        raise click.UsageError("give --workspace or --demo, not both")
    return open_workspace(workspace, demo=demo)


def open_session_for(workspace: Workspace, store: Path | str | None) -> Session:
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


def choose_articles(workspace: Workspace, articles: Path | None) -> Path | None:
    """Choose the folder of articles: the one named, else that of the workspace if it is there."""
    if articles is not None and not articles.is_dir():
        raise click.UsageError(f"--articles {articles}: there is no such folder")
    own = workspace.articles
    return articles or (own if own and own.is_dir() else None)


def write(output: Path, data: bytes) -> None:
    """Write to a file, or to standard output where it is ``-``."""
    if str(output) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise GraphkitError(f"{output} cannot be written: {error.strerror}") from None


def report(findings: Sequence[Finding], closing: str) -> None:
    """Print findings, then what was looked at; leave with 1 if any of them is more than a note."""
    for finding in in_order(findings):
        click.echo(str(finding))
    click.echo(closing)
    if at_least(findings, "warning"):
        raise SystemExit(1)
