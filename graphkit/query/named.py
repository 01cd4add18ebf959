"""Named queries: files of SPARQL with a header, valid as they stand in any client.

    # title: Conflicts
    # question: Which claims contradict each other, and what explains it?
    # parameter: entity (entity) = mg:nervePain: the entity that is asked about
    # columns: kind, claim, other
    SELECT … WHERE { VALUES ?entity { mg:nervePain } … }

A parameter is a variable bound by ``VALUES`` in the query, which holds its default (one term or several); giving it
another value replaces what stands between the braces by a term that has been checked and written by Oxigraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graphkit.findings import UsageError

_HEADER = re.compile(r"#\s*(title|question|parameter|columns|empty):\s*(.*)")
_PARAMETER = re.compile(r"(\w+) \((entity|source|study|claim|text|number)\) = (.+?): (.+)")


@dataclass(frozen=True)
class Parameter:
    """A question's blank: its name, what may fill it, what fills it by default, and what it means."""

    name: str
    type: str
    default: str
    meaning: str


@dataclass(frozen=True)
class NamedQuery:
    """A question with a name.

    Attributes:
        name: file name without the ending.
        question: what it answers, for a person.
        columns: the variables of its rows, in order.
        empty: what it means when there are no rows.
        text: SPARQL.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    empty: str
    text: str
    path: Path

    def bind(self, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
        """Return the SPARQL with parameters filled in.

        Raises:
            UsageError: there is no such parameter.
        """
        text = self.text
        known = {parameter.name for parameter in self.parameters}
        for name, term in terms.items():
            if name not in known:
                have = f"it has: {', '.join(sorted(known))}" if known else "it has none"
                raise UsageError(f"the query {self.name!r} has no parameter {name!r}; {have}")
            block = re.compile(rf"(VALUES\s+\?{name}\s*\{{)[^}}]*(\}})")
            text = block.sub(lambda match, term=term: f"{match[1]} {term} {match[2]}", text)  # type: ignore[misc]
        return text


def read_named_query(path: Path) -> NamedQuery:
    """Read a file of a named query.

    Raises:
        ValueError: its header lacks a title, a question or columns, or a parameter line is off.
    """
    text = path.read_text(encoding="utf-8")
    header: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _HEADER.match(line)
        if match:
            header.setdefault(match[1], []).append(match[2].strip())
        elif not line.startswith("#"):
            break
    for key in ("title", "question", "columns"):
        if not header.get(key):
            raise ValueError(f"{path.name}: the header has no line '# {key}: …'")
    return NamedQuery(
        name=path.stem,
        title=header["title"][0],
        question=header["question"][0],
        parameters=tuple(_parameter(line, path) for line in header.get("parameter", ())),
        columns=tuple(header["columns"][0].replace(",", " ").split()),
        empty=next(iter(header.get("empty", ())), "nothing in this workspace answers it"),
        text=text,
        path=path,
    )


def _parameter(line: str, path: Path) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if not match:
        raise ValueError(f"{path.name}: not 'name (type) = default: meaning': {line}")
    return Parameter(*match.groups())


def read_named_queries(paths: Iterable[Path]) -> dict[str, NamedQuery]:
    """Read named queries by name."""
    return {query.name: query for query in map(read_named_query, paths)}
