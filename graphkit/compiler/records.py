"""Sources, passages, claims and studies as statements, one named graph per source."""

from __future__ import annotations

from graphkit.claims import Corpus
from graphkit.compiler.writer import Graph
from graphkit.model import (
    EvidenceLine,
    Passage,
    Proposition,
    Quantity,
    Source,
    SourcedClaim,
    SourceFile,
    Study,
    content_hash,
)
from graphkit.vocabulary import CLAIM_FIELDS, CONCEPT_FIELDS
from graphkit.workspace import Workspace


class Names:
    """IRIs of the things of a workspace. Flat, with dashes: slashes make rdflib's Turtle writer quadratic."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._expand = workspace.prefixes.expand

    def source(self, source_id: str) -> str:
        """Return the IRI of a source."""
        return self._workspace.iri("source", source_id)

    def claim(self, key: str) -> str:
        """Return the IRI of a claim."""
        return self._workspace.iri("claim", key)

    def passage(self, source_id: str, passage: Passage) -> str:
        """Return the IRI of a passage: source, start and end."""
        return self._workspace.iri("passage", f"{source_id}-{passage.at[0]}-{passage.at[1]}")

    def study(self, study_id: str) -> str:
        """Return the IRI of a study."""
        return self._workspace.iri("study", study_id)

    def graph(self, name: str) -> str:
        """Return the IRI of a named graph."""
        return self._workspace.iri("graph", name)

    def object(self, value: str | Quantity) -> str:
        """Return the IRI of the object of a proposition."""
        if isinstance(value, Quantity):
            return self._workspace.iri("quantity", content_hash(value.key))
        return self._expand(value)

    def proposition(self, proposition: Proposition) -> str:
        """Return the IRI of a proposition: a hash of its expanded subject, predicate and object."""
        parts = self._expand(proposition.subject), self._expand(proposition.predicate)
        return self._workspace.iri("proposition", content_hash(*parts, self.object(proposition.object)))

    def computed(self, kind: str, name: str) -> str:
        """Return the IRI of something that appraisal made: a conflict, an echo."""
        return self._workspace.iri(kind, name)


def concept(scheme: str, notation: str) -> str:
    """Return the CURIE of a concept of the model."""
    return f"gk:{scheme}-{notation}"


def write_source(graph: Graph, names: Names, file: SourceFile) -> None:
    """Write a source with its passages and claims."""
    _source(graph, names, file.source)
    for passage in file.passages:
        _passage(graph, names, file, passage)


def _source(graph: Graph, names: Names, source: Source) -> None:
    iri = names.source(source.id)
    graph.link(iri, "rdf:type", "gk:Source")
    graph.state(iri, "dcterms:identifier", source.id)
    graph.state(iri, "dcterms:title", source.title)
    graph.state(iri, "rdfs:label", source.id)
    graph.state(iri, "dcterms:publisher", source.publisher)
    graph.state(iri, "dcterms:issued", source.issued)
    graph.state(iri, "gk:retrieved", source.retrieved)
    graph.state(iri, "gk:file", source.text.file)
    graph.state(iri, "schema:sha256", source.text.sha256)
    graph.state(iri, "gk:chars", source.text.chars)
    graph.state(iri, "skos:editorialNote", source.note)
    graph.link(iri, "prov:wasDerivedFrom", *map(names.study, source.derived_from))
    if source.url:
        graph.link(iri, "schema:url", source.url)
    if source.verified:
        graph.state(iri, "gk:verified", source.verified.date)
    if source.standing:
        graph.link(iri, "gk:standing", concept("standing", source.standing.state))
        graph.state(iri, "gk:standingDate", source.standing.date)
    state = f"{iri}-text"
    graph.link(state, "rdf:type", "oa:TimeState")
    graph.state(state, "schema:sha256", source.text.sha256)
    graph.state(state, "oa:sourceDate", source.retrieved)


def _passage(graph: Graph, names: Names, file: SourceFile, passage: Passage) -> None:
    source = file.source.id
    iri = names.passage(source, passage)
    graph.link(iri, "rdf:type", "oa:SpecificResource")
    graph.link(iri, "oa:hasSource", names.source(source))
    graph.link(iri, "oa:hasState", f"{names.source(source)}-text")
    graph.link(iri, "oa:hasSelector", f"{iri}-selector")
    graph.link(f"{iri}-selector", "rdf:type", "oa:TextPositionSelector")
    graph.state(f"{iri}-selector", "oa:start", passage.at[0])
    graph.state(f"{iri}-selector", "oa:end", passage.at[1])
    graph.state(iri, "schema:sha256", passage.sha256)
    graph.state(iri, "gk:place", passage.place or None)
    graph.state(iri, "rdfs:label", passage.place or f"{source} {passage.at[0]}-{passage.at[1]}")
    if passage.skip:
        graph.link(iri, "gk:skip", concept("skip", passage.skip))
    for claim in passage.claims:
        sourced = SourcedClaim(file, passage, claim)
        _claim(graph, names, sourced)
        for lead in sourced.spans[1:]:
            graph.link(iri, "gk:readWith", names.passage(source, lead))


def _claim(graph: Graph, names: Names, sourced: SourcedClaim) -> None:
    claim, iri = sourced.claim, names.claim(sourced.key)
    graph.link(iri, "rdf:type", "gk:Claim")
    graph.state(iri, "rdfs:label", sourced.key)
    graph.state(iri, "dcterms:identifier", claim.id)
    graph.link(iri, "dcterms:source", names.source(sourced.source.id))
    graph.link(iri, "gk:asserts", names.proposition(claim.proposition))
    graph.state(iri, "gk:negated", claim.negated)
    graph.link(iri, "gk:passage", names.passage(sourced.source.id, sourced.passage))
    graph.link(iri, "oa:hasTarget", *(names.passage(sourced.source.id, span) for span in sourced.spans))
    for key, prop in CLAIM_FIELDS.items():
        value = getattr(claim, key)
        if key in CONCEPT_FIELDS:
            if value is not None:
                graph.link(iri, prop, concept(CONCEPT_FIELDS[key], value))
        elif key == "cites":
            graph.link(iri, prop, *map(names.study, value))
        elif key == "see":
            graph.link(iri, prop, *(v if "://" in v else names.study(v) for v in value))
        elif isinstance(value, tuple):
            graph.either(iri, prop, value)
        else:
            graph.state(iri, prop, value)
    _scope(graph, iri, claim.scope)


def _scope(graph: Graph, iri: str, scope: dict[str, tuple[str, ...]]) -> None:
    for key, values in scope.items():
        graph.either(iri, f"gk:scope{key.capitalize()}", values)


def write_studies(graph: Graph, names: Names, studies: tuple[Study, ...]) -> None:
    """Write studies and what they found."""
    for study in studies:
        iri = names.study(study.id)
        _study(graph, iri, study)
        for number, line in enumerate(study.findings, 1):
            graph.link(iri, "gk:finding", f"{iri}-line-{number}")
            _line(graph, names, f"{iri}-line-{number}", line)


def _study(graph: Graph, iri: str, study: Study) -> None:
    graph.link(iri, "rdf:type", "gk:Study")
    graph.state(iri, "dcterms:identifier", study.id)
    graph.state(iri, "dcterms:title", study.title)
    graph.state(iri, "rdfs:label", study.title)
    graph.state(iri, "dcterms:creator", study.authors)
    graph.state(iri, "schema:datePublished", str(study.year) if study.year else None)
    graph.state(iri, "dcterms:bibliographicCitation", study.journal)
    graph.state(iri, "gk:participants", study.participants)
    graph.state(iri, "skos:editorialNote", study.note)
    graph.link(iri, "gk:design", concept("design", study.design))
    graph.either(iri, "gk:population", (study.population,) if study.population else ())
    if study.url:
        graph.link(iri, "schema:url", study.url)
    if study.doi:
        graph.state(iri, "schema:identifier", f"doi:{study.doi}")
        graph.link(iri, "schema:sameAs", f"https://doi.org/{study.doi}")
    if study.pmid:
        graph.state(iri, "schema:identifier", f"pmid:{study.pmid}")
        graph.link(iri, "schema:sameAs", f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/")
    if study.standing:
        graph.link(iri, "gk:standing", concept("standing", study.standing.state))
        graph.state(iri, "gk:standingDate", study.standing.date)


def _line(graph: Graph, names: Names, iri: str, line: EvidenceLine) -> None:
    graph.link(iri, "rdf:type", "gk:EvidenceLine")
    graph.link(iri, "gk:bearsOn", names.proposition(line.proposition))
    graph.link(iri, "gk:direction", concept("direction", line.direction))
    graph.state(iri, "gk:findingNote", line.finding)
    graph.state(iri, "rdfs:label", line.finding)
    graph.state(iri, "gk:imprecise", line.imprecise)
    _scope(graph, iri, line.scope)


def propositions(corpus: Corpus) -> set[Proposition]:
    """Return every proposition that a claim asserts or a study speaks about."""
    said = {sourced.claim.proposition for sourced in corpus.claims(withdrawn=True)}
    return said | {line.proposition for study in corpus.studies for line in study.findings}
