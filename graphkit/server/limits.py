"""How much anybody may ask for, and who may ask."""

from __future__ import annotations

import os
from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of queries from outside.

    Attributes:
        seconds: how long a query may run; then its process is ended.
        rows: rows, or statements of a graph, in an answer.
        size: bytes of an answer.
        memory: bytes of address space of a process that runs queries.
        workers: queries that run at once.
        queue: queries that may wait for their turn.
        wait: seconds that one may wait.
        request: bytes of a request.
        connections: connections at once.
    """

    seconds: float = 20
    rows: int = 500_000
    size: int = 64 * _MB
    memory: int = 4_000 * _MB
    workers: int = min(4, os.cpu_count() or 1)
    queue: int = 200
    wait: float = 60
    request: int = 1 * _MB
    connections: int = 500


@dataclass(frozen=True)
class Access:
    """Who may ask: names of this server, and pages of other origins that may read what it says.

    Attributes:
        hosts: names besides those of loopback under which it is reached; ``*`` for any.
        origins: origins whose pages may read answers, besides those on loopback; ``*`` for any.
    """

    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
