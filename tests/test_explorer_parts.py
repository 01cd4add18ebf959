"""The parts below the page: which claims it is about, directions, first choices, places, passages, the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graphkit.explorer import explore, explore_html, to_network
from graphkit.explorer.choosing import choose_kinds, choose_overview
from graphkit.explorer.direction import Compass, read_table
from graphkit.explorer.layout import place, spiral
from graphkit.explorer.passages import passage_texts
from graphkit.explorer.payload import Payload, kinds_above
from graphkit.explorer.selection import select
from graphkit.findings import GraphkitError, QueryError, UsageError
from graphkit.network import build_network, claim_keys, things
from graphkit.query import Session
from graphkit.workspace import Workspace
from tests.explorer_world import Quads, chromium, made_up


@pytest.fixture
def payload(demo_session: Session) -> dict[str, Any]:
    return Payload(demo_session, build_network(demo_session), {}, articles=False).build()


def selected(session: Session, **what: str) -> set[str]:
    return set(claim_keys(select(session, build_network(session), **what)))


def test_an_entity_brings_what_lies_below_it(demo_session: Session) -> None:
    wide = selected(demo_session, entity="tea:chamomile")
    assert selected(demo_session, entity="chamomile tea") < wide
    assert "kettle-notes-c002" in wide, "chamomile tea lies below chamomile"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("SELECT ?c WHERE { ?c rdfs:label 'ten-teas-c006' }", {"ten-teas-c006"}),
        ("SELECT ?p WHERE { ?c rdfs:label 'ten-teas-c006' ; gk:asserts ?p }", {"ten-teas-c006", "kettle-notes-c001"}),
        ("SELECT ?s ?o WHERE { VALUES (?s ?o) { (tea:lavenderTea tea:stress) } }", {"kettle-notes-c012"}),
    ],
)
def test_a_query_brings_the_claims_that_it_finds(demo_session: Session, query: str, keys: set[str]) -> None:
    assert keys <= selected(demo_session, query=query)


def test_a_query_for_claims_brings_only_those(demo_session: Session) -> None:
    found = selected(demo_session, query="SELECT ?c WHERE { ?c a gk:Claim ; gk:negated true }")
    network = build_network(demo_session)
    assert found == {key for *_, key, claim in network.edges(keys=True, data=True) if claim["negated"]}


def test_a_source_brings_its_claims(demo_session: Session) -> None:
    found = selected(demo_session, query="SELECT ?s WHERE { ?s a gk:Source ; dcterms:identifier 'night-cramps' }")
    assert found
    assert all(key.startswith("night-cramps-") for key in found)


def test_a_named_query_can_be_explored(demo_session: Session) -> None:
    assert selected(demo_session, query="weakest")


def test_what_finds_nothing_is_said(demo_session: Session) -> None:
    with pytest.raises(UsageError, match="no claims"):
        selected(demo_session, query="SELECT ?x WHERE { ?x a owl:Nothing }")
    with pytest.raises(UsageError, match="nobody"):
        selected(demo_session, entity="nobody")
    with pytest.raises(QueryError):
        selected(demo_session, query="SELECT ?x WHERE { SERVICE <http://example.org/> { ?x ?y ?z } }")


def test_a_part_makes_a_page(demo_session: Session) -> None:
    page = explore_html(demo_session, entity="tea:rooibosTea")
    assert len(page) < len(explore_html(demo_session))
    assert "rooibos tea" in page


@pytest.mark.parametrize(
    ("predicate", "types", "negated", "hedge", "wanted"),
    [
        ("gk:relieves", ["gk:Symptom"], False, "asserted", "for"),
        ("gk:relieves", ["gk:Symptom"], True, "asserted", "against"),
        ("gk:relieves", ["gk:Symptom"], False, "uncertain", "open"),
        ("gk:hasSideEffect", ["gk:Symptom"], True, "hedged", "for"),
        ("gk:bestFor", ["gk:Purpose"], False, "asserted", "for"),
        ("gk:causes", ["gk:Symptom"], False, "asserted", "against"),
        ("gk:causes", ["gk:Process"], False, "asserted", "none"),
        ("gk:usedFor", ["gk:Symptom"], False, "asserted", "none"),
        ("gk:blocks", ["gk:Receptor"], False, "asserted", "none"),
        ("tea:unheardOf", [], True, "asserted", "none"),
    ],
)
def test_directions(
    demo_session: Session, predicate: str, types: list[str], negated: bool, hedge: str, wanted: str
) -> None:
    compass = Compass(things(demo_session, a="gk:Predicate"), kinds_above(demo_session))
    assert compass.direction(predicate, types, negated=negated, hedge=hedge) == wanted


def test_the_table_of_directions_names_known_predicates_and_types(demo_session: Session) -> None:
    predicates, kinds = things(demo_session, a="gk:Predicate"), kinds_above(demo_session)
    for predicate, row in read_table().items():
        assert predicate in predicates
        assert row.objects <= set(kinds)


def test_kinds_are_chosen_from_the_data() -> None:
    above = {"gk:Form": ["gk:Form", "gk:Agent"], "gk:Food": ["gk:Food", "gk:Agent"], "gk:State": ["gk:State"]}
    above["gk:Symptom"] = ["gk:Symptom", "gk:State"]
    pairs: list[tuple[list[str], list[str]]] = [(["gk:Form"], ["gk:State"])] * 4 + [(["gk:Food"], ["gk:Symptom"])] * 3
    assert choose_kinds(pairs, above) == ("gk:Agent", "gk:State"), "neither half stands for the whole"
    assert choose_kinds(pairs[:5], above) == ("gk:Form", "gk:State")
    assert choose_kinds([], above) == ("gk:Entity", "gk:Entity")


def test_the_overview_hangs_together(demo_session: Session) -> None:
    network = build_network(demo_session)
    names = choose_overview(network, 20)
    assert 2 < len(names) <= 20
    part = network.subgraph(names)
    assert all(part.degree(name) for name in names)
    assert not any("gk:Quantity" in network.nodes[name]["types"] for name in names)


def boxes_overlap(points: Mapping[str, tuple[float, float]], widths: Mapping[str, float]) -> int:
    pairs = combinations(points, 2)
    return sum(
        abs(points[a][0] - points[b][0]) < (widths[a] + widths[b]) / 2 and abs(points[a][1] - points[b][1]) < 40
        for a, b in pairs
    )


def test_labels_of_the_overview_do_not_collide_and_stay_put() -> None:
    names = [f"n{k}" for k in range(40)]
    links = [(f"n{k}", f"n{k // 3}") for k in range(1, 40)]
    widths = dict.fromkeys(names, 130.0)
    points = place(names, links, widths)
    assert boxes_overlap(points, widths) == 0
    assert points == place(names, list(reversed(links)), widths)


def test_large_graphs_are_placed_at_once() -> None:
    names = [f"n{k}" for k in range(5000)]
    points = place(names, [], dict.fromkeys(names, 100.0))
    assert len(set(points.values())) == 5000
    assert spiral(1) == [(0.0, 0.0)]


def test_pyvis_gets_every_claim(demo_session: Session) -> None:
    drawing = to_network(demo_session)
    network = build_network(demo_session)
    assert drawing.directed
    assert len(drawing.edges) == network.number_of_edges()
    assert sorted(drawing.node_ids) == sorted(network)
    denied = next(edge for edge in drawing.edges if edge["id"] == "kettle-notes-c001")
    assert denied["arrows"]["to"]["type"] == "bar"
    assert all({"x", "y", "shape", "color"} <= set(node) for node in drawing.nodes)
    assert not drawing.options.physics.enabled


def test_two_pages_of_one_graph_are_equal(demo_session: Session) -> None:
    assert explore_html(demo_session) == explore_html(demo_session)


def test_numbers_of_the_payload_point_somewhere(payload: dict[str, Any]) -> None:
    claims, entities = payload["claims"], payload["entities"]
    count = len(claims["key"])
    assert {len(column) for column in claims.values()} == {count}
    assert {len(column) for column in entities.values()} == {len(entities["id"])}
    assert all(0 <= n < len(entities["id"]) for n in claims["subject"] + claims["object"])
    assert all(0 <= n < len(payload["sources"]) for n in claims["source"])
    assert all(0 <= n < len(payload["passages"]["place"]) for spans in claims["spans"] for n in spans)
    assert all(0 <= n < count for conflict in payload["conflicts"] for n in conflict["parties"])
    assert all(0 <= n < len(payload["lines"]) for lines in claims["lines"] for n in lines)
    for scheme in ("hedge", "basis", "kind", "verdict", "certainty"):
        assert all(0 <= n < len(payload["schemes"][scheme]) for n in claims[scheme])


def test_studies_and_echoes_are_told(payload: dict[str, Any], demo_session: Session) -> None:
    study = next(s for s in payload["studies"] if s["id"] == "jones2015")
    assert (study["year"], study["design"], study["participants"]) == ("2015", "randomized-trial", 48)
    assert study["lines"]
    echoes = len(demo_session.run("SELECT ?e WHERE { ?e a gk:Echo }"))
    assert len(payload["echoes"]) == echoes > 0


def test_only_passages_that_still_stand_are_shown(demo_session: Session, demo: Workspace, tmp_path: Path) -> None:
    assert demo.articles
    texts = passage_texts(demo_session, demo.articles)
    passages = len(demo_session.run("SELECT DISTINCT ?p WHERE { [] oa:hasTarget ?p }"))
    assert len(texts) == passages
    for file in demo.articles.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text[:400] + "#" + text[401:], encoding="utf-8")
    changed = passage_texts(demo_session, tmp_path)
    assert 0 < len(changed) < len(texts)
    assert set(changed.items()) < set(texts.items())
    assert passage_texts(demo_session, tmp_path.parent / "nowhere") == {}


def test_a_page_is_written_as_utf8(demo_session: Session, tmp_path: Path) -> None:
    page = explore(demo_session)
    target = page.write(tmp_path / "page.html")
    assert target.read_bytes() == page.html.encode("utf-8")
    with pytest.raises(GraphkitError, match="cannot be written"):
        page.write(tmp_path / "no" / "page.html")


def test_a_notebook_shows_the_page_in_a_frame(demo_session: Session, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><body>{explore(demo_session)._repr_html_()}</body>", encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page(offline=True)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(file.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("body[data-ready]").wait_for()
        frame.locator("#tab-graph").click()
        frame.locator("#canvas canvas").wait_for()
        frame.locator("#tab-claims").click()
        frame.locator("table.claims a").first.click()
        assert frame.locator("#card-title").inner_text()
        assert errors == []


def test_a_workspace_of_one_claim_has_a_page(tmp_path: Path) -> None:
    quads = Quads()
    quads.entity("tea:a", "gk:Form", "A")
    quads.entity("tea:b", "gk:Symptom", "B")
    quads.claim(
        "notes-c1", quads.source("notes", "Notes"), quads.proposition("tea:a", "gk:relieves", "tea:b"), "A helps."
    )
    assert "A helps." in explore_html(quads.session())


def test_a_graph_without_claims_has_a_page() -> None:
    assert "<!doctype html>" in explore_html(Quads().session())


def test_the_page_of_a_thousand_things_is_small() -> None:
    assert len(explore_html(made_up(1000).session()).encode()) < 1_200_000
