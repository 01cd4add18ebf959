"""A curator's mistake is named with file and line, and never ends in a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.claims import Corpus, read_claims
from graphkit.claims.yamlfile import parse_yaml
from graphkit.findings import Finding
from graphkit.workspace import Workspace, open_workspace

Broken = Callable[..., Workspace]
CLAIM = "      - id: c002\n"


def line_of(workspace: Workspace, text: str, file: str = "claims/ten-teas.yaml") -> int:
    lines = (workspace.root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def only(workspace: Workspace, code: str) -> Finding:
    found = [finding for finding in read_claims(workspace).findings if finding.code == code]
    assert len(found) == 1, [str(finding) for finding in read_claims(workspace).findings]
    assert found[0].fix
    return found[0]


def test_the_demonstration_holds(demo_corpus: Corpus) -> None:
    assert [str(finding) for finding in demo_corpus.findings] == []
    assert len(demo_corpus.files) == 3
    assert sum(1 for _ in demo_corpus.claims(withdrawn=True)) == 76
    assert sum(1 for _ in demo_corpus.claims()) == 75


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("        hedge: asserted", "        hegde: asserted", "unknown-key", "hegde"),
        ("        hedge: asserted", "        hedge: maybe", "bad-hedge", "maybe"),
        ("        basis: none", "        basis: nothing", "bad-basis", "nothing"),
        ("        kind: effect", "        kind: efect", "bad-kind", "efect"),
        ("tea:longStanding, causes", "tea:longStandign, causes", "unknown-entity", "longStandign"),
        ("tea:longStanding, causes", "tea:longStanding, cuases", "unknown-predicate", "cuases"),
        ("    with: [heavy-legs]", "    with: [heavy-leg]", "unknown-passage", "heavy-leg"),
        ("    skip: navigation", "    skip: boring", "bad-skip", "boring"),
        ("at: [0, 32]", "at: [32, 0]", "bad-value", "below end"),
        ("at: [0, 32]", "at: [0, x]", "bad-value", "integer"),
        ("cites: [rossi2016]", "cites: [rosi2016]", "unknown-study", "rosi2016"),
        ("retrieved: 2026-11-20", "retrieved: yesterday", "bad-value", "retrieved"),
        ("url: https://", "url: javascript:", "bad-value", "url"),
    ],
)
def test_a_mistake_is_named_at_its_line(broken: Broken, old: str, new: str, code: str, says: str) -> None:
    workspace = broken(old, new)
    finding = only(workspace, code)
    assert finding.severity == "error"
    assert says in finding.message
    assert finding.file.endswith("ten-teas.yaml")
    assert finding.line == line_of(workspace, new.strip())


def test_a_close_name_is_offered(broken: Broken) -> None:
    assert "hedge" in only(broken("        hedge: asserted", "        hegde: asserted"), "unknown-key").fix
    assert "longStanding" in only(broken("tea:longStanding, causes", "tea:longStandin, causes"), "unknown-entity").fix


def test_a_claim_id_used_twice(broken: Broken) -> None:
    finding = only(broken(CLAIM, CLAIM.replace("c002", "c001")), "duplicate-id")
    assert finding.claim == "ten-teas-c001"


def test_an_offset_past_the_end(broken: Broken) -> None:
    workspace = broken("chars: 2885", "chars: 1000")
    findings = [f for f in read_claims(workspace).findings if f.code == "offset"]
    assert findings
    assert all("1000 characters" in f.message for f in findings)


def test_a_skipped_passage_overlaps_no_other(broken: Broken) -> None:
    assert "overlaps" in only(broken("at: [0, 32]", "at: [0, 40]"), "overlap").message


def test_a_span_stands_once(broken: Broken) -> None:
    assert "twice" in only(broken("at: [0, 32]", "at: [36, 59]"), "same-span").message


def test_a_passage_that_waits_is_unaccounted(broken: Broken) -> None:
    finding = only(broken("    skip: navigation\n", ""), "unaccounted")
    assert finding.severity == "warning"
    assert "0-32" in finding.message


def test_a_missing_key_is_named(broken: Broken) -> None:
    assert "sha256" in only(broken("    sha256: a59e2dcf", "    place2: a59e2dcf"), "missing-key").message


def test_all_mistakes_are_collected_at_once(broken: Broken) -> None:
    broken("        hedge: asserted", "        hegde: asserted")
    broken("tea:herbalTea, isA", "tea:herbTea, isA")
    codes = [f.code for f in read_claims(broken("    skip: navigation", "    skip: boring")).findings]
    assert {"unknown-key", "unknown-entity", "bad-skip"} <= set(codes)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty-file", 1),
        (b"# nothing but a comment\n", "empty-file", 1),
        (b"source:\n  id: x\n\ttitle: y\n", "yaml", 3),
        (b"source:\n  id: caf\xe9\n", "encoding", 2),
        (b"source: {id: x\n", "yaml", None),
        (b"source:\n  id: a\n  id: b\n", "duplicate-key", 3),
        (b"source: &a {id: x}\npassages: *a\n", "alias", 1),
        (b"source: !!python/object:os.system {id: x}\n", "tag", 1),
        (b"source:\n  title: a\x01b\n", "yaml", 2),
        (b"just words\n", "bad-value", 1),
        (b"- a\n- list\n", "bad-value", 1),
        (b"a: 1\n---\nb: 2\n", "yaml", None),
        (b"[" * 5000, "yaml", None),
    ],
)
def test_a_file_that_is_no_claims_file(copy: Path, content: bytes, code: str, line: int | None) -> None:
    (copy / "claims" / "broken.yaml").write_bytes(content)
    findings = [f for f in read_claims(open_workspace(copy)).findings if f.file.endswith("broken.yaml")]
    assert code in {f.code for f in findings}
    if line is not None:
        assert line in {f.line for f in findings if f.code == code}


def test_the_other_files_are_still_read(copy: Path) -> None:
    (copy / "claims" / "broken.yaml").write_bytes(b"")
    assert len(read_claims(open_workspace(copy)).files) == 3


def test_scalars_stay_text(broken: Broken) -> None:
    workspace = broken("title: Ten Teas for Tired Legs", "title: no")
    assert read_claims(workspace).files[-1].source.title == "no"


def test_turtle_that_does_not_parse_is_a_finding(broken: Broken) -> None:
    finding = only(broken("skos:prefLabel", "skos:prefLabel [", "ontology/teas.ttl"), "turtle")
    assert finding.file.endswith("teas.ttl")
    assert finding.line


@given(st.text(max_size=300))
def test_any_text_gives_findings_or_data(text: str) -> None:
    read = parse_yaml(text, "x.yaml")
    assert read.node is not None or read.findings


@given(
    st.recursive(
        st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_any_yaml_gives_findings_or_a_record(data: object) -> None:
    import json

    from graphkit.claims.reading import _record
    from graphkit.model import SourceFile

    findings: list[Finding] = []
    read = parse_yaml(json.dumps(data), "x.yaml")
    record = _record(read, SourceFile, findings)
    assert record or findings or read.findings
