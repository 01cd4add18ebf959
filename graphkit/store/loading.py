"""Loading a store behind a URL, one named graph after the other.

By the Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/): ``PUT`` replaces a graph.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from graphkit.findings import StoreError
from graphkit.store.http import PASSWORD, USER, Client
from graphkit.store.remote import RemoteStore

#: Address of the graph store, where it cannot be told from that of the endpoint.
GRAPHS = "GRAPHKIT_STORE_GRAPHS"

#: End of the path of a query endpoint → where that server has its graph store.
_NEIGHBORS: Mapping[str, tuple[str, ...]] = {
    "/query": ("/store", "/data"),  # Oxigraph, Fuseki
    "/sparql": ("/sparql-graph-crud-auth", "/data", "/store"),  # Virtuoso, Fuseki
    "": ("/rdf-graphs/service", "/data"),  # RDF4J and GraphDB, Fuseki
}
_TURTLE = "text/turtle; charset=utf-8"  # N-Triples is Turtle, and every graph store takes Turtle
_NOT_HERE = (404, 405, 406, 415, 501)
_QUAD = re.compile(r"(.*) (<[^<>\s]+>) \.")


def load_remote(lines: Iterable[str], url: str, base: str) -> int:
    """Load N-Quads lines into a store behind a URL, replacing the graphs of the workspace there.

    Graphs are replaced one after the other; if that breaks off, the error says so, and the load is to be repeated.
    Afterwards the statements there are counted.

    Args:
        lines: N-Quads, all in named graphs.
        url: address of the query endpoint; credentials come from the environment.
        base: what the IRIs of the graphs of the workspace start with.

    Returns:
        The number of graphs.

    Raises:
        StoreError: the store cannot be reached, refuses, or does not hold afterwards what was sent.
    """
    graphs = _by_graph(lines)
    if not graphs:
        raise StoreError("there is nothing to load")
    client = Client(url)
    service = ""
    for done, (graph, triples) in enumerate(graphs.items()):
        body = "".join(triples).encode()
        service = _put(client, [service] if service else _addresses(url), graph, body, done)
    _drop_others(client, service, graphs, RemoteStore(url, base))
    _count(RemoteStore(url, base), graphs)
    return len(graphs)


def _by_graph(lines: Iterable[str]) -> dict[str, list[str]]:
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        match = _QUAD.fullmatch(line)
        if not match:
            raise StoreError(f"no statement in a named graph: {line[:80]}")
        graphs[match[2][1:-1]].append(f"{match[1]} .\n")
    return dict(graphs)


def _addresses(url: str) -> list[str]:
    if given := os.environ.get(GRAPHS):
        return [given]
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    end = next(end for end in _NEIGHBORS if path.endswith(end))
    stem = path.removesuffix(end)
    return [urlunsplit((parts.scheme, parts.netloc, stem + near, "", "")) for near in _NEIGHBORS[end]]


def _put(client: Client, services: list[str], graph: str, body: bytes, done: int) -> str:
    """Replace a graph; return the address that took it."""
    for service in services:
        address = f"{service}?graph={quote(graph, safe='')}"
        if not done:
            client.send("GET", address, {"Accept": "text/turtle"})  # meets a challenge before a long body is sent
        reply = client.send("PUT", address, {"Content-Type": _TURTLE}, body)
        if reply.status in (200, 201, 204):
            return service
        if reply.status in (401, 403):
            raise StoreError(f"{service} refuses ({reply.status}): set {USER} and {PASSWORD}")
        if reply.status not in _NOT_HERE or done:
            so_far = f"; {done} graphs before it were replaced: load again" if done else ""
            raise StoreError(f"{service} did not take <{graph}>: {reply.status} {reply.text}{so_far}")
    tried = ", ".join(services)
    raise StoreError(f"no graph store was found at {tried}; set {GRAPHS} to its address")


def _drop_others(client: Client, service: str, graphs: Mapping[str, object], store: RemoteStore) -> None:
    """Remove graphs of the workspace that are no longer in it."""
    for graph in sorted(store.graphs() - set(graphs)):
        reply = client.send("DELETE", f"{service}?graph={quote(graph, safe='')}", {})
        if reply.status not in (200, 202, 204, 404):
            raise StoreError(f"{service} did not remove <{graph}>: {reply.status} {reply.text}")


def _count(store: RemoteStore, graphs: Mapping[str, list[str]]) -> None:
    sent, there = sum(map(len, graphs.values())), len(store)
    if sent != there:
        raise StoreError(f"{store.url} holds {there} statements of the {sent} that were sent; load again")
