"""The SPARQL endpoint: requests in, whole answers or one sentence out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from graphkit.query import GRAPH_FORMATS, Session
from graphkit.server.limits import Limits
from graphkit.server.negotiating import GRAPHS, HTML, ROWS, choose, media_type
from graphkit.server.pool import Pool, Reply
from graphkit.server.protocol import Asked, RefusedError, read_get, read_post

_SLOW = 30  # seconds that a request may take to arrive
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
          "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip


class Endpoint:
    """Answers at ``/sparql``."""

    def __init__(self, session: Session, pool: Pool, limits: Limits) -> None:
        self._session, self._pool, self._limits = session, pool, limits

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        try:
            asked = await self._read(request)
            if asked is None:
                return await self._describe(request)
            return await self._answer(request, asked)
        except RefusedError as error:
            return PlainTextResponse(f"{error}\n", error.status)
        except ClientDisconnect:
            return Response(status_code=499)

    async def _read(self, request: Request) -> Asked | None:
        search: bytes = request.scope["query_string"]
        if request.method != "POST":
            return read_get(search)
        body = b""
        try:
            async with asyncio.timeout(_SLOW):
                async for part in request.stream():
                    body += part
                    if len(body) > self._limits.request:
                        raise RefusedError(413, f"the request is larger than {self._limits.request} bytes")
        except TimeoutError:
            raise RefusedError(408, f"the request did not arrive within {_SLOW} s") from None
        return read_post(search, request.headers.get("content-type", ""), body)

    async def _answer(self, request: Request, asked: Asked) -> Response:
        accept = ",".join(request.headers.getlist("accept"))
        rows, graph = choose(accept, asked.wanted, ROWS), choose(accept, asked.wanted, GRAPHS)
        if rows is None or graph is None:
            raise RefusedError(406, f"no result has the type {accept[:100]}; choose one of {_types()}")
        order = {"query": asked.query, "default": asked.default, "named": asked.named, "rows": rows, "graph": graph}
        reply = await self._while_there(request, self._pool.run(order))
        if reply.status != 200:
            headers = {"Retry-After": "5"} if reply.status == 503 else {}
            return PlainTextResponse(f"{reply.error}\n", reply.status, headers)
        return Response(reply.body, headers={"Content-Type": media_type(reply.form), "Cache-Control": "no-cache"})

    async def _while_there(self, request: Request, running: Awaitable[Reply]) -> Reply:
        """Wait for an answer as long as somebody is there to take it."""
        answer = asyncio.ensure_future(running)
        gone = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise ClientDisconnect
            return answer.result()
        finally:
            answer.cancel()
            gone.cancel()

    async def _describe(self, request: Request) -> Response:
        accept = request.headers.get("accept", "")
        form = choose(accept, "", {**GRAPHS, **HTML}) or "turtle"
        if form == "html":
            return RedirectResponse("/query", 303)
        triples = describe(str(request.url_for("sparql")), sorted(self._session.store.graphs()))
        body = ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes={"sd": _SD}) or b""
        return Response(body, headers={"Content-Type": media_type(form)})


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _types() -> str:
    return ", ".join(types[0] for table in (ROWS, GRAPHS) for types in table.values())


def describe(address: str, graphs: Sequence[str]) -> list[ox.Triple]:
    """Return the description of the service (https://www.w3.org/TR/sparql11-service-description/).

    Args:
        address: of the endpoint.
        graphs: IRIs of the named graphs.
    """
    service, data = ox.NamedNode(address), ox.NamedNode(f"{address}#data")
    triples: list[ox.Triple] = []

    def say(subject: ox.NamedNode, name: str, value: str | ox.NamedNode) -> None:
        object_ = value if isinstance(value, ox.NamedNode) else ox.NamedNode(value)
        triples.append(ox.Triple(subject, ox.NamedNode(name if "://" in name else f"{_SD}{name}"), object_))

    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    say(service, kind, f"{_SD}Service")
    say(service, "endpoint", service)
    say(service, "supportedLanguage", f"{_SD}SPARQL11Query")
    say(service, "feature", f"{_SD}UnionDefaultGraph")
    for name in _NAMES:
        say(service, "resultFormat", f"{_FORMATS}{name}")
    say(service, "defaultDataset", data)
    say(data, kind, f"{_SD}Dataset")
    say(data, "defaultGraph", f"{address}#union")
    say(ox.NamedNode(f"{address}#union"), kind, f"{_SD}Graph")
    for number, graph in enumerate(graphs):
        node = ox.NamedNode(f"{address}#graph-{number}")
        say(data, "namedGraph", node)
        say(node, kind, f"{_SD}NamedGraph")
        say(node, "name", graph)
    return triples
