"""What every store can do, whether it lies in memory, on disk or behind a URL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import pyoxigraph as ox

from graphkit.vocabulary import PREFIXES

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]
LABEL = f"{PREFIXES['rdfs']}label"


@dataclass(frozen=True)
class Scope:
    """The data set of a query (https://www.w3.org/TR/sparql11-protocol/#dataset).

    Attributes:
        default: graphs whose union is the default graph.
        named: graphs that ``GRAPH`` may name.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


#: ``union``: the default graph is the union of all graphs, and ``FROM`` in the query is ignored; ``query``: the query
#: says it with ``FROM``.
Dataset = Scope | Literal["union", "query"]


class Store(Protocol):
    """A set of named graphs that answers SPARQL 1.1 queries."""

    def query(self, text: str, prefixes: Mapping[str, str], scope: Dataset = "union") -> Answer:
        """Run a query that has passed the guards.

        Args:
            text: the query.
            prefixes: prefixes that need no declaration.
            scope: its data set.

        Raises:
            QueryError: the query does not parse, or fails.
            StoreError: the store cannot be reached.
        """
        ...

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        ...

    def knows(self, iri: str) -> bool:
        """Tell whether something is said about a thing.

        Raises:
            ValueError: it is no IRI.
        """
        ...

    def labels(self, iris: Collection[str]) -> dict[str, str]:
        """Return the labels of those things that have one."""
        ...

    def __len__(self) -> int:
        """Return the number of statements."""
        ...


def to_iris(graphs: Iterable[str]) -> list[ox.NamedNode | ox.BlankNode]:
    """Return IRIs as nodes."""
    return [ox.NamedNode(graph) for graph in graphs]
