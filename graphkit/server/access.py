"""Who may ask: the door before everything else.

Only requests under a name of this server are answered, so that a page whose name was made to point here cannot read
it (DNS rebinding). Pages of other origins may read answers if their origin is on this machine or was allowed; never
with credentials, since there are none.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphkit.server.limits import Access

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_METHODS = "GET, HEAD, POST, OPTIONS"


class Door:
    """Checks Host and Origin, answers preflights, and puts the headers on every answer, errors included."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = self._allowed(origin, headers.get("host", ""))
        refusal = self._refusal(scope, headers, origin, allowed)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(message, origin if origin and allowed else "")
            await send(message)

        await (refusal or self._app)(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: Headers, origin: str, allowed: bool) -> Response | None:
        host = _name(headers.get("host", ""))
        if host not in _LOOPBACK | self._access.hosts and "*" not in self._access.hosts:
            return PlainTextResponse(f"this server is not called {host or 'nothing'}; see --allow-host", 421)
        if not allowed:
            return PlainTextResponse(f"pages of {origin} may not read this server; see --allow-origin", 403)
        if scope["method"] == "OPTIONS":
            preflight = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Allow-Headers": "*"}
            return Response(status_code=204, headers={"Allow": _METHODS, **(preflight if origin else {})})
        return None

    def _allowed(self, origin: str, host: str) -> bool:
        if not origin or "*" in self._access.origins or origin in self._access.origins:
            return True
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and (parts.netloc == host or parts.hostname in _LOOPBACK)


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _mark(message: MutableMapping[str, Any], origin: str) -> None:
    names = {name.lower() for name, _ in message["headers"]}
    extra = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
    if b"vary" not in names:
        extra.append((b"vary", b"Accept, Origin"))
    if b"content-security-policy" not in names:
        extra.append((b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"))
    if origin:
        extra.append((b"access-control-allow-origin", origin.encode("latin-1")))
    message["headers"] = [*message["headers"], *extra]
