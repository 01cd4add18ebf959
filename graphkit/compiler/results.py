"""Propositions, plain edges and what appraisal computed, as statements."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.appraisal import Appraisal, ClaimAppraisal, Conflict, Echo, PropositionAppraisal
from graphkit.claims import Corpus
from graphkit.compiler.records import Names, concept, propositions
from graphkit.compiler.writer import Graph
from graphkit.model import Proposition, Quantity
from graphkit.vocabulary import Vocabulary


def write_propositions(graph: Graph, names: Names, corpus: Corpus) -> None:
    """Write every proposition once, and every quantity in one."""
    for proposition in propositions(corpus):
        iri = names.proposition(proposition)
        graph.link(iri, "rdf:type", "gk:Proposition")
        graph.link(iri, "rdf:subject", proposition.subject)
        graph.link(iri, "rdf:predicate", proposition.predicate)
        graph.link(iri, "rdf:object", names.object(proposition.object))
        graph.state(iri, "rdfs:label", say(proposition, corpus.vocabulary))
        if isinstance(proposition.object, Quantity):
            _quantity(graph, names.object(proposition.object), proposition.object)


def say(proposition: Proposition, vocabulary: Vocabulary) -> str:
    """Say a proposition in labels: ``chamomile tea relieves leg cramps``."""
    subject, predicate, thing = proposition
    end = thing.quoted if isinstance(thing, Quantity) else vocabulary.label(thing)
    return f"{vocabulary.label(subject)} {vocabulary.label(predicate)} {end}"


def _quantity(graph: Graph, iri: str, quantity: Quantity) -> None:
    graph.link(iri, "rdf:type", "gk:Quantity")
    graph.state(iri, "rdfs:label", quantity.quoted)
    graph.state(iri, "gk:low", quantity.low)
    graph.state(iri, "gk:high", quantity.high)
    graph.state(iri, "gk:unit", quantity.unit or None)
    graph.state(iri, "gk:per", quantity.per or None)
    graph.state(iri, "gk:countedAs", quantity.counted_as or None)


def write_edges(graph: Graph, names: Names, corpus: Corpus) -> None:
    """Write the plain edge of each proposition that somebody says without denying or only doubting it."""
    for sourced in corpus.claims():
        if not sourced.claim.negated and sourced.claim.hedge != "uncertain":
            subject, predicate, thing = sourced.claim.proposition
            graph.link(subject, predicate, names.object(thing))


def write_appraisal(graph: Graph, names: Names, appraisal: Appraisal) -> None:
    """Write strength, certainty, conflicts and echoes, each with the rule that made it."""
    for claim in appraisal.claims.values():
        _claim(graph, names, claim)
    for proposition in appraisal.propositions.values():
        _proposition(graph, names, proposition)
    for conflict in appraisal.conflicts:
        _conflict(graph, names, conflict)
    for echo in appraisal.echoes:
        _echo(graph, names, echo)


def _judgement(graph: Graph, iri: str, result: ClaimAppraisal | PropositionAppraisal) -> None:
    graph.state(iri, "gk:strength", result.strength)
    graph.state(iri, "gk:strengthRule", result.strength_rule)
    graph.link(iri, "gk:certainty", concept("certainty", result.certainty))
    graph.link(iri, "gk:verdict", concept("verdict", result.verdict))


def _claim(graph: Graph, names: Names, result: ClaimAppraisal) -> None:
    iri = names.claim(result.key)
    _judgement(graph, iri, result)
    graph.state(iri, "gk:traceNote", result.trace_note or None)
    graph.state(iri, "gk:overclaim", result.overclaim)
    graph.state(iri, "gk:overclaimRule", result.overclaim_rule or None)
    for trace in result.traces:
        graph.link(iri, "gk:tracedTo", f"{names.study(trace.study)}-line-{trace.line + 1}")


def _proposition(graph: Graph, names: Names, result: PropositionAppraisal) -> None:
    iri = names.proposition(result.proposition)
    _judgement(graph, iri, result)
    graph.state(iri, "gk:claimCount", len(result.claims))
    graph.state(iri, "gk:sourceCount", len(result.sources))
    graph.state(iri, "gk:rootCount", len(result.roots))
    graph.either(iri, "gk:root", _roots(names, result.roots))


def _roots(names: Names, roots: Iterable[str]) -> list[str]:
    """Name roots: studies by IRI, authorities by CURIE."""
    return [root if ":" in root else names.study(root) for root in roots]


def _conflict(graph: Graph, names: Names, conflict: Conflict) -> None:
    iri = names.computed("conflict", conflict.id)
    graph.link(iri, "rdf:type", "gk:Conflict")
    graph.link(iri, "gk:conflictKind", concept("conflict", conflict.kind))
    graph.link(iri, "gk:party", *map(names.claim, conflict.parties))
    graph.link(iri, "gk:bearing", concept("bearing", conflict.bearing))
    graph.link(iri, "gk:explainedBy", *(concept("explanation", e) for e in conflict.explained_by))
    graph.state(iri, "gk:appraisalRule", conflict.rule)
    graph.state(iri, "rdfs:label", f"{conflict.kind}: {' / '.join(conflict.parties)}")


def _echo(graph: Graph, names: Names, echo: Echo) -> None:
    iri = names.computed("echo", echo.id)
    graph.link(iri, "rdf:type", "gk:Echo")
    graph.link(iri, "gk:member", *map(names.claim, echo.members))
    graph.state(iri, "gk:appraisalRule", echo.rule)
    graph.state(iri, "rdfs:label", f"echo: {' / '.join(echo.members)}")
    if echo.follows:
        graph.link(iri, "gk:follows", names.study(echo.follows))
