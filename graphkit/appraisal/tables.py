"""The tables of the appraisal: rules that are data, read from ``ontology/model/tables/*.csv``.

A line that begins with ``#`` says what a table means; then come a header and rows. A workspace replaces a
table by one of the same name in its own ``ontology/tables``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from graphkit.appraisal.results import Bearing, ConflictKind
from graphkit.findings import WorkspaceError
from graphkit.workspace import Workspace

_Row = dict[str, str]
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class KindRow:
    """How claims of a kind are treated: whether studies are traced, and what an error weighs."""

    traced: bool = True
    weight: int = 1


@dataclass(frozen=True, slots=True)
class PredicateRow:
    """What a predicate promises beyond its hedge, as said and as denied, and what it presupposes."""

    extra: int
    denied: int
    presupposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """When two claims are in conflict by a rule; see ``conflicts.csv``."""

    rule: str
    kind: ConflictKind
    bearings: frozenset[Bearing]
    hedges: frozenset[str]
    apart: bool


@dataclass(frozen=True)
class Tables:
    """All tables.

    Attributes:
        lowering: steps by (what, relation) and direction; None where such a line says nothing.
        few: number of participants below which certainty is lowered.
        bases: columns of ``strength.csv``: the bases, weakest first.
        strength: by (certainty, verdict), then by basis.
        repeats: bases on which a claim can be an echo.
        unshown: points for a basis that no traced study bears out.
        flags: points for a curator's flag.
        counts_as: design of a study that a source tells of → basis that it counts as.
        kinds, predicates, conflicts: rows by name; conflicts in the order in which they are tried.
        overclaim: points by (hedge, what it stands on).
        explanations: (end, type, notation), in the order in which they are tried.
    """

    lowering: Mapping[tuple[str, str], Mapping[str, int | None]]
    few: int
    bases: tuple[str, ...]
    strength: Mapping[tuple[str, str], Mapping[str, int]]
    repeats: frozenset[str]
    unshown: Mapping[str, int]
    flags: Mapping[str, int]
    counts_as: Mapping[str, str]
    kinds: Mapping[str, KindRow]
    predicates: Mapping[str, PredicateRow]
    overclaim: Mapping[tuple[str, str], int]
    conflicts: Mapping[str, ConflictRow]
    explanations: tuple[tuple[str, str, str], ...]

    def steps(self, what: str, relation: str, direction: str) -> int | None:
        """Return by how many steps a relation lowers a line of this direction; None where it says nothing.

        A scope key without rows of its own is looked up as ``scope``.
        """
        row = self.lowering.get((what, relation)) or self.lowering[("scope", relation)]
        return row[direction]


def read_tables(workspace: Workspace) -> Tables:
    """Read the tables of a workspace.

    Raises:
        WorkspaceError: a table is missing, or a row of it cannot be read.
    """
    files = {path.stem: path for path in workspace.parts("tables", "*.csv")}

    def table(name: str, convert: Callable[[_Row], tuple[_K, _V]]) -> dict[_K, _V]:
        if name not in files:
            raise WorkspaceError(f"the workspace {workspace.root} has no table {name}.csv")
        return dict(_rows(files[name], convert))

    repeats = table("bases", lambda r: (r["basis"], _yes(r["repeats"])))
    return Tables(
        lowering=table("lowering", lambda r: ((r["what"], r["relation"].split()[0]), _steps(r))),
        few=table("lowering", lambda r: (r["what"], _last_number(r["relation"])))["participants"],
        bases=tuple(repeats),
        strength=table("strength", lambda r: ((r["certainty"], r["verdict"]), _numbers(r, tuple(repeats)))),
        repeats=frozenset(basis for basis, yes in repeats.items() if yes),
        unshown=table("bases", lambda r: (r["basis"], int(r["unshown"]))),
        flags=table("flags", lambda r: (r["flag"], int(r["points"]))),
        counts_as=table("designs", lambda r: (r["design"], r["counts_as"])),
        kinds=table("kinds", lambda r: (r["kind"], KindRow(_yes(r["traced"]), int(r["weight"])))),
        predicates=table("predicates", lambda r: (r["predicate"], _predicate(r))),
        overclaim=table("overclaim", lambda r: ((r["hedge"], r["stands_on"]), int(r["points"]))),
        conflicts=table("conflicts", lambda r: (r["rule"], _conflict(r))),
        explanations=tuple(table("explanations", lambda r: ((r["end"], r["type"], r["explanation"]), None))),
    )


def _rows(path: Path, convert: Callable[[_Row], tuple[_K, _V]]) -> Iterator[tuple[_K, _V]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        try:
            yield convert(row)
        except (KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
            shown = ",".join(str(value) for value in row.values())
            raise WorkspaceError(f"{path}: the row {shown!r} cannot be read: {error!r}") from None


def _yes(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def _steps(row: _Row) -> dict[str, int | None]:
    return {d: None if row[d] == "-" else int(row[d]) for d in ("supports", "disputes", "inconclusive")}


def _last_number(text: str) -> int:
    last = text.rsplit(maxsplit=1)[-1]
    return int(last) if last.isdigit() else 0


def _numbers(row: _Row, columns: tuple[str, ...]) -> dict[str, int]:
    return {column: int(row[column]) for column in columns}


def _predicate(row: _Row) -> PredicateRow:
    return PredicateRow(int(row["extra"]), int(row["denied"]), tuple(filter(None, row["presupposes"].split("|"))))


def _conflict(row: _Row) -> ConflictRow:
    bearings = cast("frozenset[Bearing]", frozenset(row["bearings"].split()))
    kind = cast(ConflictKind, row["kind"])
    return ConflictRow(row["rule"], kind, bearings, frozenset(row["hedges"].split()), _yes(row["apart"]))
