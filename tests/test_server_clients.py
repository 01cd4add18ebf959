"""Clients that people use, unchanged, against the endpoint."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from xml.dom.minidom import Document

import pytest
from rdflib import Dataset, Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper

from graphkit.query import Session, open_session
from graphkit.workspace import Workspace
from tests.test_server import RUNAWAY, Served, serving

SOURCES = "PREFIX gk: <https://w3id.org/claims-graphkit/ns#> SELECT ?s { ?s a gk:Source } ORDER BY ?s"
GRAPH = "PREFIX gk: <https://w3id.org/claims-graphkit/ns#> CONSTRUCT { ?s a gk:Source } { ?s a gk:Source }"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving("--demo", "--workers", "2") as server:
        yield server


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(served: Served, method: str, how: str, form: str) -> None:
    client = Wrapper(f"{served.url}/sparql")
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setReturnFormat(form)
    client.setQuery(SOURCES)
    answer = client.query().convert()
    text = answer.toxml() if isinstance(answer, Document) else str(answer)
    assert text.count("claims-graphkit/demo/source/") == 3


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(served: Served, form: str) -> None:
    client = Wrapper(f"{served.url}/sparql")
    client.setReturnFormat(form)
    client.setQuery(GRAPH)
    answer = client.query().convert()
    data = answer.decode() if isinstance(answer, bytes) else str(answer)
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=data, format="turtle")
    assert len(graph) == 3


def test_sparqlwrapper_takes_rdfxml_for_rows_as_a_wish(served: Served) -> None:
    client = Wrapper(f"{served.url}/sparql")
    client.setReturnFormat(RDFXML)
    client.setQuery(SOURCES)
    with pytest.warns(RuntimeWarning, match="unexpected returned format"):
        assert client.query().response.status == 200


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_reads_it_as_a_store(served: Served, method: str, form: str) -> None:
    store = SPARQLStore(f"{served.url}/sparql", method=method, returnFormat=form)
    graph = Graph(store)
    rows = [row for row in graph.query(SOURCES) if isinstance(row, ResultRow)]
    assert len(rows) == 3
    assert len(list(graph.query(GRAPH))) == 3
    assert len(list(Dataset(store).query(SOURCES))) == 3
    if form in ("xml", "json"):  # no standard says how ASK is written as CSV or TSV
        assert graph.query("ASK { ?s ?p ?o }").askAnswer


def test_our_own_session_gives_the_same_rows_through_it(served: Served, demo: Workspace, demo_session: Session) -> None:
    remote = open_session(demo, f"{served.url}/sparql")
    for name in demo_session.named:
        there, here = (sorted(map(str, session.ask_for(name))) for session in (remote, demo_session))
        assert there == here, name


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_fails_on_errors_and_reads_rows(served: Served) -> None:
    def curl(query: str) -> subprocess.CompletedProcess[str]:
        command = ["curl", "-sS", "--fail", "-H", "Accept: text/csv", "--data-urlencode", f"query={query}"]
        return subprocess.run([*command, f"{served.url}/sparql"], capture_output=True, text=True, check=False)

    assert len(curl(SOURCES).stdout.split()) == 4
    assert curl("SELECT").returncode == 22


def test_a_session_over_http_names_a_runaway() -> None:
    from graphkit.findings import GraphkitError
    from graphkit.workspace import open_workspace

    with serving("--demo", "--workers", "1", "--seconds", "4") as server:
        remote = open_session(open_workspace(demo=True), f"{server.url}/sparql")
        with pytest.raises(GraphkitError, match="503: the query ran for 4 s"):
            remote.ask_for(RUNAWAY)
