"""Oxigraph in this process: in memory, or on disk and read only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from graphkit.findings import QueryError
from graphkit.store.base import LABEL, Answer, Dataset, Scope, to_iris

_LABEL = ox.NamedNode(LABEL)


class LocalStore:
    """A store of Oxigraph.

    Attributes:
        inner: the store of pyoxigraph.
        folder: where it lies on disk; None in memory.
    """

    def __init__(self, inner: ox.Store, folder: Path | None = None) -> None:
        self.inner = inner
        self.folder = folder

    def query(self, text: str, prefixes: Mapping[str, str], scope: Dataset = "union") -> Answer:
        """Run a query, as of `Store.query`."""
        try:
            if not isinstance(scope, Scope):  # Oxigraph ignores FROM when the default graph is the union
                union = scope == "union"
                return self.inner.query(text, prefixes=dict(prefixes), use_default_graph_as_union=union)
            default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*to_iris(scope.default)]
            named = to_iris(scope.named)
            return self.inner.query(text, prefixes=dict(prefixes), default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise QueryError(f"the query does not parse: {_one_line(error)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {_one_line(error)}") from None

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        return frozenset(g.value for g in self.inner.named_graphs() if isinstance(g, ox.NamedNode))

    def knows(self, iri: str) -> bool:
        """Tell whether something is said about a thing, as of `Store.knows`."""
        return any(self.inner.quads_for_pattern(ox.NamedNode(iri), None, None))

    def labels(self, iris: Collection[str]) -> dict[str, str]:
        """Return the labels of those things that have one."""
        return {iri: label for iri in iris if (label := self._label(iri))}

    def __len__(self) -> int:
        return len(self.inner)

    def _label(self, iri: str) -> str:
        found = self.inner.quads_for_pattern(ox.NamedNode(iri), _LABEL, None)
        return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")


def _one_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def memory_store(lines: Iterable[str]) -> LocalStore:
    """Load N-Quads lines into a store in memory."""
    store = ox.Store()
    load(store, lines)
    return LocalStore(store)


def load(store: ox.Store, lines: Iterable[str]) -> None:
    """Load N-Quads lines all at once: all of them, or none."""
    store.bulk_load("\n".join([*lines, ""]).encode(), format=ox.RdfFormat.N_QUADS)
