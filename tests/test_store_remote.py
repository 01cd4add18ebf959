"""Stores behind a URL: real servers on loopback must give the rows that a store in memory gives."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphkit.compiler import Build
from graphkit.explorer import explore_html
from graphkit.findings import QueryError, StoreError
from graphkit.query import Result, Session, open_session
from graphkit.store import LocalStore, RemoteStore, load_remote
from graphkit.store.remote import _declare
from graphkit.workspace import Workspace
from tests.test_cli import run

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@contextmanager
def running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    """Run a server until the block ends; stop it by its process id."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 60
            while not answers(ready):
                assert process.poll() is None, (folder / "server.log").read_text(encoding="utf-8")
                assert time.monotonic() < deadline, "the server did not start within a minute"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    address = f"127.0.0.1:{free_port()}"
    command = [str(program), "serve", "--bind", address]
    with running(command, tmp_path_factory.mktemp("oxigraph"), f"http://{address}/"):
        yield f"http://{address}/query"


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("virtuoso-t is not installed: apt-get install virtuoso-opensource")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, port=port, isql=free_port()), encoding="utf-8")
    command = [program, "+foreground", "+configfile", str(settings)]
    with running(command, folder, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest, demo_build: Build, demo: Workspace) -> Session:
    """The demonstration, loaded into a server."""
    url: str = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "virtuoso":  # the credentials of a database that was made a moment ago
            patch.setenv("GRAPHKIT_STORE_USER", "dba")
            patch.setenv("GRAPHKIT_STORE_PASSWORD", "dba")
        load_remote(demo_build.quads, url, demo.iri("graph", ""))
    return open_session(demo, url)


def rows(result: Result) -> list[tuple[object, ...]]:
    """Rows in any order, and in them what GROUP_CONCAT joins, since SPARQL orders neither.

    Virtuoso joins no texts into an empty one, Oxigraph into none.
    """

    def loose(value: object) -> object:
        return sorted(value.split(", ")) if isinstance(value, str) else [""] if value is None else value

    return sorted((tuple(map(loose, row.values())) for row in result), key=str)


def test_named_queries_give_the_same_rows(remote: Session, demo_session: Session) -> None:
    for name in demo_session.named:
        here, there = demo_session.ask_for(name), remote.ask_for(name)
        assert there.columns == here.columns, name
        assert rows(there) == rows(here), name


def test_parameters_labels_and_explorer_work(remote: Session, demo_session: Session) -> None:
    for value in ("tea:legCramp", "leg cramps"):
        assert len(remote.ask_for("entity", {"entity": value})) == len(
            demo_session.ask_for("entity", {"entity": value})
        )
    cramp = demo_session.workspace.prefixes.expand("tea:legCramp")
    assert remote.label(cramp) == demo_session.label(cramp)
    assert remote.store.knows(cramp)
    assert not remote.store.knows(f"{cramp}s")


def test_the_explorer_is_the_same(oxigraph: str, demo: Workspace, demo_build: Build, demo_session: Session) -> None:
    """With Virtuoso 7.2.5 it is not: that loses the empty step of a path between two unbound variables."""
    load_remote(demo_build.quads, oxigraph, demo.iri("graph", ""))
    assert explore_html(open_session(demo, oxigraph)) == explore_html(demo_session)


def test_the_corpus_gives_the_same_rows(oxigraph: str, corpus_workspace: Workspace, corpus_session: Session) -> None:
    assert isinstance(corpus_session.store, LocalStore)
    lines = (corpus_session.store.inner.dump(format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines()
    load_remote(lines, oxigraph, corpus_workspace.iri("graph", ""))
    there = open_session(corpus_workspace, oxigraph)
    for name in corpus_session.named:
        assert rows(there.ask_for(name)) == rows(corpus_session.ask_for(name)), name


def test_every_form_of_query_comes_back(remote: Session, demo_session: Session) -> None:
    assert remote.ask_for("ASK { ?c a gk:Claim }").serialize("csv") == b"answer\ntrue\n"
    assert remote.ask_for("ASK { ?c a gk:Clam }").serialize("csv") == b"answer\nfalse\n"
    text = "CONSTRUCT { ?s rdfs:label ?name } WHERE { ?s a gk:Source ; rdfs:label ?name }"
    assert sorted(remote.ask_for(text).rows, key=str) == sorted(demo_session.ask_for(text).rows, key=str)
    graph = demo_session.workspace.iri("graph", "ten-teas")
    counted = remote.ask_for(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?c a gk:Claim }}")
    assert next(iter(counted))["n"] == 42


def test_loading_again_replaces_and_removes(demo: Workspace, demo_build: Build, oxigraph: str) -> None:
    base = "https://example.org/again/graph/"
    lines = [f"<urn:a> <urn:b> <urn:{n}> <{base}{n}> ." for n in range(3)]
    assert load_remote(lines, oxigraph, base) == 3
    assert load_remote([lines[0], lines[1].replace("urn:1", "urn:9")], oxigraph, base) == 2
    store = RemoteStore(oxigraph, base)
    assert store.graphs() == {f"{base}0", f"{base}1"}
    rows = store.query("SELECT ?o { ?s ?p ?o }", {})
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["o"].value for row in rows} == {"urn:0", "urn:9"}


def test_build_and_query_by_address(oxigraph: str) -> None:
    built = run("build", "--demo", "--store", oxigraph)
    assert built.exit_code == 0, built.output
    assert "75 claims" in built.output
    there, here = (
        run("query", "--demo", *more, "weakest", "--format", "table") for more in (["--store", oxigraph], [])
    )
    assert there.output == here.output != ""


def test_guards_stand_before_a_remote_store(remote: Session) -> None:
    for text in ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SELECT * FROM <urn:other> { ?s ?p ?o }"):
        with pytest.raises(QueryError):
            remote.ask_for(text)


def test_wrong_credentials_are_named(
    virtuoso: str, demo: Workspace, demo_build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKIT_STORE_USER", "dba")
    monkeypatch.setenv("GRAPHKIT_STORE_PASSWORD", "wrong")
    with pytest.raises(StoreError, match="GRAPHKIT_STORE_USER"):
        load_remote(demo_build.quads, virtuoso, demo.iri("graph", ""))


@contextmanager
def saying(status: int, kind: str, body: bytes, length: int | None = None) -> Iterator[str]:
    """Run a server that always says the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


JSON = "application/sparql-results+json"
CUT = b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"urn:x"}},'


@pytest.mark.parametrize(
    ("status", "kind", "body", "length", "why"),
    [
        (200, JSON, CUT, None, "no result"),
        (200, JSON, CUT + b"The SPARQL operation has been cancelled", None, "no result"),
        (200, JSON, CUT, 10_000, "broke off"),
        (200, "text/html", b"<p>Welcome</p>", None, "text/html"),
        (500, "text/plain", b"out of disk\nmore", None, "500: out of disk"),
        (401, "text/plain", b"who are you", None, "refuses"),
        (302, "text/plain", b"", None, "302"),
        (200, JSON, b'{"head":{"vars":["g"]},"results":{"bindings":[]}}', None, "graphkit build"),
    ],
)
def test_what_is_no_result_is_never_taken_for_rows(
    status: int, kind: str, body: bytes, length: int | None, why: str
) -> None:
    with saying(status, kind, body, length) as url, pytest.raises(StoreError, match=why) as caught:
        RemoteStore(url, "urn:").graphs()
    assert "\n" not in str(caught.value)


def test_a_server_without_a_graph_store_is_named() -> None:
    with saying(404, "text/plain", b"no") as url, pytest.raises(StoreError, match="GRAPHKIT_STORE_GRAPHS"):
        load_remote(["<urn:a> <urn:b> <urn:c> <urn:g> ."], url, "urn:")


@pytest.mark.parametrize("url", ["ftp://x/", "http://", "http://me:secret@localhost/query"])
def test_an_address_that_cannot_be_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        RemoteStore(url, "urn:")
    assert "secret" not in str(caught.value)


def test_nobody_there_is_one_line() -> None:
    result = run("query", "--demo", "--store", f"http://127.0.0.1:{free_port()}/query", "sources")
    assert result.exit_code == 2
    assert "cannot be reached" in result.output
    assert result.output.count("\n") == 1


def test_only_prefixes_that_are_used_and_new_are_declared() -> None:
    known = {"a": "urn:a:", "b": "urn:b:", "c": "urn:c:"}
    assert _declare(known, "PREFIX a: <urn:x> SELECT * { a:x b:y ?o }").startswith("PREFIX b: <urn:b:> PREFIX a:")
