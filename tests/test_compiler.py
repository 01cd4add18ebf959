"""The graph: canonical lines, one graph per statement, terms that people can type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graphkit.claims import read_claims
from graphkit.compiler import Build, Names, build_graph
from graphkit.compiler.writer import literal
from graphkit.model import Proposition, Quantity
from graphkit.query import Session
from graphkit.store import as_dataset, memory_store
from graphkit.workspace import Workspace, open_workspace

Broken = Callable[..., Workspace]
ONLY_DENIED = """SELECT ?s ?p ?o {
  ?c gk:negated true ; gk:asserts ?x . ?x rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  FILTER NOT EXISTS { ?d gk:asserts ?x ; gk:negated false }
}"""


def quads(build: Build) -> list[ox.Quad]:
    return list(ox.parse("\n".join(build.quads), format=ox.RdfFormat.N_QUADS))


def test_lines_are_sorted_parse_and_hold_no_blank_node(demo_build: Build) -> None:
    assert demo_build.quads == sorted(set(demo_build.quads))
    for quad in quads(demo_build):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_every_statement_stands_in_one_graph(demo_build: Build) -> None:
    counts = Counter((str(q.subject), str(q.predicate), str(q.object)) for q in quads(demo_build))
    assert [statement for statement, count in counts.items() if count > 1] == []


def test_building_twice_gives_the_same_lines(demo: Workspace, demo_build: Build) -> None:
    assert build_graph(demo).quads == demo_build.quads


def test_there_is_a_graph_for_each_source_and_one_for_each_shared_part(demo_build: Build) -> None:
    base = demo_build.corpus.workspace.settings.base
    names = {q.graph_name.value.removeprefix(f"{base}graph/") for q in quads(demo_build)}  # type: ignore[union-attr]
    assert names == {
        "appraisal", "edges", "kettle-notes", "night-cramps", "ontology", "propositions", "studies", "ten-teas",
    }  # fmt: skip


def test_every_identifier_of_a_workspace_is_flat(demo_build: Build) -> None:
    base = demo_build.corpus.workspace.settings.base
    for quad in quads(demo_build):
        if quad.subject.value.startswith(base):  # type: ignore[union-attr]
            assert quad.subject.value.removeprefix(base).count("/") <= 1  # type: ignore[union-attr]


def test_a_plain_edge_needs_somebody_who_says_so(demo_session: Session) -> None:
    def edge(subject: str, predicate: str, thing: str) -> bool:
        graph = f"<{demo_session.workspace.iri('graph', 'edges')}>"
        row = demo_session.run(f"ASK {{ GRAPH {graph} {{ {subject} {predicate} {thing} }} }}")
        return bool(next(iter(row))["answer"])

    assert edge("tea:chamomile", "gk:relieves", "tea:legCramp")  # asserted by one, denied by another
    assert not edge("tea:walking", "gk:causes", "tea:legCramp")
    for claim in demo_session.run(ONLY_DENIED):
        assert not edge(f"<{claim['s']}>", f"<{claim['p']}>", f"<{claim['o']}>")


def test_doubt_and_withdrawal_make_no_edge(copy: Path) -> None:
    path = copy / "claims" / "ten-teas.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("        basis: none\n", "        basis: none\n        withdrawn: test\n"), encoding="utf-8"
    )
    after = build_graph(open_workspace(copy))
    asserted = {
        c.claim.proposition for c in after.corpus.claims() if not c.claim.negated and c.claim.hedge != "uncertain"
    }
    assert sum("/graph/edges>" in line for line in after.quads) == len(asserted)


def test_a_proposition_is_shared_by_those_who_speak_of_it(demo_session: Session) -> None:
    rows = demo_session.run(
        "SELECT (COUNT(DISTINCT ?source) AS ?n) { ?c gk:asserts ?p ; dcterms:source ?source . "
        "?p rdf:subject tea:chamomile ; rdf:predicate gk:relieves ; rdf:object tea:legCramp }"
    )
    assert next(iter(rows))["n"] == 2


def test_equal_amounts_are_one_quantity(demo: Workspace) -> None:
    names = Names(demo)
    one = Quantity(quoted="1-2 cups", low="1", high="2.0", unit="{cup}", per="d")
    two = Quantity(quoted="one or two cups", low="1.0", high="2", unit="{cup}", per="d")
    other = Quantity(quoted="1-2 cups", low="1", high="3", unit="{cup}", per="d")
    assert names.object(one) == names.object(two) != names.object(other)
    assert names.proposition(Proposition("tea:mint", "gk:maximumDose", one)) != names.proposition(
        Proposition("tea:mint", "gk:maximumDose", other)
    )


def test_rdflib_reads_the_union(demo_build: Build) -> None:
    dataset = as_dataset(memory_store(demo_build.quads))
    claim = rdflib.URIRef("https://w3id.org/claims-graphkit/ns#Claim")
    assert len(set(dataset.subjects(rdflib.RDF.type, claim))) == 76
    rows = dataset.query("SELECT ?c { ?c a <https://w3id.org/claims-graphkit/ns#Claim> }")
    assert len(rows) == 76


def test_a_workspace_with_errors_is_not_compiled(broken: Broken) -> None:
    import pytest

    from graphkit.findings import WorkspaceError

    workspace = broken("        hedge: asserted", "        hedge: maybe")
    assert read_claims(workspace).findings
    with pytest.raises(WorkspaceError, match="graphkit check"):
        build_graph(workspace)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_survives_as_a_literal(text: str) -> None:
    line = f"<urn:s> <urn:p> {literal(text)} ."
    (triple,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, ox.Literal)
    assert triple.object.value == text
