"""Shapes and checks: each finds what it is for, at the line of the record, and says how much it looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.claims import Corpus, read_claims
from graphkit.compiler import build_corpus
from graphkit.findings import Finding
from graphkit.query import Session
from graphkit.store import memory_store
from graphkit.validate import Validation, read_check, validate
from graphkit.workspace import MODEL, Workspace, open_workspace

Broken = Callable[..., Workspace]


def run(workspace: Workspace) -> Validation:
    built = build_corpus(read_claims(workspace))
    return validate(built.corpus, Session(workspace, memory_store(built.quads)))


def test_the_demonstration_conforms(demo_corpus: Corpus, demo_session: Session) -> None:
    result = validate(demo_corpus, demo_session)
    assert [str(finding) for finding in result.findings] == []
    assert result.looked_at["shape gk:Claim"] == 76
    assert all(count for name, count in result.looked_at.items() if name != "comparison")


@pytest.mark.parametrize(
    ("code", "old", "new", "file"),
    [
        ("subject-type", "tea:longStanding, causes", "tea:herbalists, causes", "claims/ten-teas.yaml"),
        ("object-type", "causes, tea:tiredLegs]", "causes, tea:herbalists]", "claims/ten-teas.yaml"),
        ("object-type", "causes, tea:tiredLegs]", "causes, {quoted: 3 cups}]", "claims/ten-teas.yaml"),
        ("comparison", "tea:longStanding, causes", "tea:chamomile, moreEffectiveFor", "claims/ten-teas.yaml"),
        ("cited-study", "        cites: [rossi2016]\n", "", "claims/ten-teas.yaml"),
        ("authority-named", "        by: tea:herbalists\n", "", "claims/ten-teas.yaml"),
        ("shape-authority", "by: tea:herbalists", "by: tea:chamomile", "claims/ten-teas.yaml"),
        ("shape-paraphrase", "paraphrase: Chamomile relieves leg", "paraphrase: short #", "claims/ten-teas.yaml"),
        ("entity-hierarchy", "skos:broader tea:", "skos:broader tea:nowhere, tea:", "ontology/teas.ttl"),
        ("entity-complete", "skos:definition", "skos:note", "ontology/teas.ttl"),
        ("entity-names", 'skos:prefLabel "chamomile tea"', 'skos:prefLabel "leg cramps"', "ontology/teas.ttl"),
    ],
)
def test_each_check_fires(broken: Broken, copy: Path, code: str, old: str, new: str, file: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    if old not in text:
        pytest.fail(f"{old!r} is no longer in the demonstration's {file}")
    found = [finding for finding in run(broken(old, new, file)).findings if finding.code == code]
    assert found
    if file.startswith("claims"):
        assert all(finding.file.endswith("ten-teas.yaml") and finding.line and finding.claim for finding in found)
    assert all(finding.fix and finding.message for finding in found)


def test_opposites_must_be_stated_both_ways(copy: Path) -> None:
    path = copy / "ontology" / "teas.ttl"
    path.write_text(
        path.read_text(encoding="utf-8") + "\ntea:chamomile gk:opposedTo tea:gingerTea .\n", encoding="utf-8"
    )
    assert "opposed-both-ways" in {finding.code for finding in run(open_workspace(copy)).findings}


def test_a_check_that_looks_at_nothing_is_an_error(copy: Path) -> None:
    folder = copy / "ontology" / "checks"
    folder.mkdir()
    header = "# title: t\n# severity: error\n# why: w\n# fix: f\n# looks at: ?x a <urn:nothing>\n"
    (folder / "idle.rq").write_text(
        f"{header}SELECT ?focus ?path ?value {{ ?focus a <urn:nothing> }}", encoding="utf-8"
    )
    assert [f.code for f in run(open_workspace(copy)).findings] == ["vacuous-check"]
    (folder / "idle.rq").write_text(
        f"{header}# may be empty: yes\nSELECT ?focus ?path ?value {{ ?focus a <urn:nothing> }}", encoding="utf-8"
    )
    assert run(open_workspace(copy)).findings == ()


@pytest.mark.parametrize("path", sorted(MODEL.glob("checks/*.rq")), ids=lambda p: p.stem)
def test_each_check_has_a_header_and_the_three_columns(path: Path, demo_session: Session) -> None:
    check = read_check(path)
    assert check.severity in {"error", "warning", "note"}
    assert demo_session.run(check.text).columns == ("focus", "path", "value")


def test_findings_print_as_one_place_and_one_fix() -> None:
    finding = Finding("error", "x", "it is off", "a.yaml", 3, "s-c1", "mend it")
    assert str(finding) == "a.yaml:3: error [x] s-c1: it is off\n  fix: mend it"
