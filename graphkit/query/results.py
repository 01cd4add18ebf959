"""Results of queries: rows for Python, pandas and terminals, and the W3C formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graphkit.findings import UsageError
from graphkit.store import Answer
from graphkit.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
ROW_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_XSD = PREFIXES["xsd"]
_PYTHON: Mapping[str, Callable[[str], Any]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}boolean": lambda text: text == "true",
}


class Result:
    """The answer to a query.

    Rows of a SELECT are iterated as dictionaries of plain Python values; `rows` keeps the RDF terms. An ASK is
    one row with the column ``answer``; a CONSTRUCT or DESCRIBE has the columns ``subject``, ``predicate`` and
    ``object``.
    """

    def __init__(self, answer: Answer, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._answer = answer
        self._prefixes = prefixes

    @property
    def is_graph(self) -> bool:
        """Whether it answers a CONSTRUCT or DESCRIBE."""
        return isinstance(self._answer, ox.QueryTriples | list)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        if isinstance(self._answer, ox.QuerySolutions):
            return tuple(variable.value for variable in self._answer.variables)
        return ("answer",) if isinstance(self._answer, ox.QueryBoolean) else ("subject", "predicate", "object")

    @cached_property
    def rows(self) -> list[tuple[Node | None, ...]]:
        """All rows as RDF terms, None where a variable is unbound."""
        if isinstance(self._answer, ox.QueryBoolean):
            return [(ox.Literal(bool(self._answer)),)]
        if isinstance(self._answer, ox.QuerySolutions):
            _ = self.columns  # while the solutions are there
            return [tuple(solution) for solution in self._answer]
        return [(triple.subject, triple.predicate, triple.object) for triple in self._answer]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.columns, map(to_python, row), strict=True))

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """Return a DataFrame, one column per variable, IRIs as text, numbers as numbers."""
        import pandas as pd

        return pd.DataFrame(list(self), columns=list(self.columns))

    def serialize(self, form: str) -> bytes:
        """Write the result in a W3C format: csv, tsv, json, xml for rows; turtle, ntriples, jsonld, rdfxml for graphs.

        Raises:
            UsageError: the format does not fit the kind of query.
        """
        if isinstance(self._answer, ox.QueryTriples | list):
            return self._graph(form)
        if form not in ROW_FORMATS:
            raise UsageError(f"rows cannot be written as {form}; choose one of {', '.join(ROW_FORMATS)}")
        if isinstance(self._answer, ox.QueryBoolean):
            if form in ("csv", "tsv"):
                return b"answer\n" + str(bool(self._answer)).lower().encode() + b"\n"
            return self._answer.serialize(format=ROW_FORMATS[form]) or b""
        if "rows" in self.__dict__:  # the solutions have been read: write them again from the terms
            return _solutions(self).serialize(format=ROW_FORMATS[form]) or b""
        return self._answer.serialize(format=ROW_FORMATS[form]) or b""

    def _graph(self, form: str) -> bytes:
        if form not in GRAPH_FORMATS:
            raise UsageError(f"a graph cannot be written as {form}; choose one of {', '.join(GRAPH_FORMATS)}")
        triples = [ox.Triple(*row) for row in self.rows]  # type: ignore[arg-type]
        return ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=dict(self._prefixes)) or b""


def to_python(node: Node | None) -> Any:
    """Return the plain Python value of a term: text, number, truth, or None."""
    if node is None:
        return None
    if isinstance(node, ox.Literal):
        return _PYTHON.get(node.datatype.value, str)(node.value)
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _solutions(result: Result) -> ox.QuerySolutions:
    bindings = [
        {name: _json(node) for name, node in zip(result.columns, row, strict=True) if node is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    parsed = ox.parse_query_results(json.dumps(document).encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    return parsed


def _json(node: Node) -> dict[str, str]:
    if isinstance(node, ox.NamedNode):
        return {"type": "uri", "value": node.value}
    if isinstance(node, ox.BlankNode):
        return {"type": "bnode", "value": node.value}
    assert isinstance(node, ox.Literal)
    extra = {"xml:lang": node.language} if node.language else {"datatype": node.datatype.value}
    return {"type": "literal", "value": node.value, **extra}
