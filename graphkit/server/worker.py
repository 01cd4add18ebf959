"""A process that runs queries from outside, one at a time, and can be ended at any moment.

It is started with its settings as JSON in the first line of standard input, says that it is ready, and then reads one
request per line. Each answer is a line of JSON with its length, and that many bytes: whole, or an error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import IO, Any

from graphkit.findings import GraphkitError
from graphkit.server.confining import confine, end_after

_GRACE = 5  # seconds after which the system ends a query that its server has forgotten


class TooMuchError(Exception):
    """An answer is larger than it may be."""


class Bounded:
    """Collects an answer up to a size and a number of rows.

    Rows are counted by what separates them in a format. CSV and JSON may hold that inside of a text too, so that a
    row may count twice there: never the other way round.
    """

    def __init__(self, form: str, rows: int, size: int) -> None:
        self._mark, head = _MARKS[form]
        self._rows, self._size = rows, size
        self._parts: list[bytes] = []
        self._seen, self._length, self._tail = -head, 0, b""

    def write(self, part: bytes) -> int:
        """Take a part.

        Raises:
            TooMuchError: with it the answer is too large.
        """
        self._parts.append(bytes(part))
        self._length += len(part)
        text = self._tail + bytes(part)
        self._seen += text.count(self._mark)
        self._tail = text[len(text) - len(self._mark) + 1 :]
        if self._length > self._size:
            raise TooMuchError(f"the answer is larger than {self._size / 1e6:g} MB; ask for less, or add LIMIT")
        if self._seen > self._rows:
            raise TooMuchError(f"the answer has more than {self._rows} rows; add LIMIT")
        return len(part)

    def flush(self) -> None:
        """Do nothing: there is nowhere to flush to."""

    def body(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self._parts)


#: What stands for a row in a format, and how many of those are there more than rows.
_MARKS: Mapping[str, tuple[bytes, int]] = {
    "csv": (b"\n", 1),
    "tsv": (b"\n", 1),
    "xml": (b"<result>", 0),
    "json": (b"}},{", -1),
}


class Worker:
    """Runs queries on a store."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Open the store.

        Args:
            settings: store (folder or URL), base (of the IRIs of its graphs), prefixes, rows, size, seconds.
        """
        from graphkit.query import inspect_query
        from graphkit.store import open_any
        from graphkit.vocabulary import Prefixes

        self._settings = settings
        self._prefixes = Prefixes(settings["prefixes"])
        self._store = open_any(settings["store"], settings["base"])
        self._graphs = self._store.graphs()
        inspect_query("ASK {}", self._prefixes)  # loads the parser now and not with the first query
        self._inspect = lru_cache(maxsize=512)(lambda text: inspect_query(text, self._prefixes))

    def answer(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Run a query.

        Args:
            request: query, default and named (graphs, or null), rows and graph (formats for either kind of answer).

        Returns:
            Head and body of the answer.
        """
        from graphkit.findings import QueryError, StoreError

        try:
            form, body = self._run(request)
        except TooMuchError as error:
            return {"status": 400, "error": str(error)}, b""
        except QueryError as error:
            return {"status": 400, "error": str(error)}, b""
        except StoreError as error:
            return {"status": 503, "error": str(error)}, b""
        except MemoryError:
            return {"status": 503, "error": MEMORY}, b""
        return {"status": 200, "form": form}, body

    def _run(self, request: Mapping[str, Any]) -> tuple[str, bytes]:
        import pyoxigraph as ox

        from graphkit.findings import QueryError
        from graphkit.query import Result
        from graphkit.store import Dataset, Scope

        inspection = self._inspect(request["query"])
        default, named = request["default"], request["named"]
        for graph in sorted({*inspection.graphs, *default, *named} - self._graphs):
            raise QueryError(f"the graph <{graph}> is none of this store")
        scope: Dataset = "query" if inspection.graphs else "union"
        if default or named:  # the protocol's data set takes precedence over that of the query
            scope = Scope(tuple(default), tuple(named))
        answer = self._store.query(request["query"], self._prefixes.namespaces, scope)
        if isinstance(answer, ox.QueryTriples | list):
            triples = _counted(iter(answer), self._settings["rows"])
            return request["graph"], Result(triples, self._prefixes.namespaces).serialize(request["graph"])
        if isinstance(answer, ox.QueryBoolean):
            return request["rows"], Result(answer).serialize(request["rows"])
        bounded = Bounded(request["rows"], self._settings["rows"], self._settings["size"])
        from graphkit.query import ROW_FORMATS

        answer.serialize(bounded, format=ROW_FORMATS[request["rows"]])  # type: ignore[arg-type]
        return request["rows"], bounded.body()


MEMORY = "the query needed more memory than it may have; ask for less"


def _counted(triples: Iterator[Any], most: int) -> list[Any]:
    found = list(islice(triples, most + 1))
    if len(found) > most:
        raise TooMuchError(f"the answer has more than {most} statements; add LIMIT")
    return found


def run(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    settings = json.loads(source.readline())
    cut = confine(settings["memory"], network=settings["store"].startswith(("http://", "https://")))
    try:
        worker = Worker(settings)
    except (GraphkitError, MemoryError) as error:
        _send(target, {"error": str(error) or MEMORY}, b"")
        return
    _send(target, {"network_cut": cut}, b"")
    while line := source.readline():
        end_after(settings["seconds"] + _GRACE)
        head, body = worker.answer(json.loads(line))
        if len(body) > settings["size"]:
            head, body = {"status": 400, "error": "the answer is too large; ask for less, or add LIMIT"}, b""
        end_after(0)
        _send(target, head, body)


def _send(target: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    target.write(json.dumps({**head, "length": len(body)}).encode() + b"\n")
    target.write(body)
    target.flush()


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer)
