"""add: the next article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graphkit.cli.common import open_chosen, workspace_options


@click.command()
@workspace_options
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

    opened = open_chosen(workspace, demo)
    target = add_article(opened, file, retrieved=retrieved.date() if retrieved else None, **known)
    click.echo(f"{opened.shown(target)}: its passages wait; give each claims: or skip:, then graphkit check")
