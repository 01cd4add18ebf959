"""Named queries on many claims: through a session, by raw pyoxigraph, by rdflib; then the server under load.

The demonstration is repeated under other names until there are enough claims, so that data and answers have the shape
of the real thing. rdflib gets a smaller part and is compared with a session on the same part. Then 50 clients ask the
server for a minute while one of them sends queries without end.

Run: ``python tests/benchmarks/bench_query.py [CLAIMS] [CLAIMS FOR RDFLIB] [SECONDS OF LOAD]``
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import rdflib

from graphkit.compiler import build_graph
from graphkit.query import Session
from graphkit.server.describing import Places, describe_thing
from graphkit.store import LocalStore, memory_store, write_store
from graphkit.vocabulary import PREFIXES
from graphkit.workspace import Workspace, open_workspace

CLIENTS = 50
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?d) }"
LOOK_UP = "SELECT ?p ?o { claim:ten-teas-c014 ?p ?o }"
_SHARED = ("studies", "ontology", "propositions", "edges", "appraisal")


def repeated(workspace: Workspace, claims: int) -> list[str]:
    """Return N-Quads of the demonstration, repeated until there are so many claims."""
    lines = build_graph(workspace).quads
    ontology = workspace.iri("graph", "ontology")
    kinds = "claim|source|passage|study|proposition|quantity|conflict|echo|graph"
    name = re.compile(rf"<({re.escape(workspace.settings.base)}(?:{kinds})/)(?!(?:{'|'.join(_SHARED)})>)([^>]*)>")
    once = [line for line in lines if f"<{ontology}>" in line]
    rest = [line for line in lines if f"<{ontology}>" not in line]
    found = dict.fromkeys([*once, *rest])
    for copy in range(1, -(-claims // 75)):
        found.update(dict.fromkeys(name.sub(rf"<\g<1>\g<2>-x{copy}>", line) for line in rest))
    return list(found)


def median(run: Callable[[], int], budget: float = 6, most: int = 9) -> tuple[float, int]:
    """Return the median time of a call and what it returned."""
    times: list[float] = []
    while len(times) < most and (not times or sum(times) < budget):
        start = time.perf_counter()
        rows = run()
        times.append(time.perf_counter() - start)
    return statistics.median(times), rows


def raw(store: ox.Store, text: str) -> int:
    """Run a query by pyoxigraph alone and read all its rows."""
    answer = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return len([tuple(row) for row in answer])


def compare(session: Session) -> list[float]:
    """Print how long each named query takes through a session and by pyoxigraph; return the ratios."""
    assert isinstance(session.store, LocalStore)
    store, ratios = session.store.inner, []
    for name, query in session.named.items():
        pairs = []
        for _ in range(3):  # in turns, so that a busy machine slows both
            alone, expected = median(lambda text=query.text: raw(store, text), 2, 5)  # type: ignore[misc]
            ours, rows = median(lambda name=name: len(session.ask_for(name).rows), 2, 5)  # type: ignore[misc]
            assert rows == expected, name
            pairs.append((ours, alone))
        ours, alone = (min(pair[n] for pair in pairs) for n in (0, 1))
        ratios.append(ours / alone)
        print(f"  {name:16}{rows:9,} rows{ours * 1000:12.2f} ms{alone * 1000:12.2f} ms raw   × {ours / alone:.2f}")
    return ratios


def against_rdflib(session: Session, lines: list[str]) -> list[float]:
    """Print how long each named query takes through a session and by rdflib in memory; return the ratios."""
    graph = rdflib.Graph()  # the union, as a plain graph: the best case for rdflib
    start = time.perf_counter()
    graph.parse(data="\n".join(re.sub(r" <[^<>]*> \.$", " .", line) for line in lines), format="nt")
    print(f"  rdflib loaded {len(graph):,} statements in {time.perf_counter() - start:.1f} s")
    ratios = []
    for name, query in session.named.items():
        ours, rows = median(lambda name=name: len(session.ask_for(name).rows), 3)  # type: ignore[misc]
        try:
            theirs, found = median(lambda text=query.text: len(list(graph.query(text, initNs=PREFIXES))), 3, 3)  # type: ignore[misc]
        except rdflib.plugins.sparql.sparql.SPARQLError as error:
            print(f"  {name:16}{rows:9,} rows{ours * 1000:12.2f} ms   rdflib fails: {error}")
            continue
        ratios.append(theirs / ours)
        same = "" if rows == found else f"   ({found} rows by rdflib)"
        print(
            f"  {name:16}{rows:9,} rows{ours * 1000:12.2f} ms{theirs * 1000:12.2f} ms rdflib  × {ratios[-1]:.0f}{same}"
        )
    return ratios


def resident(pid: int) -> float:
    """Return the memory of a process and its children in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    total = 0
    for one in (str(pid), *children):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text(encoding="utf-8").split()[1])
        except (OSError, IndexError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


class Load:
    """Clients that ask a server, and what they were told."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.until = port, time.monotonic() + seconds
        self.seen: Counter[str] = Counter()
        self.times: list[float] = []
        self.runaways: Counter[int] = Counter()
        self.pages: list[float] = []

    def client(self) -> None:
        """Ask for a look-up and a page in turn until the time is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.monotonic() < self.until:
            start = time.perf_counter()
            try:
                connection.request("GET", f"/sparql?query={quote(LOOK_UP)}", headers={"Accept": "text/csv"})
                reply = connection.getresponse()
                good = reply.status == 200 and reply.read().count(b"\n") > 10
                self.seen["good" if good else f"status {reply.status}"] += 1
            except (OSError, http.client.HTTPException) as error:
                self.seen[type(error).__name__] += 1
                connection.close()
            self.times.append(time.perf_counter() - start)

    def runaway(self) -> None:
        """Send queries without end, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.monotonic() < self.until:
            connection.request("GET", f"/sparql?query={quote(RUNAWAY)}")
            reply = connection.getresponse()
            reply.read()
            self.runaways[reply.status] += 1

    def run(self) -> None:
        """Run all clients."""
        threads = [threading.Thread(target=self.client) for _ in range(CLIENTS)]
        threads.append(threading.Thread(target=self.runaway))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def under_load(folder: Path, seconds: float) -> None:
    """Start a server on a store, load it, and print what came of it."""
    command = [sys.executable, "-m", "graphkit", "serve", "--demo", "--store", str(folder), "--port", "0",
               "--seconds", "5", "--workers", "2"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = re.search(r":(\d+)/", server.stdout.readline())
            assert found
            port = int(found[1])
            print(f"  a claim's page: {page_time(port) * 1000:.1f} ms over HTTP")
            before, load = resident(server.pid), Load(port, seconds)
            load.run()
            after = resident(server.pid)
        finally:
            server.terminate()
    load.times.sort()
    middle, slow = load.times[len(load.times) // 2], load.times[int(len(load.times) * 0.99)]
    print(f"  {CLIENTS} clients, {seconds:g} s: {dict(load.seen)}, {len(load.times) / seconds:.0f} a second, "
          f"median {middle * 1000:.0f} ms, 99% {slow * 1000:.0f} ms")  # fmt: skip
    print(f"  queries without end: {dict(load.runaways)}; memory {before:.0f} MB before, {after:.0f} MB after")


def page_time(port: int) -> float:
    """Return the median time of a page about a claim."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get() -> int:
        connection.request("GET", "/claims-graphkit/demo/claim/ten-teas-c014", headers={"Accept": "text/html"})
        reply = connection.getresponse()
        assert reply.status == 200
        return len(reply.read())

    return median(get, 5, 50)[0]


def describing(session: Session) -> float:
    """Return the median time of finding what a page about a claim says."""
    places, claim = Places(session), session.workspace.iri("claim", "ten-teas-c014")
    return median(lambda: int(describe_thing(session, places, claim) is not None), 3, 50)[0]


def main(claims: int, fewer: int, seconds: float) -> None:
    """Print times and ratios."""
    workspace = open_workspace(demo=True)
    lines = repeated(workspace, claims)
    start = time.perf_counter()
    session = Session(workspace, memory_store(lines))
    print(f"{claims:,} claims, {len(lines):,} statements, loaded in {time.perf_counter() - start:.1f} s")
    ratios = compare(session)
    print(f"session against raw pyoxigraph: median × {statistics.median(ratios):.2f}, worst × {max(ratios):.2f}")
    print(f"what a claim's page says: {describing(session) * 1000:.1f} ms")
    del session
    part = repeated(workspace, fewer)
    print(f"{fewer:,} claims, {len(part):,} statements")
    ratios = against_rdflib(Session(workspace, memory_store(part)), part)
    print(
        f"session against rdflib in memory: median × {statistics.median(ratios):.0f} faster, least × {min(ratios):.0f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        write_store(lines, Path(folder) / "store", {})
        print("the server on the store on disk")
        under_load(Path(folder) / "store", seconds)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [100_000, 750, 60][len(given) :]))
