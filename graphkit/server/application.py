"""The application: routes, and what lives as long as it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from graphkit.query import Session
from graphkit.server.access import Door
from graphkit.server.endpoint import Endpoint
from graphkit.server.limits import Access, Limits
from graphkit.server.pages import Pages
from graphkit.server.pool import Pool

_HERE = Path(__file__).parent


def create_app(
    session: Session,
    store: str,
    *,
    limits: Limits | None = None,
    access: Access | None = None,
    articles: Path | None = None,
    ready: Callable[[Pool], None] = lambda _: None,
) -> ASGIApp:
    """Make the application.

    Args:
        session: answers what pages ask.
        store: where processes find the same store: a folder, or an address.
        limits: bounds of queries from outside.
        access: who may ask.
        articles: folder with the texts of the articles, for the explorer.
        ready: called when queries are answered.
    """
    limits, workspace = limits or Limits(), session.workspace
    namespaces = workspace.prefixes.namespaces
    pool = Pool({"store": store, "base": workspace.iri("graph", ""), "prefixes": namespaces}, limits)
    pages = Pages(session, articles)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            ready(pool)
            yield
        finally:
            await pool.close()

    endpoint = Endpoint(session, pool, limits)
    routes = [
        Route("/", pages.explorer),
        Route("/sparql", endpoint.__call__, methods=["GET", "POST"], name="sparql"),
        Route("/query", pages.query),
        Route("/queries.json", pages.queries),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        Mount("/vendor", StaticFiles(directory=_HERE / "vendor")),
        Route("/{path:path}", pages.thing),
    ]
    handlers = {HTTPException: _refuse, Exception: _fail}
    return Door(Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers), access or Access())


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail.lower()}\n", error.status_code, error.headers)


async def _fail(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"the server failed: {type(error).__name__}\n", 500)
