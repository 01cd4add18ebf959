"""The command line: options, terminal, exit codes; the work is done in the rooms below.

Exit codes: 0 it holds, 1 findings, 2 the call was off or something failed.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from graphkit import __version__
from graphkit.cli.adding import add
from graphkit.cli.asking import explore, query
from graphkit.cli.auditing import audit
from graphkit.cli.building import build, check, format_
from graphkit.cli.serving import serve
from graphkit.findings import GraphkitError


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


for _command in (build, check, format_, query, explore, audit, serve, add):
    main.add_command(_command)
