"""The processes that run queries from outside: a few that wait, each of them ended when a query takes too much."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphkit.findings import StoreError
from graphkit.server.limits import Limits

_LINE = 1_000_000
_SPARE = 1  # processes beyond those that run at once: one is ready when another is ended
_START = 120  # seconds that a process may take to open its store


@dataclass(frozen=True)
class Reply:
    """What a query led to.

    Attributes:
        status: of HTTP.
        form: format of the body, if the status is 200.
        body: the whole answer.
        error: one sentence, if the status is another.
    """

    status: int
    form: str = ""
    body: bytes = b""
    error: str = ""


class Pool:
    """Runs queries in processes of their own."""

    def __init__(self, settings: Mapping[str, Any], limits: Limits) -> None:
        """Make a pool; `start` starts its processes.

        Args:
            settings: as of `graphkit.server.worker.Worker`.
            limits: bounds of queries.
        """
        bounds = {"rows": limits.rows, "size": limits.size, "memory": limits.memory, "seconds": limits.seconds}
        self._settings = json.dumps({**settings, **bounds}).encode() + b"\n"
        self._limits = limits
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._turns = asyncio.Semaphore(limits.workers)
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False
        self.network_cut = False

    async def start(self) -> None:
        """Start the processes.

        Raises:
            StoreError: they cannot open the store.
        """
        for process in await asyncio.gather(*(self._spawn() for _ in range(self._limits.workers + _SPARE))):
            self._idle.put_nowait(process)

    async def close(self) -> None:
        """End the processes."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for process in list(self._all):
            await self._end(process)

    async def run(self, request: Mapping[str, Any]) -> Reply:
        """Run a query, or say why not; what it needs beyond its limits ends its process."""
        if self._waiting >= self._limits.queue:
            return Reply(503, error="too many queries are waiting; try again later")
        self._waiting += 1
        try:
            process = await asyncio.wait_for(self._take(), self._limits.wait)
        except TimeoutError:
            return Reply(503, error=f"the query waited {self._limits.wait:g} s for its turn; try again later")
        finally:
            self._waiting -= 1
        try:
            return await self._run_in(process, request)
        finally:
            self._turns.release()

    async def _take(self) -> Process:
        await self._turns.acquire()
        try:
            return await self._idle.get()
        except asyncio.CancelledError:
            self._turns.release()
            raise

    async def _run_in(self, process: Process, request: Mapping[str, Any]) -> Reply:
        reply = None
        try:
            reply = await asyncio.wait_for(_ask(process, request), self._limits.seconds)
        except TimeoutError:
            return Reply(503, error=f"the query ran for {self._limits.seconds:g} s and was ended; ask for less")
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            return Reply(503, error="the query needed more memory than it may have, and was ended; ask for less")
        finally:
            if reply is None:
                self._replace(process)
            else:
                self._idle.put_nowait(process)
        return reply

    def _replace(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()  # at once, even if nobody waits for what follows
        task = asyncio.create_task(self._end_and_spawn(process))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end_and_spawn(self, process: Process) -> None:
        await self._end(process)
        while not self._closed:
            try:
                self._idle.put_nowait(await self._spawn())
            except StoreError:
                await asyncio.sleep(1)  # a store that is being built anew is there again soon
            else:
                return

    async def _spawn(self) -> Process:
        command = (sys.executable, "-m", "graphkit.server.worker")
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE)
        self._all.add(process)
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(self._settings)
            head = json.loads(await asyncio.wait_for(process.stdout.readline(), _START))
        except (TimeoutError, ConnectionError, ValueError):
            head = {"error": "the process that was to open it ended"}
        if "error" in head:
            await self._end(process)
            raise StoreError(f"queries cannot run: {head['error']}")
        self.network_cut = bool(head["network_cut"])
        return process

    async def _end(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        self._all.discard(process)


async def _ask(process: Process, request: Mapping[str, Any]) -> Reply:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(request).encode() + b"\n")
    await process.stdin.drain()
    head = json.loads(await process.stdout.readline())
    body = await process.stdout.readexactly(head["length"])
    return Reply(head["status"], head.get("form", ""), body, head.get("error", ""))
