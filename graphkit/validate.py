"""Shapes and checks over the compiled graph, as findings at the lines of the records they are about.

Shapes are SHACL (https://www.w3.org/TR/shacl/), run by pySHACL. A check is a ``.rq`` file that selects what is
wrong in the columns ``focus``, ``path`` and ``value``, with a header:

    # title: …
    # severity: error | warning | note
    # why: what is wrong with it
    # fix: what to do
    # may be empty: yes        (only where the check may find nothing to look at)
    # looks at: ?x a gk:Claim  (what it counts)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from graphkit.claims import Corpus
from graphkit.compiler import Names
from graphkit.findings import Finding, Severity
from graphkit.query import Session
from graphkit.store import as_dataset

if TYPE_CHECKING:
    import rdflib

_HEADER = re.compile(r"#\s*(title|severity|why|fix|looks at|may be empty):\s*(.*)")
_SH = "http://www.w3.org/ns/shacl#"
_SEVERITY: dict[str, Severity] = {f"{_SH}Violation": "error", f"{_SH}Warning": "warning", f"{_SH}Info": "note"}


@dataclass(frozen=True)
class Check:
    """A question whose rows are what is wrong."""

    name: str
    title: str
    severity: Severity
    why: str
    fix: str
    looks_at: str
    may_be_empty: bool
    text: str


@dataclass(frozen=True)
class Validation:
    """What was looked at, and what was found.

    Attributes:
        looked_at: how many things each check or the shapes looked at, by name.
    """

    looked_at: dict[str, int]
    findings: tuple[Finding, ...]


def validate(corpus: Corpus, session: Session) -> Validation:
    """Run the shapes and the checks of a workspace over its graph."""
    lines = _Lines(corpus)
    looked_at, findings = _run_shapes(corpus, session, lines)
    for path in corpus.workspace.parts("checks", "*.rq"):
        check = read_check(path)
        looked_at[check.name] = _count(session, check)
        findings += _run_check(check, session, lines)
        if not looked_at[check.name] and not check.may_be_empty:
            message = f"the check {check.name!r} looked at nothing"
            findings.append(Finding("error", "vacuous-check", message, fix="mend its header, or the data"))
    return Validation(looked_at, tuple(findings))


class _Lines:
    """Finds the line of the record that an IRI stands for."""

    def __init__(self, corpus: Corpus) -> None:
        names = Names(corpus.workspace)
        self.claims = {names.claim(sourced.key): sourced.key for sourced in corpus.claims(withdrawn=True)}
        self.places = {iri: corpus.places[key] for iri, key in self.claims.items()}
        for file in corpus.files:
            self.places[names.source(file.source.id)] = corpus.places[file.source.id]
            for passage in file.passages:
                key = f"{file.source.id}@{passage.at[0]}-{passage.at[1]}"
                self.places[names.passage(file.source.id, passage)] = corpus.places[key]
        for study in corpus.studies:
            place = corpus.places[f"study:{study.id}"]
            self.places[names.study(study.id)] = place
            for number in range(1, len(study.findings) + 1):
                self.places[f"{names.study(study.id)}-line-{number}"] = place

    def finding(self, severity: Severity, code: str, focus: str, message: str, fix: str) -> Finding:
        """Make a finding about a thing of the graph."""
        file, line = self.places.get(focus, ("", None))
        return Finding(severity, code, message, file, line, self.claims.get(focus, ""), fix)


def read_check(path: Path) -> Check:
    """Read a check.

    Raises:
        ValueError: its header lacks a line.
    """
    text = path.read_text(encoding="utf-8")
    header = {match[1]: match[2] for match in map(_HEADER.match, text.splitlines()) if match}
    for key in ("title", "severity", "why", "fix", "looks at"):
        if key not in header:
            raise ValueError(f"{path.name}: the header has no line '# {key}: …'")
    return Check(
        path.stem,
        header["title"],
        cast(Severity, header["severity"]),
        header["why"],
        header["fix"],
        header["looks at"],
        header.get("may be empty", "no") == "yes",
        text,
    )


def _count(session: Session, check: Check) -> int:
    result = session.run(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {check.looks_at} }}")
    return int(next(iter(result))["n"])


def _run_check(check: Check, session: Session, lines: _Lines) -> Iterator[Finding]:
    shorten = session.workspace.prefixes.compress
    for row in session.run(check.text):
        value = row.get("value")
        shown = "" if value is None else f": {shorten(str(value))}"
        focus = str(row["focus"])
        name = "" if focus in lines.claims else f"{shorten(focus)}: "
        yield lines.finding(check.severity, check.name, focus, f"{name}{check.why}{shown}", check.fix)


def _run_shapes(corpus: Corpus, session: Session, lines: _Lines) -> tuple[dict[str, int], list[Finding]]:
    import rdflib
    from pyshacl import validate as run_shacl

    shapes = rdflib.Graph()
    for path in corpus.workspace.parts("shapes", "*.ttl"):
        shapes.parse(path, format="turtle")
    data = _union(session)
    _, report, _ = run_shacl(data, shacl_graph=shapes, advanced=False, meta_shacl=False)
    targets = {str(o) for o in shapes.objects(None, rdflib.URIRef(f"{_SH}targetClass"))}
    rdf_type = rdflib.RDF.type
    counted = {f"shape {session.workspace.prefixes.compress(t)}": _instances(data, t, rdf_type) for t in targets}
    assert isinstance(report, rdflib.Graph)
    return dict(sorted(counted.items())), list(_results(report, lines, session))


def _instances(data: rdflib.Graph, target: str, rdf_type: rdflib.URIRef) -> int:
    import rdflib

    return sum(1 for _ in data.subjects(rdf_type, rdflib.URIRef(target)))


def _union(session: Session) -> rdflib.Graph:
    """Copy the union of all graphs into a plain graph: pySHACL is faster on it and cannot touch the store."""
    import rdflib

    graph = rdflib.Graph()
    for triple in as_dataset(session.store).triples((None, None, None)):
        graph.add(triple)
    return graph


def _results(report: rdflib.Graph, lines: _Lines, session: Session) -> Iterable[Finding]:
    import rdflib

    shorten = session.workspace.prefixes.compress

    def value(node: rdflib.term.Node, name: str) -> str:
        found = report.value(node, rdflib.URIRef(f"{_SH}{name}"))
        return "" if found is None else str(found)

    for result in report.subjects(rdflib.RDF.type, rdflib.URIRef(f"{_SH}ValidationResult")):
        focus, path, given = value(result, "focusNode"), value(result, "resultPath"), value(result, "value")
        code = f"shape-{shorten(path).rpartition(':')[2]}" if path else "shape"
        name = "" if focus in lines.claims else f"{shorten(focus)}: "
        message = f"{name}{value(result, 'resultMessage')}{f': {shorten(given)}' if given else ''}"
        severity = _SEVERITY.get(value(result, "resultSeverity"), "error")
        yield lines.finding(severity, code, focus, message, "see ontology/model/shapes")
