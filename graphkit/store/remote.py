"""A store behind a URL: any SPARQL 1.1 endpoint (https://www.w3.org/TR/sparql11-protocol/).

Endpoints differ in what their default graph is, so each query names its data set: the graphs of the workspace, which
may be some among many there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from graphkit.findings import QueryError, StoreError
from graphkit.store.base import LABEL, Answer, Dataset, Scope
from graphkit.store.http import Client, Reply
from graphkit.store.words import form
from graphkit.vocabulary import PREFIXES

_FORM = "application/x-www-form-urlencoded"
_ROWS_WANTED = "application/sparql-results+json"
_GRAPH_WANTED = "application/n-triples, text/turtle;q=0.9"
_ROWS = ("application/sparql-results+json", "application/json")
_GRAPHS: Mapping[str, ox.RdfFormat] = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_BOOLEAN = f"{PREFIXES['xsd']}boolean"
_ASK = "__ASK_RETVAL"
_BATCH = 500


class RemoteStore:
    """A store behind a URL.

    Attributes:
        url: address of the query endpoint.
    """

    def __init__(self, url: str, base: str) -> None:
        """Name a store; nothing is sent yet.

        Args:
            url: address of the query endpoint.
            base: what the IRIs of the graphs of the workspace start with; other graphs are left alone.

        Raises:
            StoreError: the address is none.
        """
        self.url = url
        self._base = base
        self._client = Client(url)

    def query(self, text: str, prefixes: Mapping[str, str], scope: Dataset = "union") -> Answer:
        """Run a query, as of `Store.query`."""
        if scope == "union":
            every = tuple(sorted(self.graphs()))
            scope = Scope(every, every)
        return _read(self._send(_declare(prefixes, text), scope))

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs of the workspace."""
        return self._graphs

    @cached_property
    def _graphs(self) -> frozenset[str]:
        text = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {ox.Literal(self._base)})) }}"
        found = _read(self._send(text, "query"))
        graphs = frozenset(row["g"].value for row in _solutions(found))
        if not graphs:
            hint = f"load it with: graphkit build --store {self.url}"
            raise StoreError(f"{self.url} has no graph below {self._base}; {hint}")
        return graphs

    def knows(self, iri: str) -> bool:
        """Tell whether something is said about a thing, as of `Store.knows`."""
        return bool(self.query(f"ASK {{ {ox.NamedNode(iri)} ?p ?o }}", {}))

    def labels(self, iris: Collection[str]) -> dict[str, str]:
        """Return the labels of those things that have one."""
        found: dict[str, str] = {}
        every = list(iris)
        for start in range(0, len(every), _BATCH):
            values = " ".join(str(ox.NamedNode(iri)) for iri in every[start : start + _BATCH])
            rows = self.query(f"SELECT ?s ?name {{ VALUES ?s {{ {values} }} ?s <{LABEL}> ?name }} ORDER BY ?name", {})
            for row in _solutions(rows):
                found.setdefault(row["s"].value, row["name"].value)
        return found

    def __len__(self) -> int:
        return int(next(_solutions(self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {})))["n"].value)

    def _send(self, text: str, scope: Dataset) -> Reply:
        fields = [("query", text)]
        if isinstance(scope, Scope):
            fields += [("default-graph-uri", graph) for graph in scope.default]
            fields += [("named-graph-uri", graph) for graph in scope.named]
        wanted = _GRAPH_WANTED if form(text) in ("CONSTRUCT", "DESCRIBE") else _ROWS_WANTED
        headers = {"Accept": wanted, "Content-Type": _FORM}
        reply = self._client.send("POST", self.url, headers, urlencode(fields).encode())
        if reply.status in (401, 403):
            raise StoreError(f"{self.url} refuses: {reply.status} {reply.text}")
        if reply.status == 400:
            raise QueryError(f"the query failed: {reply.text}")
        if reply.status != 200:
            raise StoreError(f"{self.url} answered {reply.status}: {reply.text}")
        return reply


def _declare(prefixes: Mapping[str, str], text: str) -> str:
    """Put the prefixes before a query that it uses and does not declare itself."""
    own = {name.lower() for name in re.findall(r"(?i)\bprefix\s+([\w.-]*):", text)}
    used = {name for name in prefixes if name.lower() not in own and f"{name}:" in text}
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used)) + text


def _read(reply: Reply) -> Answer:
    """Parse a whole answer; one that breaks off or holds something else is an error, never fewer rows."""
    try:
        if reply.kind in _ROWS:
            body = _mended(reply.body, json.loads(reply.body))
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if reply.kind in _GRAPHS:
            return [quad.triple for quad in ox.parse(reply.body, format=_GRAPHS[reply.kind])]
    except (ValueError, SyntaxError, LookupError, TypeError, AttributeError) as error:
        raise StoreError(f"the store answered with something that is no result: {str(error).splitlines()[0]}") from None
    raise StoreError(f"the store answered with {reply.kind}, which is no result of a query")


def _mended(body: bytes, document: Any) -> bytes:
    """Write truth values as the standards do: Virtuoso writes 1 and 0, and the answer to ASK as a row."""
    if document.get("head", {}).get("vars") == [_ASK]:
        said = any(row[_ASK]["value"] == "1" for row in document["results"]["bindings"])
        return json.dumps({"head": {}, "boolean": said}).encode()
    if _BOOLEAN.encode() not in body:
        return body
    for row in document["results"]["bindings"]:
        for term in row.values():
            if term.get("datatype") == _BOOLEAN:
                term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
    return json.dumps(document).encode()


def _solutions(answer: Answer) -> ox.QuerySolutions:
    if not isinstance(answer, ox.QuerySolutions):
        raise StoreError("the store answered a SELECT with something else")
    return answer
