"""The audit as text, Markdown, JSON and a table: the same facts, readable, and inert whatever the claims say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.appraisal import appraise
from graphkit.audit import FORMATS, Report, audit, render
from graphkit.audit.alike import alike
from graphkit.claims import read_claims
from graphkit.findings import Finding, UsageError
from graphkit.workspace import DEMO, Workspace


def audited(workspace: Workspace, articles: Path | None = None, against: Path | None = None) -> Report:
    corpus = read_claims(workspace)
    return audit(corpus, appraise(corpus), articles, against)


@pytest.fixture(scope="module")
def edited(demo: Workspace) -> Report:
    return audited(demo, DEMO / "articles-2", DEMO / "articles")


@pytest.fixture(scope="module")
def unread(demo: Workspace) -> Report:
    return audited(demo)


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(report, "csv"), newline="")))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_with_and_without_text(edited: Report, unread: Report, form: str) -> None:
    for report in (edited, unread):
        assert "ten-teas-c025" in render(report, form)


def test_an_unknown_format_is_a_usage_error(unread: Report) -> None:
    with pytest.raises(UsageError, match="text, json, markdown, csv, html"):
        render(unread, "pdf")


# Text


def test_text_fits_80_columns(edited: Report, unread: Report) -> None:
    for report in (edited, unread):
        words = [line for line in render(report, "text").splitlines() if " " in line.strip()]
        assert max(map(len, words)) <= 80


def test_text_ends_with_what_was_checked(edited: Report, unread: Report) -> None:
    last = " ".join(render(edited, "text").split("\n\n")[-1].split())
    assert last.startswith("Checked 60 of 117 anchors in 1 of 3 articles")
    assert "57 anchors not checked: " in last
    assert "Checked 0 of 117 anchors in 0 of 3 articles" in " ".join(render(unread, "text").split())


def test_without_text_it_leads_with_what_can_be_known(edited: Report, unread: Report) -> None:
    grounds, anchors = "What do the claims stand on?", "Does the article still say so?"
    told = render(unread, "text")
    assert told.index(grounds) < told.index(anchors)
    assert "last verified on 2026-11-20 against sha256" in told
    told = render(edited, "text")
    assert told.index(anchors) < told.index(grounds)
    told = render(unread, "markdown")
    assert told.index(grounds) < told.index(anchors)


def test_many_that_moved_are_told_in_one_line(edited: Report) -> None:
    told = render(edited, "text")
    assert told.count("passages moved") == 1
    assert "ten-teas-c025, ten-teas-c026" in told


def test_alike_findings_keep_their_claims() -> None:
    def moved(line: int) -> Finding:
        return Finding("warning", "anchor-moved", f"passage {line} moved", "a.yaml", line)

    def lost(claim: str) -> Finding:
        return Finding("error", "anchor-lost", "it is gone", "a.yaml", 9, claim)

    few = dict(alike([moved(1), moved(2), lost("a-c1"), lost("a-c2")]))
    assert [(same.message, same.claims, same.count) for same in few["a.yaml"]] == [
        ("passage 1 moved", (), 1),
        ("passage 2 moved", (), 1),
        ("it is gone", ("a-c1", "a-c2"), 2),
    ]
    many = dict(alike([moved(line) for line in range(1, 8)]))
    assert [same.message for same in many["a.yaml"]] == ["7 passages moved, the first at line 1"]


def test_without_an_appraisal_nothing_is_said_of_grounds(demo: Workspace) -> None:
    report = audit(read_claims(demo), None, DEMO / "articles")
    assert "What do the claims stand on?" not in render(report, "text")
    assert "grounds" not in json.loads(render(report, "json"))
    assert rows(report)[0]["strength"] == ""


# Markdown


def test_markdown_takes_nothing_in_a_claim_for_markup(broken: Callable[..., Workspace]) -> None:
    workspace = broken(
        "paraphrase: Ginger tea does away", "paraphrase: <b>*Ginger*</b> | [tea](javascript:x) does away"
    )
    told = render(audited(workspace), "markdown")
    assert r"\<b\>\*Ginger\*\</b\> \| \[tea\](javascript:x)" in told


def test_markdown_tables_are_even(edited: Report) -> None:
    for block in render(edited, "markdown").split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1


# Table


def test_the_table_has_a_row_for_each_claim(edited: Report) -> None:
    table = rows(edited)
    assert [row["claim"] for row in table] == [c.key for c in edited.corpus.claims()]
    by_key = {row["claim"]: row for row in table}
    assert (by_key["ten-teas-c014"]["state"], by_key["ten-teas-c014"]["change"]) == ("changed", "changed")
    assert (by_key["ten-teas-c018"]["state"], by_key["ten-teas-c018"]["now_start"]) == ("lost", "")
    assert "overclaimed" in by_key["ten-teas-c025"]["concerns"]
    assert by_key["kettle-notes-c001"]["state"] == "not-checked"
    assert by_key["kettle-notes-c001"]["conflicts"] == "ten-teas-c006"


def test_a_claim_read_with_a_changed_sentence_is_changed_itself(edited: Report) -> None:
    by_key = {row["claim"]: row for row in rows(edited)}
    assert by_key["ten-teas-c026"]["state"] == "changed"


def test_no_cell_is_a_formula(broken: Callable[..., Workspace]) -> None:
    workspace = broken("paraphrase: Ginger tea does away", "paraphrase: '=HYPERLINK(\"x\")' # Ginger tea does away")
    cells = [cell for row in rows(audited(workspace)) for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


# No text of an article


@pytest.mark.parametrize("form", FORMATS)
def test_without_text_no_format_holds_any(unread: Report, form: str) -> None:
    told = " ".join(render(unread, form).split())
    for path in (DEMO / "articles").glob("*.txt"):
        for sentence in path.read_text(encoding="utf-8").split(". "):
            if len(sentence.split()) > 7:
                assert " ".join(sentence.split()) not in told
