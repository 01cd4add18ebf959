"""The ontology as data: every term is defined, every foreign name exists where it comes from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import namespace as known

from graphkit.claims import Corpus
from graphkit.workspace import CORPUS, DEMO, MODEL
from tests.conftest import REPOSITORY

GK = "https://w3id.org/claims-graphkit/ns#"
OURS = "https://w3id.org/claims-graphkit/"
FILES = sorted([*MODEL.glob("*.ttl"), *CORPUS.glob("ontology/*.ttl"), *DEMO.glob("ontology/*.ttl")])
SHAPES = sorted(MODEL.glob("shapes/*.ttl"))
VOCABULARIES = (
    known.SKOS, known.DCTERMS, known.PROV, known.OWL, known.RDF, known.RDFS, known.XSD, known.SDO,
)  # fmt: skip


def graph(*paths: Path) -> rdflib.Graph:
    found = rdflib.Graph()
    for path in paths:
        found.parse(path)
    return found


def exists(iri: str) -> bool:
    """Tell whether a vocabulary that rdflib ships, or our list of terms read in the others, has this IRI."""
    for vocabulary in VOCABULARIES:
        if iri.startswith(str(vocabulary)):
            return iri.removeprefix(str(vocabulary)) in {
                str(term).rpartition("#")[2].rpartition("/")[2] for term in dir(vocabulary)
            }
    return iri in READ


with (REPOSITORY / "tests" / "data" / "foreign_terms.csv").open(encoding="utf-8", newline="") as _file:
    READ = {row["iri"] for row in csv.DictReader(_file)} | {"https://creativecommons.org/licenses/by/4.0/"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_foreign_term_exists_in_its_vocabulary(path: Path) -> None:
    used = {str(node) for triple in graph(path) for node in triple if isinstance(node, rdflib.URIRef)}
    assert sorted(iri for iri in used if not iri.startswith(OURS) and not exists(iri)) == []


def test_a_made_up_term_is_noticed() -> None:
    assert exists("http://www.w3.org/2004/02/skos/core#broader")
    assert not exists("http://www.w3.org/2004/02/skos/core#wider")
    assert not exists("http://purl.obolibrary.org/obo/ECO_9999999")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_there_are_no_blank_nodes(path: Path) -> None:
    assert not [node for triple in graph(path) for node in triple if isinstance(node, rdflib.BNode)]


def test_every_term_of_ours_that_is_used_is_defined() -> None:
    everything = graph(*FILES)
    used = {node for triple in everything for node in triple if str(node).startswith(GK)}
    used |= {
        node for triple in graph(*SHAPES) for node in triple if str(node).startswith(GK) and "Shape" not in str(node)
    }
    assert sorted(str(term) for term in used if (term, rdflib.RDF.type, None) not in everything) == []


def test_every_predicate_has_what_a_reader_needs() -> None:
    everything = graph(*FILES)
    gk, schema = rdflib.Namespace(GK), rdflib.Namespace("https://schema.org/")
    for predicate in everything.subjects(rdflib.RDF.type, gk.Predicate):
        for needed in (known.RDFS.label, gk.inverseLabel, known.SKOS.definition, known.SKOS.example):
            assert everything.value(predicate, needed), (predicate, needed)
        for needed in (schema.domainIncludes, schema.rangeIncludes):
            assert set(everything.objects(predicate, needed)), (predicate, needed)
        matches = [
            o
            for p in ("closeMatch", "broadMatch", "relatedMatch")
            for o in everything.objects(predicate, known.SKOS[p])
        ]
        assert any("biolink" in str(match) for match in matches), predicate


def test_every_file_says_its_license() -> None:
    for path in (*MODEL.glob("claims.ttl"), *CORPUS.glob("ontology/*.ttl"), *DEMO.glob("ontology/*.ttl")):
        assert set(graph(path).objects(None, known.DCTERMS.license)), path


def test_the_crosswalk_maps_once_and_within_its_prefixes(corpus: Corpus) -> None:
    rows = Counter((m.subject_id, m.predicate_id, m.object_id) for m in corpus.mappings)
    assert [row for row, count in rows.items() if count > 1] == []
    assert len(rows) > 150
    for mapping in corpus.mappings:
        assert mapping.object_id.partition(":")[0] in corpus.curie_map
        assert mapping.predicate_id in {
            f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")
        }


def test_no_two_entities_are_exactly_the_same_thing_elsewhere(corpus: Corpus) -> None:
    exact: dict[str, set[str]] = {}
    for mapping in corpus.mappings:
        if mapping.predicate_id == "skos:exactMatch":
            exact.setdefault(mapping.object_id, set()).add(mapping.subject_id)
    assert {identifier: names for identifier, names in exact.items() if len(names) > 1} == {}
