"""Queries: what they may do, how parameters are bound, what comes back."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.findings import GraphkitError, QueryError, UsageError
from graphkit.query import Session, inspect_query, read_named_queries, result_table
from graphkit.vocabulary import Prefixes
from graphkit.workspace import MODEL

CLAIMS = "claim,source,start,end,subject,predicate,object,negated,hedge,kind,basis,strength,paraphrase"


def test_every_named_query_has_the_columns_it_promises(demo_session: Session) -> None:
    for name, query in demo_session.named.items():
        assert demo_session.ask_for(name).columns == query.columns, name
        assert query.question.endswith("?")


def test_named_queries_stand_on_their_own() -> None:
    """Each is valid SPARQL for any client: prefixes declared, parameters with defaults."""
    for query in read_named_queries(MODEL.glob("queries/*.rq")).values():
        inspect_query(query.text, Prefixes())
        for parameter in query.parameters:
            assert f"VALUES ?{parameter.name} {{ {parameter.default} }}" in query.text


def test_claims_has_one_row_for_each_claim_and_span(demo_session: Session) -> None:
    result = demo_session.ask_for("claims")
    assert ",".join(result.columns) == CLAIMS
    rows = list(result)
    assert len({row["claim"] for row in rows}) == 75
    assert len({(row["claim"], row["start"], row["end"]) for row in rows}) == len(rows)
    with_lead = [row for row in rows if row["claim"].endswith("ten-teas-c021")]
    assert len(with_lead) == 2
    assert {row["hedge"] for row in rows} == {"asserted", "hedged", "uncertain"}
    assert all(0 <= row["strength"] <= 5 and isinstance(row["negated"], bool) for row in rows)
    assert "1–2 cups a day" in {row["object"] for row in rows}


def test_an_entity_brings_what_lies_below_it(demo_session: Session) -> None:
    wide = {row["claim"] for row in demo_session.ask_for("entity", {"entity": "tea:chamomile"})}
    narrow = {row["claim"] for row in demo_session.ask_for("entity", {"entity": "tea:chamomileTea"})}
    assert narrow < wide


@pytest.mark.parametrize(
    "value", ["tea:legCramp", "leg cramps", "LEG CRAMPS", "https://w3id.org/claims-graphkit/demo/term/legCramp"]
)
def test_a_thing_is_found_by_name_or_label(demo_session: Session, value: str) -> None:
    assert len(demo_session.ask_for("entity", {"entity": value})) > 3


@pytest.mark.parametrize(
    "value",
    [
        "no such thing",
        "tea:nothing",
        "tea:legCramp } ?s ?p ?o . {",
        '"} UNION { ?s ?p ?o }"',
        "<https://example.org/>",
        "https://example.org/a b",
        "x\u0000y",
        "}",
    ],
)
def test_a_value_never_becomes_sparql(demo_session: Session, value: str) -> None:
    with pytest.raises(UsageError):
        demo_session.ask_for("entity", {"entity": value})


@given(st.text(max_size=40))
def test_no_text_as_a_value_does_harm(demo_session: Session, value: str) -> None:
    try:
        rows = len(demo_session.ask_for("entity", {"entity": value}))
    except UsageError:
        return
    assert rows <= 75


def test_unknown_names_are_met_with_a_near_one(demo_session: Session) -> None:
    with pytest.raises(UsageError, match="conflicts"):
        demo_session.ask_for("conflict")
    with pytest.raises(UsageError, match="no parameter 'x'"):
        demo_session.ask_for("entity", {"x": "y"})
    with pytest.raises(UsageError, match="cannot be read"):
        demo_session.ask_for("missing.rq")


@pytest.fixture
def sink() -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback that must receive nothing."""
    received: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            received.append(b"connected")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], received
    stop.set()
    thread.join()
    server.close()


HOSTILE = [
    "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SELECT * { { { SERVICE SILENT <http://127.0.0.1:PORT/> { ?s ?p ?o } } } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } } } } }",
    "SELECT * FROM <http://127.0.0.1:PORT/data.ttl> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1:PORT/data.ttl> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <http://127.0.0.1:PORT/data.ttl>",
    "CONSTRUCT { ?s ?p ?o } FROM <http://127.0.0.1:PORT/d> WHERE { ?s ?p ?o }",
    'SELECT * { ?s ?p "\\u0022} SERVICE <http://127.0.0.1:PORT/> {?a ?b ?c} #" }',
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "PREFIX x: <http://127.0.0.1:PORT/> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { SERVICE ?anywhere { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:PORT/data.ttl>",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "PREFIX x: <urn:x> DROP DEFAULT",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "",
    "SELECT",
    "SELECT * { ?s ?p }",
    "{" * 5000,
    "SELECT * { " + "{" * 100 + "?s ?p ?o" + "}" * 100 + " }",
    "SELECT * { ?s ?p ?o FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
    "SELECT * { ?s ?p ?o } #" + "x" * 200_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_refused_in_one_line_and_reaches_nobody(
    demo_session: Session, sink: tuple[int, list[bytes]], text: str
) -> None:
    port, received = sink
    before = len(demo_session.store)
    with pytest.raises(GraphkitError) as caught:
        demo_session.ask_for(text.replace("PORT", str(port)) + "\n")
    assert "\n" not in str(caught.value)
    assert received == []
    assert len(demo_session.store) == before


def test_what_is_refused_says_why(demo_session: Session) -> None:
    for text, reason in [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "read only"),
        ("PREFIX x: <urn:x>\nDELETE WHERE { ?s ?p ?o }", "read only"),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", "no graph of this store"),
    ]:
        with pytest.raises(QueryError, match=reason):
            demo_session.ask_for(text)


def test_a_syntax_error_has_line_and_column(demo_session: Session) -> None:
    with pytest.raises(QueryError, match="line 2, column"):
        demo_session.ask_for("SELECT ?s\nWHERE ?s ?p ?o }")


def test_words_in_texts_and_names_are_no_offence(demo_session: Session) -> None:
    text = 'SELECT ?service { ?s rdfs:label ?service FILTER(?service != "SERVICE <http://x/> INSERT FROM") } LIMIT 1'
    assert len(demo_session.ask_for(text)) == 1


def test_a_graph_of_the_store_may_be_named(demo_session: Session) -> None:
    graph = demo_session.workspace.iri("graph", "ten-teas")
    every = demo_session.ask_for("SELECT (COUNT(*) AS ?n) { ?c a gk:Claim }")
    one = demo_session.ask_for(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?c a gk:Claim }}")
    assert (next(iter(every))["n"], next(iter(one))["n"]) == (76, 42)


def test_formats_are_those_of_the_standards(demo_session: Session) -> None:
    rows = list(csv.DictReader(io.StringIO(demo_session.ask_for("sources").serialize("csv").decode())))
    assert rows[0]["claims"] == "20"
    document = json.loads(demo_session.ask_for("sources").serialize("json"))
    assert len(document["results"]["bindings"]) == 3
    assert ElementTree.fromstring(demo_session.ask_for("sources").serialize("xml")).tag.endswith("sparql")
    assert demo_session.ask_for("sources").serialize("tsv").startswith(b"?source\t")
    graph = demo_session.ask_for("CONSTRUCT { ?s a gk:Source } { ?s a gk:Source }")
    assert graph.serialize("ntriples").count(b"\n") == 3
    with pytest.raises(UsageError, match="turtle"):
        demo_session.ask_for("CONSTRUCT { ?s a gk:Source } { ?s a gk:Source }").serialize("csv")
    with pytest.raises(UsageError, match="csv"):
        demo_session.ask_for("sources").serialize("turtle")
    assert demo_session.ask_for("ASK { ?s ?p ?o }").serialize("csv") == b"answer\ntrue\n"


def test_reading_rows_first_changes_no_format(demo_session: Session) -> None:
    for form in ("csv", "tsv", "json", "xml"):
        read = demo_session.ask_for("claims")
        assert len(read) > 75
        again = read.serialize(form)
        direct = demo_session.ask_for("claims").serialize(form)
        assert again == direct if form in ("csv", "tsv") else len(again) == len(direct)


def test_pandas_takes_it(demo_session: Session) -> None:
    frame = demo_session.ask_for("claims").to_pandas()
    assert ",".join(frame.columns) == CLAIMS
    assert frame["strength"].between(0, 5).all()
    assert frame["negated"].dtype == bool


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_table_fits_the_terminal_and_loses_nothing(demo_session: Session, width: int) -> None:
    result = demo_session.ask_for("weakest")
    text = result_table(demo_session, result, width)
    assert max(map(len, text.splitlines())) <= width
    flat = "".join(text.split())
    for row in result:
        assert "".join(str(row["paraphrase"]).split())[:12] in flat
    assert "https://" not in text


def test_a_query_file_is_read(demo_session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?s { ?s a gk:Source }", encoding="utf-8")
    assert len(demo_session.ask_for(str(path))) == 3
