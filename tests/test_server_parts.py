"""The parts of the workbench by themselves: negotiation, bounds, readings of a query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.findings import QueryError
from graphkit.query import ROW_FORMATS, Session, inspect_query
from graphkit.server.negotiating import GRAPHS, ROWS, choose, media_type
from graphkit.server.protocol import RefusedError, read_get, read_post
from graphkit.server.worker import Bounded, TooMuchError
from graphkit.store.words import form, keywords
from graphkit.vocabulary import Prefixes
from tests.test_query import sink

__all__ = ["sink"]

TWO_READINGS = [
    "SELECT * { ?s ?p ?o #\r SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } #\n }",
    "SELECT * #\rFROM <http://127.0.0.1:PORT/d>\n { ?s ?p ?o }",
    "SELECT * { ?s ?p '''a'b''' , \"\"\"# \"\"\" SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o \u0085 SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?s = <a#b>) SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x\\'# ' SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o } VALUES ?x { 1 } SERVICE <http://127.0.0.1:PORT/> {}",
    "sElEcT * { ?s ?p ?o . sErViCe <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o .SERVICE<http://127.0.0.1:PORT/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:PORT/> { ?a ?b ?c } }",
]


@pytest.mark.parametrize("text", TWO_READINGS, ids=range(len(TWO_READINGS)))
def test_what_parsers_read_differently_reaches_nobody(
    demo_session: Session, sink: tuple[int, list[bytes]], text: str
) -> None:
    port, received = sink
    with pytest.raises(QueryError):
        demo_session.ask_for(text.replace("PORT", str(port)))
    assert received == []


def test_an_engine_alone_would_have_gone_there(sink: tuple[int, list[bytes]]) -> None:
    """The first of the queries above is no idle fear."""
    port, received = sink
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c")))
    with pytest.raises((OSError, RuntimeError)):
        list(store.query(TWO_READINGS[0].replace("PORT", str(port))))  # type: ignore[arg-type]
    assert received


PIECES = st.sampled_from(
    [
        "SERVICE",
        "<http://x/>",
        "{",
        "}",
        "#",
        "\n",
        " ",
        "'",
        '"',
        "'''",
        '"""',
        "\\",
        "?s",
        "a:b",
        ".",
        "FROM",
        ";",
        ":",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_no_reading_hides_a_word_from_the_engine(pieces: list[str]) -> None:
    """Whatever passes the guard and Oxigraph parses, Oxigraph sees no federation in it."""
    text = "SELECT * { " + "".join(pieces) + " }"
    try:
        inspect_query(text, Prefixes({"a": "urn:a:"}))
    except QueryError:
        return
    assert keywords(text)["SERVICE"] == 0
    try:
        answer = ox.Store().query(text, prefixes={"a": "urn:a:", "": "urn:"})
    except SyntaxError:
        return
    assert isinstance(answer, ox.QuerySolutions)
    assert list(answer) is not None  # federation would fail here: nobody may listen at port 9


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# ask\nPREFIX select: <urn:x>\nconstruct { ?s ?p ?o } { ?s ?p ?o }", "CONSTRUCT"),
        ("BASE <http://describe/> ASK { ?s ?p 'select' }", "ASK"),
        ("", ""),
    ],
)
def test_the_kind_of_a_query_is_its_first_word_that_counts(text: str, kind: str) -> None:
    assert form(text) == kind


def test_names_of_words_are_no_words() -> None:
    text = 'PREFIX from: <urn:service> SELECT ?from { ?from from:from \'from\' . _:from from:service """FROM"""@from }'
    assert keywords(text)["FROM"] == keywords(text)["SERVICE"] == 0
    inspect_query(text, Prefixes())


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_accept_header_leads_to_a_format_or_none(accept: str, name: str) -> None:
    for offers in (ROWS, GRAPHS):
        chosen = choose(accept, name, offers)
        assert chosen is None or chosen in offers


def test_quality_zero_is_a_refusal() -> None:
    assert choose("text/csv;q=0, */*;q=0.1", "", ROWS) == "json"
    assert choose("text/csv;q=0", "", ROWS) is None
    assert choose("text/csv;q=x, text/tab-separated-values", "", ROWS) == "tsv"
    assert media_type("json") == "application/sparql-results+json"
    assert media_type("turtle") == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize(("rows", "fits"), [(0, True), (1, True), (20, True), (21, False), (500, False)])
def test_bounds_count_rows_in_every_format(demo_session: Session, name: str, rows: int, fits: bool) -> None:
    answer = demo_session.run(f"SELECT ?s ?p {{ ?s ?p ?o }} LIMIT {rows}")._answer
    assert isinstance(answer, ox.QuerySolutions)
    bounded = Bounded(name, 20, 10**6)
    if fits:
        answer.serialize(bounded, format=ROW_FORMATS[name])  # type: ignore[arg-type]
        assert bounded.body().count(b"http") >= 2 * rows
    else:
        with pytest.raises(TooMuchError):
            answer.serialize(bounded, format=ROW_FORMATS[name])  # type: ignore[arg-type]


@given(st.binary(max_size=80), st.sampled_from(["", "application/x-www-form-urlencoded", "application/sparql-query"]))
def test_no_bytes_make_the_protocol_fail(data: bytes, kind: str) -> None:
    for read, words in ((read_get, (data,)), (read_post, (data, kind, data)), (read_post, (b"", kind, data))):
        try:
            asked = read(*words)
        except RefusedError as error:
            seen = (error.status, str(error))
        else:
            seen = (400, "" if asked is None else asked.query[:0])
        assert 400 <= seen[0] < 500
        assert "\n" not in seen[1]
