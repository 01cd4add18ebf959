"""Running the application on a socket until somebody stops it."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import uvicorn

from graphkit.findings import GraphkitError, UsageError
from graphkit.query import Session
from graphkit.server.application import create_app
from graphkit.server.limits import Access, Limits
from graphkit.store import LocalStore, RemoteStore, copy_to_disk

_HEADERS = 256 * 1024  # bytes of a request line with headers: queries in addresses are long


def serve(
    session: Session,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    access: Access | None = None,
    articles: Path | None = None,
    ready: Callable[[str, bool], None] = lambda address, network_cut: None,
) -> None:
    """Serve a session until the process is interrupted or terminated.

    A store in memory is written to a temporary folder first, since queries run in processes of their own.

    Args:
        session: what is served.
        host: name or address to bind; one that is not on loopback opens the server to the network.
        port: 0 chooses a free one.
        limits: bounds of queries.
        access: who may ask; the name that is bound may always be used.
        articles: folder with the texts of the articles, for the explorer.
        ready: called with the address once queries are answered, and with whether their processes have no network.

    Raises:
        UsageError: the address cannot be bound.
        StoreError: the store cannot be read by the processes of queries.
    """
    limits, access = limits or Limits(), access or Access()
    access = replace(access, hosts=access.hosts | {host.lower()})
    with ExitStack() as stack:
        bound = stack.enter_context(_bind(host, port))
        store = _shared(session, stack)
        address = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}/"
        app = create_app(
            session,
            store,
            limits=limits,
            access=access,
            articles=articles,
            ready=lambda pool: ready(address, pool.network_cut),
        )
        config = uvicorn.Config(
            app, http="h11", ws="none", loop="asyncio", lifespan="on", log_level="critical", access_log=False,
            server_header=False, limit_concurrency=limits.connections, h11_max_incomplete_event_size=_HEADERS,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
        server = uvicorn.Server(config)
        server.run(sockets=[bound])
        if not server.started:
            raise GraphkitError(f"the server did not start: the processes for queries cannot open {store}")


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The protocol is named so that asyncio turns off Nagle's algorithm, which costs 40 ms for each answer.
        bound = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(512)
        except OSError:
            bound.close()
            raise
        return bound
    except (OSError, OverflowError) as error:
        raise UsageError(f"{host} port {port} cannot be served: {error}; choose another with --port") from None


def _shared(session: Session, stack: ExitStack) -> str:
    """Return where other processes find the store of a session."""
    store = session.store
    if isinstance(store, RemoteStore):
        return store.url
    assert isinstance(store, LocalStore)
    if store.folder:
        return str(store.folder.resolve())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="graphkit-"))) / "store"
    copy_to_disk(store, folder)
    return str(folder)
