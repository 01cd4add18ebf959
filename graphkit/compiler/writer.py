"""N-Quads, one line per statement (https://www.w3.org/TR/n-quads/); sorted, they are canonical here.

There are no blank nodes, so two builds of the same data are equal line by line, and a diff of two builds is a
diff of two files.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from graphkit.vocabulary import PREFIXES, Prefixes

XSD = PREFIXES["xsd"]
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Value = str | int | bool | Decimal | datetime.date


def literal(value: Value, language: str = "") -> str:
    r"""Write a literal: text, integer, boolean, decimal or date.

    >>> print(literal('say "tea"'), literal(True))
    "say \"tea\"" "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
    """
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"' + (f"@{language}" if language else "")
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{XSD}boolean>'
    if isinstance(value, int):
        return f'"{value}"^^<{XSD}integer>'
    if isinstance(value, Decimal):
        return f'"{format(value.normalize(), "f")}"^^<{XSD}decimal>'
    return f'"{value.isoformat()}"^^<{XSD}date>'


class Graph:
    """Statements about to be written into one named graph; subjects and properties are CURIEs or IRIs."""

    def __init__(self, iri: str, prefixes: Prefixes) -> None:
        self.iri = iri
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self.lines: set[str] = set()

    def name(self, term: str) -> str:
        """Write a CURIE or an IRI as ``<…>``."""
        if term not in self._names:
            known = self._prefixes.is_curie(term)
            self._names[term] = f"<{self._prefixes.expand(term) if known else term}>"
        return self._names[term]

    def link(self, subject: str, predicate: str, *objects: str) -> None:
        """State that a subject has other things."""
        start = f"{self.name(subject)} {self.name(predicate)}"
        self.lines.update(f"{start} {self.name(o)} <{self.iri}> ." for o in objects)

    def state(self, subject: str, predicate: str, *values: Value | None, language: str = "") -> None:
        """State that a subject has literals; None is left out."""
        start = f"{self.name(subject)} {self.name(predicate)}"
        self.lines.update(f"{start} {literal(v, language)} <{self.iri}> ." for v in values if v is not None)

    def either(self, subject: str, predicate: str, values: Iterable[str]) -> None:
        """State values that are CURIEs of known prefixes as things, and others as text."""
        for value in values:
            if self._prefixes.is_curie(value) or value.startswith(("http://", "https://")):
                self.link(subject, predicate, value)
            else:
                self.state(subject, predicate, value)
