"""Which way a claim points: for its subject, against it, left open, or neither.

The table ``directions.csv`` says it of predicates; a workspace's own predicate takes after the one above it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from graphkit.network import Things

Direction = Literal["for", "against", "open", "none"]
DIRECTIONS: tuple[Direction, ...] = ("for", "against", "open", "none")
_TURNED: Mapping[Direction, Direction] = {"for": "against", "against": "for"}


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    direction: Direction
    objects: frozenset[str]


def read_table() -> dict[str, Row]:
    """Return the rows of ``directions.csv`` by predicate."""
    text = (files("graphkit.explorer") / "directions.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {
        row["predicate"]: Row(
            next(d for d in DIRECTIONS if d == row["direction"]), frozenset(filter(None, row["object"].split("|")))
        )
        for row in csv.DictReader(lines)
    }


class Compass:
    """Tells the direction of claims, given the predicates of a store and the types above each type."""

    def __init__(self, predicates: Things, kinds: Mapping[str, Collection[str]]) -> None:
        self._predicates = predicates
        self._kinds = kinds
        self._table = read_table()

    def direction(self, predicate: str, types: Collection[str], *, negated: bool, hedge: str) -> Direction:
        """Return which way a claim points.

        Args:
            predicate: CURIE.
            types: types of the object.
            negated: whether the claim denies.
            hedge: how firmly it is said.
        """
        row = self._row(predicate)
        held = {above for t in types for above in self._kinds.get(t, (t,))}
        if hedge == "uncertain":
            return "open"
        if row is None or (row.objects and not row.objects & held):
            return "none"
        return _TURNED[row.direction] if negated else row.direction

    def _row(self, predicate: str) -> Row | None:
        """Return the row of a predicate, or of the nearest one above it."""
        found = [predicate]
        for name in found:
            if name in self._table:
                return self._table[name]
            found += [p for p in self._predicates.get(name, {}).get("rdfs:subPropertyOf", ()) if p not in found]
        return None
