"""HTTP as far as a store behind a URL needs it: credentials, whole answers, errors in one line."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit

from graphkit.findings import StoreError

USER = "GRAPHKIT_STORE_USER"
PASSWORD = "GRAPHKIT_STORE_PASSWORD"  # noqa: S105 - the name of a variable
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Reply:
    """What came back: status, type of the body without parameters, body."""

    status: int
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        """The first line of the body, as far as a person wants to read it."""
        lines = self.body.decode("utf-8", "replace").strip().splitlines()
        return lines[0][:300] if lines else ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirect would carry queries and credentials elsewhere."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Answers a challenge it has met before it is asked again: a server may not read a long body only to refuse it."""

    _met: Mapping[str, str] | None = None

    def get_authorization(self, req: urllib.request.Request, chal: Mapping[str, str]) -> str | None:
        self._met = chal
        return super().get_authorization(req, chal)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """Sign a request."""
        if self._met and not req.has_header(self.auth_header):
            req.add_unredirected_header(self.auth_header, f"Digest {self.get_authorization(req, self._met)}")
        return req

    https_request = http_request


class Client:
    """Sends requests below one address; Basic and Digest credentials come from the environment."""

    def __init__(self, address: str, timeout: float = 120) -> None:
        """Make a client.

        Args:
            address: http or https URL without credentials.
            timeout: seconds without a byte after which it gives up.

        Raises:
            StoreError: the address is no such URL.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(f"{address} is no http or https address")
        if parts.username or parts.password:
            raise StoreError(f"credentials do not belong into the address; set {USER} and {PASSWORD}")
        self._address, self._timeout = address, timeout
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if user := os.environ.get(USER):
            passwords.add_password(None, f"{parts.scheme}://{parts.netloc}/", user, os.environ.get(PASSWORD, ""))
        handlers: list[urllib.request.BaseHandler] = [
            _NoRedirect(),
            urllib.request.HTTPBasicAuthHandler(passwords),
            _Digest(passwords),
        ]
        if parts.hostname in _LOCAL:
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Send a request and read the whole answer.

        Raises:
            StoreError: nobody answers, or the answer breaks off.
        """
        every = {"User-Agent": "graphkit", **headers}
        request = urllib.request.Request(url, body, every, method=method)  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Reply(response.status, response.headers.get_content_type(), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.headers.get_content_type(), error.read())
        except urllib.error.URLError as error:
            raise StoreError(f"{self._address} cannot be reached: {error.reason}") from None
        except (OSError, HTTPException, ValueError) as error:
            why = str(error) or type(error).__name__
            raise StoreError(f"{self._address} broke off: {why}") from None
