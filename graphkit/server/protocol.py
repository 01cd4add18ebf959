"""Requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

_READ_ONLY = "updates are refused: this endpoint is read only"
_RDFLIB_DEFAULT = "urn:x-rdflib:default"  # what rdflib calls the default graph of whoever it asks
_FIELDS = 1000
_NAMES = ("format", "output", "results")


class RefusedError(Exception):
    """A request that is not answered; its text is one sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A query as it was sent.

    Attributes:
        query: its text.
        default: ``default-graph-uri``.
        named: ``named-graph-uri``.
        wanted: a format by name: some clients send ``format=`` or ``output=``.
    """

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    wanted: str = ""


def read_get(search: bytes) -> Asked | None:
    """Read a query from an address; None if it says nothing at all, which asks for the service description.

    Raises:
        RefusedError: it is no query of the protocol.
    """
    fields = _fields(search)
    return _asked(fields) if fields else None


def read_post(search: bytes, content_type: str, body: bytes) -> Asked:
    """Read a query from a body, as a form or as it stands.

    Raises:
        RefusedError: it is no query of the protocol.
    """
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower().replace("utf8", "utf-8"):
        raise RefusedError(415, "the request must be UTF-8")
    if media == "application/sparql-update":
        raise RefusedError(403, _READ_ONLY)
    if media == "application/sparql-query":
        fields = _fields(search)
        if any(name == "query" for name, _ in fields):
            raise RefusedError(400, "the query stands in the body and in the address; send it once")
        return _asked([*fields, ("query", _decode(body))])
    if media == "application/x-www-form-urlencoded":
        return _asked([*_fields(search), *_fields(body)])
    raise RefusedError(415, "send application/x-www-form-urlencoded or application/sparql-query")


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _decode(encoded), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError:
        raise RefusedError(400, "the request is not UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"the request has more than {_FIELDS} fields") from None


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "the request is not UTF-8") from None


def _asked(fields: list[tuple[str, str]]) -> Asked:
    def every(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    if every("update"):
        raise RefusedError(403, _READ_ONLY)
    queries = every("query")
    if len(queries) != 1:
        raise RefusedError(400, "there is no query" if not queries else "there are several queries; send one")
    wanted = next((value for name in _NAMES for value in every(name)), "")
    default = tuple(graph for graph in every("default-graph-uri") if graph != _RDFLIB_DEFAULT)
    return Asked(queries[0], default, every("named-graph-uri"), wanted)
