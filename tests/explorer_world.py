"""Made-up graphs of any size, written as a store holds them, and a browser to look at their pages with.

The graphs use the claim model as it ships. `Quads` writes what the compiler would, without a workspace of files, so
that a graph of 20,000 things takes a second, and so that hostile text can stand where a curator's never could.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.compiler.writer import Graph
from graphkit.model import content_hash
from graphkit.query import Session
from graphkit.store import memory_store
from graphkit.vocabulary import read_vocabulary
from graphkit.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE = "https://w3id.org/claims-graphkit/demo/"
HEDGES = ("asserted", "hedged", "uncertain")
BASES = ("none", "mechanism", "authority", "unnamed-studies", "described-study", "cited-study")
KINDS = ("effect", "form-choice", "dose", "caution", "mechanism")
PREDICATES = ("gk:relieves", "gk:worsens", "gk:suits", "gk:usedFor", "gk:hasSideEffect", "gk:associatedWith")


def find_chromium() -> str | None:
    """Return the browser of the system, if there is one."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser without a network; skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page with everything that must not happen to it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def calm(self) -> None:
        """Check that the page asked for nothing and complained of nothing."""
        assert self.requests == []
        assert self.errors == []


@contextmanager
def watched(browser: Browser, file: Path, fragment: str = "", **options: Any) -> Iterator[Watched]:
    """Open a file in a fresh tab and note requests, console messages, errors and violations of its policy."""
    context = browser.new_context(**options)
    page = context.new_page()
    seen = Watched(page)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else seen.requests.append(r.url))
    page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: seen.errors.append(str(e)))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.blockedURI))"
    )
    page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
    page.wait_for_selector("body[data-ready]")
    yield seen
    context.close()


class Quads:
    """Statements of a made-up workspace, with the claim model beside them."""

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.workspace = workspace or open_workspace(demo=True)
        self.graph = Graph(f"{BASE}graph/made-up", self.workspace.prefixes)
        self._passages = 0

    def entity(self, name: str, kind: str, label: str, **more: str) -> str:
        """Add an entity; `more` are properties such as ``skos_broader``."""
        self.graph.link(name, "rdf:type", kind, "skos:Concept")
        self.graph.state(name, "skos:prefLabel", label)
        self.graph.state(name, "rdfs:label", label)
        for prop, value in more.items():
            curie = prop.replace("_", ":", 1)
            if prop == "skos_broader" or prop.endswith("Match"):
                self.graph.link(name, curie, value)
            else:
                self.graph.state(name, curie, value)
        return name

    def source(self, name: str, title: str, url: str = "https://example.org/", **more: str) -> str:
        """Add a source."""
        iri = f"{BASE}source/{name}"
        self.graph.link(iri, "rdf:type", "gk:Source")
        self.graph.state(iri, "dcterms:identifier", name)
        self.graph.state(iri, "dcterms:title", title)
        if url.startswith("http"):
            self.graph.link(iri, "schema:url", url)
        else:
            self.graph.state(iri, "schema:url", url)
        for prop, value in more.items():
            self.graph.state(iri, prop.replace("_", ":", 1), value)
        return iri

    def study(self, name: str, title: str, about: str, direction: str = "supports", **more: str) -> str:
        """Add a study with one finding; returns the finding."""
        iri = f"{BASE}study/{name}"
        self.graph.link(iri, "rdf:type", "gk:Study")
        self.graph.state(iri, "dcterms:identifier", name)
        self.graph.state(iri, "dcterms:title", title)
        self.graph.link(iri, "gk:design", "gk:design-trial")
        for prop, value in more.items():
            self.graph.state(iri, prop.replace("_", ":", 1), value)
        line = f"{iri}-line-1"
        self.graph.link(iri, "gk:finding", line)
        self.graph.link(line, "rdf:type", "gk:EvidenceLine")
        self.graph.link(line, "gk:bearsOn", about)
        self.graph.link(line, "gk:direction", f"gk:direction-{direction}")
        self.graph.state(line, "gk:findingNote", f"What {title} found.")
        return line

    def proposition(self, subject: str, predicate: str, thing: str) -> str:
        """Add a proposition."""
        iri = f"{BASE}proposition/{content_hash(subject, predicate, thing)}"
        self.graph.link(iri, "rdf:type", "gk:Proposition")
        self.graph.link(iri, "rdf:subject", subject)
        self.graph.link(iri, "rdf:predicate", predicate)
        self.graph.link(iri, "rdf:object", thing)
        self.graph.state(iri, "rdfs:label", f"{subject} {predicate} {thing}")
        return iri

    def claim(
        self, key: str, source: str, proposition: str, paraphrase: str, *, hedge: str = "asserted",
        basis: str = "none", kind: str = "effect", strength: int = 0, negated: bool = False, place: str = "Here, 1.1",
        **more: str,
    ) -> str:  # fmt: skip
        """Add a claim with a passage of its own."""
        iri = f"{BASE}claim/{key}"
        self._passages += 1
        passage = f"{BASE}passage/p-{self._passages}"
        self.graph.link(passage, "rdf:type", "oa:SpecificResource")
        self.graph.link(passage, "oa:hasSource", source)
        self.graph.link(passage, "oa:hasSelector", f"{passage}-selector")
        self.graph.link(f"{passage}-selector", "rdf:type", "oa:TextPositionSelector")
        self.graph.state(f"{passage}-selector", "oa:start", 10 * self._passages)
        self.graph.state(f"{passage}-selector", "oa:end", 10 * self._passages + 9)
        self.graph.state(passage, "gk:place", place)
        self.graph.link(iri, "rdf:type", "gk:Claim")
        self.graph.state(iri, "rdfs:label", key)
        self.graph.link(iri, "dcterms:source", source)
        self.graph.link(iri, "gk:asserts", proposition)
        self.graph.link(iri, "gk:passage", passage)
        self.graph.link(iri, "oa:hasTarget", passage)
        self.graph.state(iri, "gk:negated", negated)
        self.graph.link(iri, "gk:hedge", f"gk:hedge-{hedge}")
        self.graph.link(iri, "gk:basis", f"gk:basis-{basis}")
        self.graph.link(iri, "gk:kind", f"gk:kind-{kind}")
        self.graph.link(iri, "gk:verdict", "gk:verdict-none")
        self.graph.link(iri, "gk:certainty", "gk:certainty-none-found")
        self.graph.state(iri, "gk:strength", strength)
        self.graph.state(iri, "gk:strengthRule", f"strength.csv, column {basis}: {strength}.")
        self.graph.state(iri, "gk:overclaim", 0)
        self.graph.state(iri, "gk:paraphrase", paraphrase)
        for prop, value in more.items():
            self.graph.state(iri, prop.replace("_", ":", 1), value)
        return iri

    def conflict(
        self, name: str, one: str, other: str, kind: str = "direct", rule: str = "conflicts.csv, direct"
    ) -> str:
        """Add a conflict between two claims."""
        iri = f"{BASE}conflict/{name}"
        self.graph.link(iri, "rdf:type", "gk:Conflict")
        self.graph.link(iri, "gk:conflictKind", f"gk:conflict-{kind}")
        self.graph.link(iri, "gk:party", one, other)
        self.graph.link(iri, "gk:bearing", "gk:bearing-exact")
        self.graph.link(iri, "gk:explainedBy", "gk:explanation-unexplained")
        self.graph.state(iri, "gk:appraisalRule", rule)
        return iri

    def session(self) -> Session:
        """Return a session on these statements and the claim model."""
        model = sorted(self.workspace.model.glob("*.ttl"))
        vocabulary, _ = read_vocabulary(model, self.workspace.prefixes)
        ontology = [f"{triple} <{BASE}graph/ontology> ." for triple in vocabulary.triples]
        return Session(self.workspace, memory_store([*sorted(self.graph.lines), *ontology]))


def made_up(things: int, seed: int = 1) -> Quads:
    """Return a graph of so many things: seven in ten are claims, the rest entities, sources and studies."""
    chance = random.Random(seed)
    quads = Quads()
    claims, entities = int(things * 0.7), int(things * 0.22)
    sources = max(2, int(things * 0.03))
    studies = max(1, things - claims - entities - sources)
    agents = _entities(quads, "form", "gk:Form", entities // 2)
    states = _entities(quads, "complaint", "gk:Symptom", entities - entities // 2)
    origins = [quads.source(f"source-{n}", f"What to know about tea, part {n}") for n in range(sources)]
    said = []
    for n in range(claims):
        subject, thing = _skewed(chance, agents), _skewed(chance, states)
        predicate = chance.choice(PREDICATES)
        if predicate == "gk:associatedWith":  # symmetric: either way round, and within one kind
            subject, thing = [(subject, thing), (thing, subject), (_skewed(chance, states), thing)][n % 3]
        proposition = quads.proposition(subject, predicate, thing)
        names = subject.removeprefix("tea:"), thing.removeprefix("tea:")
        claim = quads.claim(
            f"source-{n % sources}-c{n:05}",
            origins[n % sources],
            proposition,
            f"Claim {n}: the {names[0]} does something about {names[1]} in some people.",
            hedge=chance.choice(HEDGES),
            basis=chance.choice(BASES),
            kind=chance.choice(KINDS),
            strength=chance.randrange(6),
            negated=chance.random() < 0.15,
            place=f"Part {n % 40}, {n % 7}.{n % 5}",
        )
        said.append((proposition, claim))
    for n in range(studies):
        quads.study(f"study-{n}", f"A study of tea, number {n}", said[n % len(said)][0])
    for n in range(claims // 25):
        one, other = chance.sample(said, 2)
        quads.conflict(f"{n:05}", one[1], other[1])
    return quads


def _entities(quads: Quads, stem: str, kind: str, count: int) -> list[str]:
    return [quads.entity(f"tea:{stem}{n}", kind, f"{stem} number {n}", **_below(stem, n)) for n in range(count)]


def _below(stem: str, n: int) -> dict[str, str]:
    return {"skos_broader": f"tea:{stem}{n // 6}"} if n >= 6 else {}


def _skewed(chance: random.Random, names: list[str]) -> str:
    return names[int(len(names) * chance.random() ** 3)]
