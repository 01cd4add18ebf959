"""Pages: the explorer, the query page, and one for each thing of the graph."""

from __future__ import annotations

import asyncio
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from graphkit.explorer import explore_html
from graphkit.findings import GraphkitError
from graphkit.query import GRAPH_FORMATS, NamedQuery, Session
from graphkit.server.describing import Places, describe_thing, find_triples
from graphkit.server.negotiating import GRAPHS, HTML, choose, media_type

_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
_QUERY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SUFFIXES = {".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld", ".rdf": "rdfxml", ".html": "html"}
_PREFIX = re.compile(r"(?im)^\s*prefix\s+\S+\s*<[^>]*>\s*$\n?")


class Pages:
    """Answers with pages about a workspace."""

    def __init__(self, session: Session, articles: Path | None = None) -> None:
        self._session, self._articles = session, articles
        self._places = Places(session)
        self._exploring = asyncio.Lock()
        self._explorer = b""
        loader = PackageLoader("graphkit.server", "templates")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.globals["title"] = session.workspace.settings.title

    async def explorer(self, _: Request) -> Response:
        """Answer with the explorer, made when it is first asked for."""
        async with self._exploring:
            if not self._explorer:
                page = await run_in_threadpool(explore_html, self._session, articles=self._articles)
                self._explorer = page.encode()
        # The page names the digests of its own scripts in a policy of its own.
        return HTMLResponse(self._explorer, headers={"Content-Security-Policy": "frame-ancestors 'none'"})

    async def query(self, _: Request) -> Response:
        """Answer with the query page."""
        page = self._templates.get_template("query.html.j2").render()
        return HTMLResponse(page, headers={"Content-Security-Policy": _QUERY_POLICY})

    async def queries(self, _: Request) -> Response:
        """Answer with what the query page fills in: named queries, prefixes, places of things."""
        return JSONResponse(self._menu)

    async def thing(self, request: Request) -> Response:
        """Answer with what is said about a thing, in the format that is asked for."""
        iri = request.query_params.get("iri", "")
        form = ""
        if not iri:
            path, form = _without_suffix(request.url.path, self._knows)
            iri = self._places.iri(path)
        offers = {**HTML, **GRAPHS}
        accept = ",".join(request.headers.getlist("accept"))
        chosen = choose(accept, form or request.query_params.get("format", ""), offers)
        if chosen is None:
            return PlainTextResponse("choose one of text/html, text/turtle, application/ld+json\n", 406)
        return await run_in_threadpool(self._answer, iri, chosen)

    def _knows(self, path: str) -> bool:
        return self._known(self._places.iri(path))

    def _known(self, iri: str) -> bool:
        try:
            return self._session.store.knows(iri)
        except ValueError:
            return False

    def _answer(self, iri: str, form: str) -> Response:
        if not self._known(iri):
            return PlainTextResponse(f"nothing is said here about {iri[:500]}\n", 404)
        try:
            if form != "html":
                triples = find_triples(self._session, iri)
                prefixes = self._session.workspace.prefixes.namespaces
                body = ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=prefixes) or b""
                return Response(body, headers={"Content-Type": media_type(form)})
            thing = describe_thing(self._session, self._places, iri)
        except GraphkitError as error:
            return PlainTextResponse(f"{error}\n", 503)
        page = self._templates.get_template("thing.html.j2").render(thing=thing)
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    @cached_property
    def _menu(self) -> dict[str, Any]:
        session = self._session
        return {
            "title": session.workspace.settings.title,
            "base": session.workspace.settings.base,
            "prefixes": session.workspace.prefixes.namespaces,
            "queries": [_item(query) for query in session.named.values()],
        }


def _item(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "text": query.text,
        "parameters": [{"name": p.name, "meaning": p.meaning, "default": p.default} for p in query.parameters],
    }


def _without_suffix(path: str, knows: Any) -> tuple[str, str]:
    """Take ``.ttl`` and the like from a path, unless a thing is called so."""
    for suffix, form in _SUFFIXES.items():
        if path.endswith(suffix) and not knows(path):
            return path.removesuffix(suffix), form
    return path, ""
