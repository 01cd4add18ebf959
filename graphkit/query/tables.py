"""Tables for a terminal: labels instead of IRIs, and a layout that fits the width there is.

Short columns stand side by side. Where long ones would be squeezed, they stand below their row, each on lines of
its own behind its name.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from wcwidth import wcswidth

from graphkit.query.results import Node, Result
from graphkit.query.running import Session

_NUMBERS = ("integer", "decimal", "double")
_GAP = "  "
_LONG = 32


def result_table(session: Session, result: Result, width: int, *, iri: bool = False) -> str:
    """Write a result as a table.

    Args:
        session: knows the labels.
        result: rows of a query.
        width: columns of the terminal.
        iri: show IRIs in full instead of labels.
    """
    if not iri:
        session.learn_labels(node.value for row in result.rows for node in row if isinstance(node, ox.NamedNode))
    rows = [tuple(_shown(session, node, iri) for node in row) for row in result.rows]
    numeric = [_is_number(result, n) for n in range(len(result.columns))]
    counted = f"{len(rows)} row{'' if len(rows) == 1 else 's'}\n"
    return table(result.columns, rows, width, numeric) + counted


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int, numeric: Sequence[bool] = ()) -> str:
    """Write rows under a head, aligned, in `width` columns."""
    rows = [tuple(row) for row in rows]
    natural = [_natural(name, [row[n] for row in rows]) for n, name in enumerate(columns)]
    beside, below = _divide(natural, width)
    right = [bool(numeric) and numeric[n] for n in range(len(columns))]
    widths = _share(natural, beside, width)
    lines = [*_lay(columns, beside, widths, right), "─" * min(width, sum(widths.values()) + 2 * (len(beside) - 1))]
    for row in rows:
        lines += _lay(row, beside, widths, right)
        lines += (line for n in below if row[n] for line in _under(columns[n], row[n], width))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _natural(name: str, cells: Sequence[str]) -> int:
    return max((_cells(line) for text in (name, *cells) for line in text.split("\n")), default=1)


def _cells(text: str) -> int:
    return max(0, wcswidth(text))


def _divide(natural: Sequence[int], width: int) -> tuple[list[int], list[int]]:
    """Choose which columns stand side by side and which stand below: all beside if long ones have room."""
    everything = list(range(len(natural)))
    long = [n for n in everything if natural[n] > _LONG]
    need = sum(min(size, _LONG) for size in natural) + len(_GAP) * (len(natural) - 1)
    if need <= width or not long:
        return (everything, []) if need <= width else _first_fitting(natural, everything, width)
    return _first_fitting(natural, [n for n in everything if n not in long], width)


def _first_fitting(natural: Sequence[int], wanted: Sequence[int], width: int) -> tuple[list[int], list[int]]:
    beside: list[int] = []
    used = -len(_GAP)
    for n in wanted:
        if used + len(_GAP) + min(natural[n], width) <= width:
            beside.append(n)
            used += len(_GAP) + natural[n]
    beside = beside or [0]
    return beside, [n for n in range(len(natural)) if n not in beside]


def _share(natural: Sequence[int], beside: Sequence[int], width: int) -> dict[int, int]:
    """Give each column its width; long ones share what the short ones leave."""
    room = width - len(_GAP) * (len(beside) - 1)
    widths: dict[int, int] = {}
    for place, n in enumerate(sorted(beside, key=lambda n: natural[n])):
        fair = room // (len(beside) - place)
        widths[n] = max(1, min(natural[n], fair))
        room -= widths[n]
    return widths


def _lay(row: Sequence[str], beside: Sequence[int], widths: dict[int, int], right: Sequence[bool]) -> list[str]:
    columns = [_wrap(row[n], widths[n]) for n in beside]
    height = max(map(len, columns))
    lines = []
    for level in range(height):
        parts = [
            _pad(column[level] if level < len(column) else "", widths[n], right[n])
            for n, column in zip(beside, columns, strict=True)
        ]
        lines.append(_GAP.join(parts))
    return lines


def _wrap(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in textwrap.wrap(line, width) or [""]]


def _pad(text: str, width: int, right: bool) -> str:
    blank = " " * max(0, width - _cells(text))
    return blank + text if right else text + blank


def _under(name: str, text: str, width: int) -> list[str]:
    start = f"    {name}: "
    wrapped = textwrap.wrap(" ".join(text.split()), max(20, width - len(start))) or [""]
    return [start + wrapped[0], *(" " * len(start) + line for line in wrapped[1:])]


def _shown(session: Session, node: Node | None, iri: bool) -> str:
    if node is None:
        return ""
    if isinstance(node, ox.NamedNode):
        return node.value if iri else session.label(node.value)
    return node.value if isinstance(node, ox.Literal) else str(node)


def _is_number(result: Result, column: int) -> bool:
    nodes = [row[column] for row in result.rows if row[column] is not None]
    return bool(nodes) and all(isinstance(n, ox.Literal) and n.datatype.value.endswith(_NUMBERS) for n in nodes)
