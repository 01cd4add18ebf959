"""From records and appraisal to quads: one named graph per source, and one each for what is shared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from graphkit.appraisal import Appraisal, appraise
from graphkit.claims import Corpus, read_claims
from graphkit.compiler.records import Names, write_source, write_studies
from graphkit.compiler.results import say, write_appraisal, write_edges, write_propositions
from graphkit.compiler.writer import Graph
from graphkit.findings import WorkspaceError, at_least
from graphkit.vocabulary import Prefixes, Vocabulary
from graphkit.workspace import Workspace

__all__ = ["Build", "Names", "as_trig", "build_corpus", "build_graph", "compile_quads", "say"]


@dataclass(frozen=True)
class Build:
    """A workspace read, appraised and compiled.

    Attributes:
        quads: sorted N-Quads lines.
    """

    corpus: Corpus
    appraisal: Appraisal
    quads: list[str]

    @property
    def manifest(self) -> dict[str, Any]:
        """What went in: counts, and the digest of every file."""
        workspace = self.corpus.workspace
        return {
            "title": workspace.settings.title,
            "base": workspace.settings.base,
            "sources": len(self.corpus.files),
            "claims": sum(1 for _ in self.corpus.claims()),
            "studies": len(self.corpus.studies),
            "conflicts": len(self.appraisal.conflicts),
            "files": digests(workspace),
        }


def digests(workspace: Workspace) -> dict[str, str]:
    """Return the SHA-256 of every file that a build of the workspace reads, by path."""
    paths = [
        workspace.root / "graphkit.toml",
        *workspace.vocabulary_files(),
        *workspace.parts("tables", "*.csv"),
        *sorted(p for p in workspace.claims.glob("*") if p.suffix in (".yaml", ".tsv")),
    ]
    return {
        (p.relative_to(workspace.root) if p.is_relative_to(workspace.root) else p).as_posix(): hashlib.sha256(
            p.read_bytes()
        ).hexdigest()
        for p in paths
    }


def build_graph(workspace: Workspace) -> Build:
    """Read, appraise and compile a workspace; errors as of `build_corpus`."""
    return build_corpus(read_claims(workspace))


def build_corpus(corpus: Corpus) -> Build:
    """Appraise and compile what was read.

    Raises:
        WorkspaceError: the files hold errors; ``graphkit check`` names them.
    """
    errors = at_least(corpus.findings, "error")
    if errors:
        many = f"{len(errors)} errors" if len(errors) > 1 else "an error"
        raise WorkspaceError(f"the files of this workspace hold {many}; graphkit check names them")
    appraisal = appraise(corpus)
    return Build(corpus, appraisal, compile_quads(corpus, appraisal))


def compile_quads(corpus: Corpus, appraisal: Appraisal) -> list[str]:
    """Compile a workspace.

    Every statement stands in exactly one named graph (Oxigraph would return it once per graph from the union):
    ``graph/<source>`` for each source, ``graph/studies``, ``graph/ontology`` with the crosswalk,
    ``graph/propositions``, ``graph/edges`` with the plain edges, and ``graph/appraisal``.

    Returns:
        Sorted N-Quads lines without blank nodes: equal data, equal lines.
    """
    names = Names(corpus.workspace)
    prefixes = corpus.workspace.prefixes
    graphs = []

    def graph(name: str) -> Graph:
        graphs.append(Graph(names.graph(name), prefixes))
        return graphs[-1]

    for file in corpus.files:
        write_source(graph(file.source.id), names, file)
    write_studies(graph("studies"), names, corpus.studies)
    write_propositions(graph("propositions"), names, corpus)
    write_edges(graph("edges"), names, corpus)
    write_appraisal(graph("appraisal"), names, appraisal)
    _write_ontology(graph("ontology"), corpus)
    return sorted(line for part in graphs for line in part.lines)


def as_trig(quads: list[str], prefixes: Prefixes) -> bytes:
    """Write N-Quads lines as TriG (https://www.w3.org/TR/trig/), which people can read; equal lines, equal bytes."""
    parsed = ox.parse("\n".join(quads), format=ox.RdfFormat.N_QUADS)
    by_graph = sorted(parsed, key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad.predicate)))
    written = (ox.serialize(by_graph, format=ox.RdfFormat.TRIG, prefixes=prefixes.namespaces) or b"").splitlines(True)
    declared = sorted(line for line in written if line.startswith(b"@prefix "))  # Oxigraph writes them in any order
    return b"".join([*declared, *written[len(declared) :]])


def _write_ontology(graph: Graph, corpus: Corpus) -> None:
    for triple in corpus.vocabulary.triples:
        graph.lines.add(f"{triple} <{graph.iri}> .")
    _write_labels(graph, corpus.vocabulary)
    for mapping in corpus.mappings:
        graph.link(mapping.subject_id, mapping.predicate_id, _external(mapping.object_id, corpus))


def _write_labels(graph: Graph, vocabulary: Vocabulary) -> None:
    """Give every concept an rdfs:label, so that one property labels everything."""
    label = graph.name("rdfs:label")
    for triple in vocabulary.triples:
        if triple.predicate.value.endswith("core#prefLabel") and isinstance(triple.subject, ox.NamedNode):
            graph.lines.add(f"{triple.subject} {label} {triple.object} <{graph.iri}> .")


def _external(object_id: str, corpus: Corpus) -> str:
    """Expand an identifier of the crosswalk by the prefixes of its own header."""
    prefix, _, local = object_id.partition(":")
    return corpus.curie_map.get(prefix, f"{prefix}:") + local
