"""The networkx view: every claim an edge of its own, and the parts that people ask for."""

from __future__ import annotations

import pytest

from graphkit.findings import UsageError
from graphkit.network import Name, build_network, neighbourhood, one, paths, things, with_claims
from graphkit.query import Session
from tests.explorer_world import Quads


@pytest.fixture
def chain() -> Session:
    """Mint, balm and a chain a → b → c → d beside a short cut a → d."""
    quads = Quads()
    for name, kind in (
        ("a", "gk:Deficiency"),
        ("b", "gk:Process"),
        ("c", "gk:Process"),
        ("d", "gk:Symptom"),
        ("alone", "gk:Food"),
    ):
        quads.entity(
            f"tea:{name}", kind, name.upper(), skos_definition=f"What {name} is.", skos_altLabel=f"also {name}"
        )
    source = quads.source("notes", "Notes")
    for n, (s, o) in enumerate([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("a", "d")]):
        quads.claim(
            f"notes-c{n}",
            source,
            quads.proposition(f"tea:{s}", "gk:causes", f"tea:{o}"),
            f"{s} causes {o}.",
            strength=n,
        )
    quads.claim(
        "notes-c9", source, quads.proposition("tea:a", "gk:causes", "tea:c"), "Withdrawn.", gk_withdrawn="misread"
    )
    return quads.session()


def test_parallel_claims_stay_apart(chain: Session) -> None:
    network = build_network(chain)
    assert sorted(network["tea:a"]["tea:d"]) == ["notes-c3", "notes-c4"]
    assert network.number_of_edges() == 5


def test_a_withdrawn_claim_is_left_out(chain: Session) -> None:
    assert not build_network(chain).has_edge("tea:a", "tea:c")


def test_nodes_say_what_they_are(chain: Session) -> None:
    node = build_network(chain).nodes["tea:a"]
    assert node["label"] == "A"
    assert node["types"] == ["gk:Deficiency"]
    assert node["definition"] == "What a is."
    assert node["alt_labels"] == ["also a"]


def test_edges_say_what_claims_say(chain: Session) -> None:
    edge = build_network(chain)["tea:a"]["tea:b"]["notes-c0"]
    assert edge["predicate"] == "gk:causes"
    assert (edge["negated"], edge["hedge"], edge["basis"], edge["kind"], edge["strength"]) == (
        False,
        "asserted",
        "none",
        "effect",
        0,
    )
    assert (edge["source"], edge["place"], edge["paraphrase"]) == ("notes", "Here, 1.1", "a causes b.")


def test_every_claim_of_the_demonstration_is_there(demo_session: Session) -> None:
    rows = demo_session.run("SELECT ?key WHERE { ?c a gk:Claim ; rdfs:label ?key MINUS { ?c gk:withdrawn ?why } }")
    network = build_network(demo_session)
    assert sorted(key for *_, key in network.edges(keys=True)) == sorted(row["key"] for row in rows)
    assert all("label" in network.nodes[node] for node in network)


def test_scope_and_comparison_come_along(demo_session: Session) -> None:
    claims = {key: claim for *_, key, claim in build_network(demo_session).edges(keys=True, data=True)}
    assert claims["kettle-notes-c002"]["scope"] == {"population": ["tea:olderAdults"], "timeframe": ["4 weeks"]}
    assert isinstance(claims["kettle-notes-c002"]["scope"]["population"][0], Name)
    assert claims["kettle-notes-c011"]["than"] == ["tea:placebo"]


def test_a_part_keeps_what_lies_above_its_ends(demo_session: Session) -> None:
    part = with_claims(build_network(demo_session), ["kettle-notes-c002"])
    assert part.number_of_edges() == 1
    assert {"tea:chamomileTea", "tea:chamomile", "tea:herbalTea", "tea:legCramp", "tea:muscleCramp"} <= set(part)


def test_the_neighbourhood_goes_both_ways_and_is_bounded(chain: Session) -> None:
    network = build_network(chain)
    assert set(neighbourhood(network, "tea:b")) == {"tea:a", "tea:b", "tea:c"}
    assert set(neighbourhood(network, "tea:b", depth=2)) == {"tea:a", "tea:b", "tea:c", "tea:d"}
    assert set(neighbourhood(network, "tea:a", limit=2)) == {"tea:a", "tea:d"}, "the strongest neighbor comes first"


def test_paths_come_shortest_first(chain: Session) -> None:
    network = build_network(chain)
    assert paths(network, "tea:a", "tea:d") == [["tea:a", "tea:d"], ["tea:a", "tea:b", "tea:c", "tea:d"]]
    assert paths(network, "tea:a", "tea:d", longest=1) == [["tea:a", "tea:d"]]
    assert paths(network, "tea:d", "tea:a") == []
    assert paths(network, "tea:d", "tea:b", directed=False)[0] in (
        ["tea:d", "tea:a", "tea:b"],
        ["tea:d", "tea:c", "tea:b"],
    )
    assert paths(network, "tea:a", "tea:alone") == []


def test_a_stranger_is_named(chain: Session) -> None:
    network = build_network(chain)
    with pytest.raises(UsageError, match="tea:nobody"):
        neighbourhood(network, "tea:nobody")
    with pytest.raises(UsageError, match="tea:nobody"):
        paths(network, "tea:a", "tea:nobody")


def test_things_tell_names_from_text(chain: Session) -> None:
    record = things(chain, a="gk:Source")
    [source] = record.values()
    assert one(source, "dcterms:title") == "Notes"
    assert isinstance(one(source, "schema:url"), Name)
    assert not isinstance(one(source, "dcterms:title"), Name)
    assert one(source, "gk:nothing", "else") == "else"


def test_things_can_be_asked_for_some_properties_only(chain: Session) -> None:
    found = things(chain, a="gk:Claim", only=("gk:strength",))
    assert {name for record in found.values() for name in record} == {"gk:strength"}
