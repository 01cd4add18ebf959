"""The corpus that ships: complete, verified, held to its derived files, and free of article text."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphkit.articles import read_article
from graphkit.claims import Corpus
from graphkit.cli import main
from graphkit.compiler import as_trig, build_corpus
from graphkit.query import Session
from tests.conftest import REPOSITORY

SOURCES = {
    "howtocure-back-pain",
    "kb-magnesium-types",
    "magnesium-for-back-pain",
    "ntro-lack-of-magnesium",
    "scienceinsights-nerve-pain",
}
WORDS = 8
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def run(*words: str) -> dict[str, object]:
    result = CliRunner().invoke(main, list(words))
    return {"code": result.exit_code, "out": result.output}


def test_there_are_five_sources_and_nothing_is_wrong(corpus: Corpus) -> None:
    assert {file.source.id for file in corpus.files} == SOURCES
    assert [str(finding) for finding in corpus.findings] == []


def test_check_holds() -> None:
    result = run("check", "--workspace", str(REPOSITORY))
    assert result["code"] == 0, result["out"]


def test_audit_verifies_every_anchor_and_leaves_no_sentence_over(articles: Path) -> None:
    result = run("audit", "--workspace", str(REPOSITORY), "--articles", str(articles), "--format", "json")
    report = json.loads(str(result["out"]))
    assert result["code"] == 0, [f for f in report["findings"] if f["severity"] != "note"]
    counts = report["anchors"]
    assert counts["verified"] == sum(counts.values()) > 400
    assert {source["id"] for source in report["sources"]} == SOURCES
    for source in report["sources"]:
        assert source["sentences"]["unaccounted"] == 0
        assert source["letters"]["covered"] == source["letters"]["all"]


def test_without_articles_nothing_counts_as_verified() -> None:
    report = json.loads(str(run("audit", "--workspace", str(REPOSITORY), "--format", "json", "--articles", "")["out"]))
    assert report["anchors"]["verified"] == 0
    assert report["anchors"]["not_checked"] > 400


def test_the_date_of_verification_covers_every_passage(corpus: Corpus) -> None:
    for file in corpus.files:
        assert file.source.verified
        assert file.source.verified.anchors == len(file.passages), file.source.id


def test_graph_trig_is_what_the_build_makes(corpus: Corpus) -> None:
    path = REPOSITORY / "claims" / "graph.trig"
    made = as_trig(build_corpus(corpus).quads, corpus.workspace.prefixes)
    assert path.read_bytes() == made, "run: graphkit build --trig claims/graph.trig"


def test_graph_trig_can_be_read_by_anyone_with_rdflib() -> None:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(REPOSITORY / "claims" / "graph.trig", format="trig")
    rows = dataset.query(
        "PREFIX mg: <https://w3id.org/claims-graphkit/magnesium/term/> "
        "PREFIX gk: <https://w3id.org/claims-graphkit/ns#> SELECT ?state { mg:glycinate gk:relieves ?state }"
    )
    assert len(list(rows)) >= 1


def runs(text: str) -> set[str]:
    found = [unicodedata.normalize("NFKC", match.group()).lower() for match in WORD.finditer(text)]
    return {" ".join(found[n : n + WORDS]) for n in range(len(found) - WORDS + 1)}


def test_no_sentence_of_an_article_stands_in_the_repository(articles: Path, corpus: Corpus) -> None:
    listing = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False,
    )  # fmt: skip
    if listing.returncode:
        pytest.skip("not a git checkout, so there is no list of what is in the repository")
    free = runs("\n".join([f.source.title for f in corpus.files] + [s.title for s in corpus.studies]))
    texts = {path.name: read_article(path).text for path in sorted(articles.glob("*.txt"))}
    known = {run for text in texts.values() for run in runs(text) - runs(text.split("\n")[0])} - free
    assert len(known) > 3000
    hits = []
    for name in listing.stdout.decode().split("\0"):
        path = REPOSITORY / name
        data = path.read_bytes() if name and path.is_file() else b""
        if b"\0" not in data:
            hits += [name for run in runs(data.decode("utf-8", "replace").replace("\\n", " ")) if run in known]
    assert sorted(set(hits)) == []


with (REPOSITORY / "tests" / "data" / "questions.csv").open(encoding="utf-8", newline="") as _file:
    QUESTIONS: dict[str, set[str]] = {}
    for _row in csv.DictReader(_file):
        QUESTIONS.setdefault(_row["query"], set()).add(_row["answer"])


def answers(session: Session, name: str) -> set[str]:
    """Return what a question is pinned by: claim ids, or for tables of other things their first column."""
    found = set()
    for row in session.ask_for(name):
        if "claim" in row:
            found |= {key.rpartition("/")[2] for key in (row["claim"], row.get("other")) if key}
        elif "claims" in row and isinstance(row["claims"], str):
            found |= set(row["claims"].split(", "))
        else:
            found.add(
                session.label(next(iter(row.values())))
                if "://" in str(next(iter(row.values())))
                else str(next(iter(row.values())))
            )
    return found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_has_the_answer_that_was_read(corpus_session: Session, name: str) -> None:
    assert answers(corpus_session, name) == QUESTIONS[name]


def test_the_twenty_questions_are_all_there(corpus_session: Session) -> None:
    assert len(QUESTIONS) >= 20
    for name in QUESTIONS:
        assert corpus_session.ask_for(name).columns == corpus_session.named[name].columns
        assert len(corpus_session.ask_for(name)) > 0


def test_what_the_articles_leave_out_is_said(corpus_session: Session) -> None:
    rows = [row for row in corpus_session.ask_for("dosing") if row["aspect"] == "upper limit"]
    assert len(rows) == 5
    assert {row["answer"] for row in rows} == {"not stated"}


def test_a_question_about_nerve_pain_finds_what_lies_below_it(corpus_session: Session) -> None:
    wide = {row["claim"] for row in corpus_session.ask_for("entity", {"entity": "nerve pain"})}
    narrow = {row["claim"] for row in corpus_session.ask_for("entity", {"entity": "mg:centralNervePain"})}
    assert narrow < wide


def test_an_editor_would_strike_first_what_ranks_first(corpus_session: Session) -> None:
    """Effects that studies dispute, a cure said to be proved, harm and misread studies come before everything else."""
    first = [row["claim"].rpartition("/")[2] for row in corpus_session.ask_for("overclaims")][:9]
    assert set(first) == {
        "magnesium-for-back-pain-c146",  # against inflammation, said to be shown; trials pooled find otherwise
        "howtocure-back-pain-c019",  # complex regional pain syndrome; the larger trial found no effect
        "magnesium-for-back-pain-c169",  # leg cramps, said to be shown; trials find otherwise
        "howtocure-back-pain-c016",  # said to be proved to cure
        "ntro-lack-of-magnesium-c035",  # a link told as protection
        "ntro-lack-of-magnesium-c036",
        "howtocure-back-pain-c050",  # an allowance told as a dose for back pain
        "ntro-lack-of-magnesium-c066",  # ill kidneys as a reason to think of deficiency
        "scienceinsights-nerve-pain-c093",  # a first dose above the upper level for supplements
    }
    weakest = list(corpus_session.ask_for("weakest"))[:5]
    assert {row["verdict"] for row in weakest} == {"disputed"}
