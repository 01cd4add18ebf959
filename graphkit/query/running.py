"""A session: a store, the named queries of a workspace, and how they are run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from graphkit.compiler import build_graph
from graphkit.findings import QueryError, UsageError
from graphkit.query.guards import inspect_query
from graphkit.query.named import NamedQuery, Parameter, read_named_queries
from graphkit.query.results import Result
from graphkit.store import Dataset, LocalStore, Store, memory_store, open_any
from graphkit.vocabulary import PREFIXES
from graphkit.workspace import Workspace

_XSD_INTEGER = ox.NamedNode(f"{PREFIXES['xsd']}integer")
_LABELLED = """
SELECT DISTINCT ?thing WHERE {
  ?thing rdfs:label|skos:altLabel|dcterms:identifier|dcterms:title ?name .
  FILTER(LCASE(STR(?name)) = ?wanted)
} ORDER BY ?thing"""


@dataclass(frozen=True)
class Prepared:
    """SPARQL that may be run, and whether its default graph is the union of all graphs."""

    text: str
    union: bool


class Session:
    """Runs queries on a store: the same words from the terminal, Python, notebooks and the server."""

    def __init__(self, workspace: Workspace, store: Store | ox.Store) -> None:
        self.workspace = workspace
        self.store: Store = LocalStore(store) if isinstance(store, ox.Store) else store

    @cached_property
    def named(self) -> dict[str, NamedQuery]:
        """Named queries: those of the model, then those of the workspace."""
        return read_named_queries(self.workspace.parts("queries", "*.rq"))

    def ask_for(self, what: str, values: Mapping[str, str] | None = None) -> Result:
        """Run a named query, a file, or SPARQL text.

        Args:
            what: name, path of a ``.rq`` file, or SPARQL.
            values: parameters of a named query: CURIE, IRI, label or number.

        Raises:
            UsageError: there is no such query, parameter or value.
            QueryError: the query is refused or does not parse.
        """
        prepared = self.prepare(what, values)
        return self.run(prepared.text, union=prepared.union)

    def prepare(self, what: str, values: Mapping[str, str] | None = None) -> Prepared:
        """Return what `ask_for` runs, after checking that it may; its arguments and errors are the same."""
        query = self.named.get(what)
        if query:
            return Prepared(query.bind({n: self._term(query, n, v) for n, v in (values or {}).items()}), union=True)
        if values:
            raise UsageError("only named queries have parameters")
        text = self._read(what)
        inspection = inspect_query(text, self.workspace.prefixes)
        if inspection.graphs and (strange := sorted(inspection.graphs - self.store.graphs())):
            raise QueryError(f"FROM <{strange[0]}> is refused: it is no graph of this store")
        return Prepared(text, union=not inspection.graphs)

    def run(self, text: str, *, union: bool = True) -> Result:
        """Run SPARQL that is ours or has passed the guards.

        Args:
            text: the query.
            union: whether the default graph is the union of all graphs; Oxigraph ignores FROM when it is.

        Raises:
            QueryError: Oxigraph does not take it.
        """
        return self.run_in(text, "union" if union else "query")

    def run_in(self, text: str, scope: Dataset) -> Result:
        """Run SPARQL that has passed the guards, on a data set; errors are those of `run`."""
        prefixes = self.workspace.prefixes.namespaces
        return Result(self.store.query(text, prefixes, scope), prefixes)

    def label(self, iri: str) -> str:
        """Return the label of a thing, or its shortest name where it has none."""
        if iri not in self._labels:
            self.learn_labels([iri])
        return self._labels[iri]

    def learn_labels(self, iris: Iterable[str]) -> None:
        """Fetch labels that `label` will be asked for, all at once: a store behind a URL is slow to ask."""
        new = sorted(set(iris) - self._labels.keys())
        found = self.store.labels(new) if new else {}
        self._labels.update({iri: found.get(iri) or self.workspace.prefixes.compress(iri) for iri in new})

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {}

    def _read(self, what: str) -> str:
        if what.endswith(".rq") or ("\n" not in what and Path(what).is_file()):
            try:
                return Path(what).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(f"{what} cannot be read: {error}") from None
        if "{" not in what and len(what.split()) == 1:
            close = get_close_matches(what, self.named, 1)
            hint = f"did you mean {close[0]!r}?" if close else "graphkit query --list shows them"
            raise UsageError(f"no query is called {what!r}; {hint}")
        return what

    def _term(self, query: NamedQuery, name: str, value: str) -> ox.NamedNode | ox.Literal:
        parameter = next((p for p in query.parameters if p.name == name), None)
        if parameter is None:
            return ox.Literal(value)  # bind says that there is no such parameter
        if parameter.type == "text":
            return ox.Literal(value)
        if parameter.type == "number":
            if not value.lstrip("-").isdigit():
                raise UsageError(f"{name} must be a whole number, not {value!r}")
            return ox.Literal(value, datatype=_XSD_INTEGER)
        return self._thing(parameter, value)

    def _thing(self, parameter: Parameter, value: str) -> ox.NamedNode:
        """Find a thing by CURIE, IRI, identifier or label; letter case does not matter for labels."""
        prefixes = self.workspace.prefixes
        iri = prefixes.expand(value) if prefixes.is_curie(value) else value
        if "://" in iri:
            try:
                known = self.store.knows(iri)
            except ValueError:
                raise UsageError(f"{value!r} is no IRI") from None
            if known:
                return ox.NamedNode(iri)
            raise UsageError(f"{parameter.name}: nothing here is called {value}")
        wanted = ox.Literal(value.lower())
        found = [row[0] for row in self.run(_LABELLED.replace("?wanted", str(wanted))).rows]
        things = [node for node in found if isinstance(node, ox.NamedNode)]
        if not things:
            raise UsageError(f"{parameter.name}: nothing here is called {value!r}")
        return things[0]


def open_session(workspace: Workspace, store: Path | str | None = None) -> Session:
    """Open a session on a store on disk or behind a URL, or on a workspace compiled in memory.

    Args:
        workspace: whose named queries and prefixes are used.
        store: folder, or address of a SPARQL 1.1 endpoint; credentials for it come from the environment.

    Raises:
        StoreError: the store cannot be opened.
        WorkspaceError: the files of the workspace hold errors.
    """
    if store:
        return Session(workspace, open_any(store, workspace.iri("graph", "")))
    return Session(workspace, memory_store(build_graph(workspace).quads))
