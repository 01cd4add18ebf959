"""The workbench over HTTP, as clients meet it: a real server on loopback, stopped by its process id."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from graphkit.query import Session
from graphkit.server.confining import confine
from graphkit.store import write_store
from tests.test_query import HOSTILE, sink

__all__ = ["sink"]

FORM = "application/x-www-form-urlencoded"
SOURCES = "SELECT ?s { ?s a gk:Source }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


class Answer:
    def __init__(self, reply: http.client.HTTPResponse) -> None:
        self.status = reply.status
        self.headers = reply.headers
        self.body = reply.read()
        self.text = self.body.decode("utf-8", "replace")
        self.kind = reply.headers.get_content_type()


class Served:
    """A server that runs, and how to ask it."""

    def __init__(self, port: int, process: subprocess.Popen[str]) -> None:
        self.port, self.process = port, process
        self.url = f"http://127.0.0.1:{port}"

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def ask(self, query: str, **headers: str) -> Answer:
        return self.send("POST", "/sparql", urlencode({"query": query}).encode(), Content_Type=FORM, **headers)

    def workers(self) -> set[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return set(map(int, found.stdout.split()))


@contextmanager
def serving(*words: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "graphkit", "serve", "--port", "0", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            ready, _, _ = select.select([process.stdout], [], [], 180)
            line = process.stdout.readline() if ready else ""
            match = re.search(r":(\d+)/", line)
            assert match, f"the server did not say where it is: {line!r}"
            yield Served(int(match[1]), process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving("--demo", "--seconds", "30", "--workers", "2") as server:
        yield server


@pytest.fixture(scope="module")
def strict() -> Iterator[Served]:
    """A server with little patience."""
    bounds = ("--seconds", "6", "--rows", "50", "--megabytes", "1", "--memory", "1500", "--workers", "2")
    with serving("--demo", *bounds) as server:
        yield server


# --- the protocol -----------------------------------------------------------------------------------------------


def test_a_query_comes_by_get_by_form_and_as_a_body(served: Served) -> None:
    text = "SELECT ?s { ?s a gk:Source } ORDER BY ?s"
    get = served.send("GET", f"/sparql?query={quote(text)}", Accept="text/csv")
    form = served.ask(text, Accept="text/csv")
    body = served.send("POST", "/sparql", text.encode(), Content_Type="application/sparql-query", Accept="text/csv")
    assert get.status == form.status == body.status == 200
    assert get.body == form.body == body.body
    assert len(list(csv.reader(io.StringIO(get.text)))) == 4


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0.5, text/csv;q=0.9", "text/csv"),
        ("application/rdf+xml, text/turtle, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("application/rdf+xml", "application/sparql-results+json"),
        ("text/*", "text/csv"),
    ],
)
def test_rows_come_in_the_format_that_is_accepted(served: Served, accept: str, kind: str) -> None:
    answer = served.ask(SOURCES, **({"Accept": accept} if accept else {}))
    assert (answer.status, answer.kind) == (200, kind)
    parse = {
        "application/sparql-results+json": lambda: len(json.loads(answer.body)["results"]["bindings"]),
        "application/sparql-results+xml": lambda: len(ElementTree.fromstring(answer.body)[1]),
        "text/csv": lambda: len(answer.text.splitlines()) - 1,
        "text/tab-separated-values": lambda: len(answer.text.splitlines()) - 1,
    }
    assert parse[kind]() == 3


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/sparql-results+json", "text/turtle", ox.RdfFormat.TURTLE),
    ],
)
def test_graphs_come_in_the_format_that_is_accepted(served: Served, accept: str, kind: str, form: ox.RdfFormat) -> None:
    text = "CONSTRUCT { ?s a gk:Source } { ?s a gk:Source }"
    answer = served.ask(text, **({"Accept": accept} if accept else {}))
    assert (answer.status, answer.kind) == (200, kind)
    assert len(list(ox.parse(answer.body, format=form))) == 3
    described = served.ask("DESCRIBE ?s { ?s a gk:Source }", **({"Accept": accept} if accept else {}))
    assert described.status == 200
    assert len(list(ox.parse(described.body, format=form))) > 3


def test_ask_says_true_or_false(served: Served) -> None:
    assert json.loads(served.ask("ASK { ?s a gk:Claim }").body)["boolean"] is True
    answer = served.ask("ASK { ?s a gk:Clam }", Accept="application/sparql-results+xml")
    assert "<boolean>false</boolean>" in answer.text


@pytest.mark.parametrize("name", ["format", "output", "results"])
def test_a_format_may_be_named_and_one_that_does_not_fit_is_ignored(served: Served, name: str) -> None:
    path = f"/sparql?query={quote(SOURCES)}&{name}="
    assert served.send("GET", f"{path}csv", Accept="text/html,application/xml;q=0.9").kind == "text/csv"
    assert served.send("GET", f"{path}turtle", Accept="text/csv").kind == "text/csv"
    assert served.send("GET", f"{path}sparql", Accept="text/csv").kind == "text/csv"


def test_what_cannot_be_had_is_406(served: Served) -> None:
    answer = served.ask(SOURCES, Accept="image/png")
    assert answer.status == 406
    assert "text/csv" in answer.text


def test_odd_but_honest_requests_are_answered(served: Served) -> None:
    raw = "/sparql?query=SELECT%20?s%20{%20?s%20a%20gk:Source%20}"
    assert served.send("GET", raw).status == 200
    upgrade = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2_Settings": "AAMAAABkAAQBAAAAAAIAAAAA"}
    assert served.send("GET", raw, None, **upgrade).status == 200
    assert served.send("HEAD", raw).status == 200
    long = SOURCES + " #" + "x" * 50_000
    assert served.send("GET", f"/sparql?query={quote(long)}").status == 200


def test_the_data_set_may_be_given_beside_the_query(served: Served, demo_session: Session) -> None:
    graph, other = (demo_session.workspace.iri("graph", name) for name in ("ten-teas", "kettle-notes"))
    count = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a gk:Claim }"

    def ask(query: str, **fields: str) -> int:
        parameters = urlencode({"query": query, **{k.replace("_", "-"): v for k, v in fields.items()}})
        return int(served.send("GET", f"/sparql?{parameters}", Accept="text/csv").text.split()[1])

    assert ask(count) == 76
    assert ask(count, default_graph_uri=graph) == 42
    assert ask(count.replace("{", f"FROM <{graph}> {{", 1)) == 42
    assert ask(count.replace("{", f"FROM <{other}> {{", 1), default_graph_uri=graph) == 42
    assert ask(count, named_graph_uri=graph) == 0
    assert ask("SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c a gk:Claim } }", named_graph_uri=graph) == 42
    assert ask("SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c a gk:Claim } }", default_graph_uri=graph) == 0
    body = served.send(
        "POST", f"/sparql?default-graph-uri={quote(graph)}", count.encode(), Content_Type="application/sparql-query",
        Accept="text/csv",
    )  # fmt: skip
    assert body.text.split()[1] == "42"
    strange = served.send("GET", f"/sparql?query={quote(count)}&default-graph-uri=http%3A%2F%2F127.0.0.1%2Fx")
    assert strange.status == 400
    assert "none of this store" in strange.text


QUERY = f"query={quote('ASK {}')}"
BAD = [
    ("GET", f"/sparql?{QUERY}&{QUERY}", b"", "", 400),
    ("GET", "/sparql?default-graph-uri=urn:x", b"", "", 400),
    ("GET", "/sparql?query=", b"", "", 400),
    ("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%E9%22%20%7D", b"", "", 400),
    ("POST", "/sparql", f"{QUERY}&{QUERY}".encode(), FORM, 400),
    ("POST", "/sparql", b"", FORM, 400),
    ("POST", "/sparql", b"ASK {}", "text/plain", 415),
    ("POST", "/sparql", QUERY.encode(), "", 415),
    ("POST", "/sparql", QUERY.encode(), "multipart/form-data; boundary=x", 415),
    ("POST", "/sparql", "ASK { ?s ?p 'é' }".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
    ("POST", "/sparql", b"ASK { ?s ?p '\xe9' }", "application/sparql-query", 400),
    ("POST", f"/sparql?{QUERY}", b"ASK {}", "application/sparql-query", 400),
    ("POST", "/sparql", b"query=" + b"x" * 1_100_000, FORM, 413),
    ("POST", "/sparql", b"&".join([b"a=b"] * 2000), FORM, 400),
    ("PUT", "/sparql", b"ASK {}", "application/sparql-query", 405),
    ("DELETE", "/sparql", b"", "", 405),
    ("PATCH", "/sparql", b"", "", 405),
]


@pytest.mark.parametrize(("method", "path", "body", "kind", "status"), BAD, ids=range(len(BAD)))
def test_what_is_no_request_of_the_protocol_gets_a_sentence(
    served: Served, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    answer = served.send(method, path, body or None, **({"Content_Type": kind} if kind else {}))
    assert (answer.status, answer.kind) == (status, "text/plain")
    assert answer.text.strip().count("\n") == 0
    assert answer.text.strip()


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/sparql", b"update=CLEAR+ALL", FORM),
        ("/sparql", b"CLEAR ALL", "application/sparql-update"),
        ("/sparql?using-graph-uri=urn:x", b"INSERT DATA { <urn:a> <urn:b> 1 }", "application/sparql-update"),
        ("/sparql?update=CLEAR+ALL", b"", ""),
        ("/sparql", b"query=DELETE+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D", FORM),
        ("/sparql", b"query=ASK+%7B%7D&update=DROP+ALL", FORM),
    ],
)
def test_updates_are_refused_and_change_nothing(served: Served, path: str, body: bytes, kind: str) -> None:
    method = "POST" if body else "GET"
    answer = served.send(method, path, body or None, **({"Content_Type": kind} if kind else {}))
    assert 400 <= answer.status < 500
    assert "updates are refused" in answer.text
    assert served.ask("ASK { ?s a gk:Claim }", Accept="text/csv").text.endswith("true\n")


def test_the_service_describes_itself(served: Served, demo_session: Session) -> None:
    answer = served.send("GET", "/sparql", Accept="text/turtle")
    store = ox.Store()
    store.load(answer.body, format=ox.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    graphs = store.query(sd + "SELECT ?g { ?s sd:defaultDataset/sd:namedGraph/sd:name ?g }")
    assert isinstance(graphs, ox.QuerySolutions)
    assert {row["g"].value for row in graphs} == demo_session.store.graphs()
    endpoint = store.query(sd + f"ASK {{ ?s a sd:Service ; sd:endpoint <{served.url}/sparql> }}")
    assert bool(endpoint)
    for kind in ("application/rdf+xml", "application/ld+json", "application/n-triples"):
        assert served.send("GET", "/sparql", Accept=kind).kind == kind
    page = served.send("GET", "/sparql", Accept="text/html")
    assert (page.status, page.headers["Location"]) == (303, "/query")


# --- guards -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_a_4xx_in_one_line_and_reaches_nobody(
    served: Served, sink: tuple[int, list[bytes]], text: str
) -> None:
    port, received = sink
    answer = served.ask(text.replace("PORT", str(port)))
    assert 400 <= answer.status < 500, answer.text
    assert answer.kind == "text/plain"
    assert answer.text.strip().count("\n") == 0
    assert received == []


def test_a_syntax_error_has_line_and_column(served: Served) -> None:
    answer = served.ask("SELECT ?s\nWHERE ?s ?p ?o }")
    assert answer.status == 400
    assert re.search(r"line 2, column \d+", answer.text)


def test_a_runaway_is_ended_in_time_and_others_go_on_beside_it(strict: Served) -> None:
    before = strict.workers()
    with ThreadPoolExecutor() as threads:
        started = time.monotonic()
        runaway = threads.submit(strict.ask, RUNAWAY)
        time.sleep(0.2)
        assert strict.ask(SOURCES).status == 200
        assert not runaway.done()
        answer = runaway.result()
    assert answer.status == 503
    assert answer.kind == "text/plain"
    assert re.search("ended", answer.text)
    assert time.monotonic() - started < 60
    deadline = time.monotonic() + 60
    while len(strict.workers()) < 3:
        assert time.monotonic() < deadline, "the process that was ended was not replaced"
        time.sleep(0.2)
    assert len(before & strict.workers()) == 2
    assert strict.ask(SOURCES).status == 200


def test_a_query_that_wants_all_memory_ends_alone(strict: Served) -> None:
    text = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }"
    answer = strict.ask(text)
    assert answer.status == 503
    assert "ended" in answer.text or "memory" in answer.text
    assert strict.ask(SOURCES).status == 200


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+json",
                                    "application/sparql-results+xml"])  # fmt: skip
def test_an_answer_that_is_too_large_is_refused_not_cut(strict: Served, accept: str) -> None:
    answer = strict.ask("SELECT ?s { ?s ?p ?o } LIMIT 500", Accept=accept)
    assert (answer.status, answer.kind) == (400, "text/plain")
    assert "more than 50 rows" in answer.text
    exact = strict.ask("SELECT ?s ?p { ?s ?p ?o } LIMIT 50", Accept=accept)
    assert exact.status == 200
    graph = strict.ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 500", Accept="application/n-triples")
    assert (graph.status, graph.kind) == (400, "text/plain")
    wide = strict.ask('SELECT (CONCAT(STR(?s), "' + "x" * 60_000 + '") AS ?t) { ?s ?p ?o } LIMIT 40', Accept=accept)
    assert (wide.status, wide.kind) == (400, "text/plain")
    assert "MB" in wide.text


def test_a_query_ends_when_nobody_waits_for_it(served: Served) -> None:
    before = served.workers()
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        connection.sendall(head.encode())
        time.sleep(1)
    deadline = time.monotonic() + 20
    while before <= served.workers():
        assert time.monotonic() < deadline, "the query goes on although its client has left"
        time.sleep(0.1)


def test_no_process_outlives_the_server() -> None:
    with serving("--demo", "--seconds", "60", "--workers", "1") as server:
        workers = server.workers()
        assert len(workers) == 2, "one that works and a spare one"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            time.sleep(1)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in workers):
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces are of Linux")
def test_queries_run_without_a_network(sink: tuple[int, list[bytes]]) -> None:
    port, received = sink
    code = (
        "import socket, sys; from graphkit.server.confining import confine\n"
        "if not confine(2_000_000_000, network=False): sys.exit(77)\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)\n"
        "except OSError: print('cut')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(port)], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("this system does not let a process give up its network")
    assert done.stdout == "cut\n"
    assert received == []
    assert confine.__doc__


# --- who may ask ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[", "localhost.x"])
def test_another_name_is_not_answered(served: Served, host: str) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        head = f"GET /sparql?{QUERY} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 421 " in reply.splitlines()[0] or b" 400 " in reply.splitlines()[0]
    assert b"boolean" not in reply


@pytest.mark.parametrize("path", ["/sparql?" + QUERY, "/", "/queries.json", "/query"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"])
def test_pages_of_strangers_read_nothing(served: Served, path: str, origin: str) -> None:
    answer = served.send("GET", path, Origin=origin)
    assert answer.status == 403
    assert "Access-Control-Allow-Origin" not in answer.headers
    preflight = served.send("OPTIONS", path, Origin=origin, Access_Control_Request_Method="POST")
    assert preflight.status == 403


@pytest.mark.parametrize("origin", ["http://localhost:8888", "http://127.0.0.1:3000", "http://[::1]:1"])
def test_pages_on_this_machine_read_answers_and_errors_without_credentials(served: Served, origin: str) -> None:
    for query, status in ((SOURCES, 200), ("SELECT", 400)):
        answer = served.ask(query, Origin=origin)
        assert answer.status == status
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    preflight = served.send(
        "OPTIONS", "/sparql", Origin=origin, Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )  # fmt: skip
    assert preflight.status == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Origin"] == origin


def test_an_origin_and_a_name_may_be_allowed() -> None:
    with serving(
        "--demo", "--workers", "1", "--allow-origin", "https://good.example", "--allow-host", "kg.example"
    ) as s:
        assert s.ask(SOURCES, Origin="https://good.example").headers["Access-Control-Allow-Origin"] == (
            "https://good.example"
        )
        assert s.ask(SOURCES, Origin="https://evil.example").status == 403
        assert s.ask(SOURCES, Host="kg.example").status == 200
        assert s.ask(SOURCES, Host="evil.example").status == 421


# --- starting ---------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_one_line(served: Served) -> None:
    command = [sys.executable, "-m", "graphkit", "serve", "--demo", "--port", str(served.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_store_on_disk_is_served_and_stays_as_it_is(tmp_path: Path, demo_session: Session) -> None:
    folder = tmp_path / "store"
    write_store(["<urn:a> <urn:b> <urn:c> <urn:g> ."], folder, {})
    before = {path.name: path.read_bytes() for path in (folder / "data").iterdir() if path.suffix == ".sst"}
    with serving("--demo", "--workers", "2", "--store", str(folder)) as server:
        assert server.ask("SELECT ?o { ?s ?p ?o }", Accept="text/csv").text.split() == ["o", "urn:c"]
        write_store(["<urn:a> <urn:b> <urn:d> <urn:g> ."], folder, {})
        assert server.ask("SELECT ?o { ?s ?p ?o }", Accept="text/csv").status == 200
    assert before
    assert os.access(folder, os.W_OK)
    assert len(demo_session.store) > 1


def test_it_stops_when_told() -> None:
    with serving("--demo", "--workers", "1") as server:
        workers = server.workers()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=60) in (0, -signal.SIGTERM)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
