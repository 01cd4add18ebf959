"""The audit of whole workspaces: counts that add up, findings at their line, nothing passed that was not checked."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.appraisal import appraise
from graphkit.articles import Library, digest
from graphkit.audit import Report, audit
from graphkit.audit.grounds import TRAIL
from graphkit.audit.secondlook import Names
from graphkit.claims import Corpus, read_claims
from graphkit.findings import Finding, UsageError, at_least
from graphkit.workspace import DEMO, Workspace, open_workspace

NOW, OLD = DEMO / "articles-2", DEMO / "articles"
CHAMOMILE = "Chamomile, a member of the daisy family, eases leg cramps at night."


def audited(workspace: Workspace, articles: Path | None = None, against: Path | None = None) -> Report:
    corpus = read_claims(workspace)
    return audit(corpus, appraise(corpus), articles, against, today=datetime.date(2026, 11, 21))


@pytest.fixture(scope="session")
def unchanged(demo: Workspace) -> Report:
    return audited(demo, OLD)


@pytest.fixture(scope="session")
def edited(demo: Workspace) -> Report:
    return audited(demo, NOW, OLD)


@pytest.fixture(scope="session")
def unread(demo: Workspace) -> Report:
    return audited(demo)


@pytest.fixture
def rewritten(copy: Path) -> Callable[..., Report]:
    """Replace words in an article of a copy of the demonstration and audit that."""

    def rewrite(old: str, new: str, file: str = "ten-teas.txt") -> Report:
        path = copy / "articles" / file
        text = path.read_bytes().decode()
        assert text.count(old) == 1
        path.write_bytes(text.replace(old, new).encode())
        return audited(open_workspace(copy), copy / "articles")

    return rewrite


def codes(report: Report, severity: str = "") -> list[str]:
    return sorted({f.code for f in report.findings if severity in ("", f.severity)})


def found(report: Report, code: str) -> Finding:
    [finding] = [finding for finding in report.findings if finding.code == code]
    return finding


def test_the_demonstration_holds_and_is_wholly_accounted_for(unchanged: Report) -> None:
    counts = unchanged.anchors
    assert counts["verified"] == sum(counts.values()) > 100
    assert unchanged.checked["articles"] == unchanged.checked["sources"] == 3
    for source in unchanged.sources:
        assert source.accounting is not None
        assert source.accounting.count("unaccounted") == 0
        assert source.accounting.covered == source.accounting.letters > 900
    assert at_least(unchanged.findings, "warning") == []


def test_json_has_the_agreed_keys(edited: Report) -> None:
    told = json.loads(json.dumps(edited.as_dict()))
    assert set(told["checked"]) == {"sources", "articles", "anchors", "claims", "studies"}
    assert list(told["anchors"]) == ["verified", "moved", "ambiguous", "changed", "lost", "not_checked"]
    for source in told["sources"]:
        assert {"id", "sentences", "letters", "anchors", "verified", "text"} <= set(source)
        assert sum(source["anchors"].values()) == sum(source["passages"].values())
        if source["checked"]:
            assert list(source["sentences"]) == ["claims", "skipped", "unaccounted"]
            assert list(source["letters"]) == ["covered", "all"]
        else:
            assert source["sentences"] is source["letters"] is source["found"] is None
    for finding in told["findings"]:
        assert list(finding) == ["severity", "code", "message", "file", "line", "claim", "fix"]
    assert [entry["state"] for entry in told["standing"]] == ["current"] * len(told["standing"])


def test_counts_add_up_to_the_anchors(unchanged: Report, edited: Report, unread: Report) -> None:
    for report in (unchanged, edited, unread):
        passages = sum(len(source.file.passages) for source in report.sources)
        assert sum(report.anchors.values()) == passages
        assert report.checked["anchors"] == passages - report.anchors["not_checked"]


def test_without_articles_nothing_passes(unread: Report) -> None:
    assert unread.anchors["verified"] == 0
    assert unread.anchors["not_checked"] == sum(unread.anchors.values())
    notes = [finding for finding in unread.findings if finding.code == "not-checked"]
    assert [note.severity for note in notes] == ["note"] * 3
    assert "last verified on 2026-11-20" in notes[0].message
    assert unread.checked["anchors"] == 0


def test_an_article_that_is_missing_from_the_given_folder_is_a_warning(edited: Report) -> None:
    missing = [finding for finding in edited.findings if finding.code == "not-checked"]
    assert [(finding.severity, Path(finding.file).name) for finding in missing] == [
        ("warning", "kettle-notes.yaml"),
        ("warning", "night-cramps.yaml"),
    ]


def test_several_folders_are_looked_through_in_turn(demo: Workspace) -> None:
    corpus = read_claims(demo)
    report = audit(corpus, None, [NOW, OLD])
    assert report.anchors["not_checked"] == 0
    assert report.anchors["moved"] > 0


def test_a_folder_that_is_not_there_is_a_usage_error(demo_corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        audit(demo_corpus, None, tmp_path / "nowhere")


def test_each_edit_of_the_second_version_is_found(edited: Report) -> None:
    [source] = [source for source in edited.sources if source.id == "ten-teas"]
    assert (source.states["changed"], source.states["lost"], source.states["ambiguous"]) == (2, 1, 0)
    assert source.states["verified"] + source.states["moved"] == len(source.anchors) - 3
    gaps = {a.passage.place: source.article.text[slice(*a.gap)] for a in source.anchors if a.gap and source.article}
    assert "90 adults" in gaps["Calm cups, 2.2"]
    assert gaps["Cups for the legs, 3.1"] == "Ginger tea may refresh tired legs."
    assert [a.passage.place for a in source.anchors if a.state == "lost"] == ["Calm cups, 3.3"]


def test_a_changed_sentence_is_an_error_at_its_line_for_each_claim_read_in_it(edited: Report) -> None:
    changed = [finding for finding in edited.findings if finding.code == "anchor-changed"]
    assert {finding.claim for finding in changed} == {"ten-teas-c014", "ten-teas-c025", "ten-teas-c026"}
    for finding in changed:
        lines = (DEMO / "claims" / "ten-teas.yaml").read_text(encoding="utf-8").splitlines()
        assert finding.severity == "error"
        assert finding.fix
        assert finding.line is not None
        assert "at: [" in lines[finding.line - 1]


def test_what_is_new_in_the_text_is_unaccounted(edited: Report) -> None:
    finding = found(edited, "unaccounted")
    text = (NOW / "ten-teas.txt").read_bytes().decode()
    start = text.index("Tight shoes")
    words = "Tight shoes make many of them worse"
    assert f"{start}-{start + len(words)}" in finding.message
    assert digest(words) in finding.fix


def test_another_text_is_named_once(edited: Report, unchanged: Report) -> None:
    assert found(edited, "article-changed").severity == "warning"
    assert "article-changed" not in codes(unchanged)


def test_a_skipped_sentence_that_changed_is_a_warning(rewritten: Callable[..., Report]) -> None:
    report = rewritten("Pour slowly, put your feet up", "Pour slowly, lay your feet up")
    assert found(report, "anchor-changed").severity == "warning"
    assert found(report, "anchor-changed").claim == ""


def test_words_put_into_a_sentence_beside_its_passage_are_told(rewritten: Callable[..., Report]) -> None:
    report = rewritten(CHAMOMILE, f"Nobody believes that {CHAMOMILE}")
    grown = [finding for finding in report.findings if finding.code == "sentence-grew"]
    assert {finding.claim for finding in grown} >= {"ten-teas-c005", "ten-teas-c006"}
    assert report.anchors["changed"] == report.anchors["lost"] == 0


def test_a_doubled_sentence_is_verified_once_and_its_copy_unaccounted(rewritten: Callable[..., Report]) -> None:
    report = rewritten("\n\nNext week:", f"\n\n{CHAMOMILE}\n\nNext week:")
    assert report.anchors["ambiguous"] == report.anchors["lost"] == 0
    assert codes(report, "warning") == ["anchor-moved", "article-changed", "unaccounted"]


def test_two_copies_between_the_same_neighbors_are_ambiguous(rewritten: Callable[..., Report]) -> None:
    report = rewritten(CHAMOMILE, f"New. {CHAMOMILE} New too. {CHAMOMILE} And so on.")
    concerned = {finding.claim for finding in report.findings if finding.code == "anchor-ambiguous"}
    assert concerned >= {"ten-teas-c005", "ten-teas-c006"}
    assert report.anchors["ambiguous"] == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "anchor-lost"), (b"Teas f\xfcr alle", "article-encoding"), (b"Ganz anderer Text.", "anchor-lost")],
)
def test_an_article_that_is_empty_not_utf8_or_another(copy: Path, raw: bytes, code: str) -> None:
    (copy / "articles" / "ten-teas.txt").write_bytes(raw)
    report = audited(open_workspace(copy), copy / "articles")
    assert code in codes(report, "error")
    [source] = [source for source in report.sources if source.id == "ten-teas"]
    assert source.states["verified"] == 0


def test_line_ends_are_not_translated(copy: Path) -> None:
    path = copy / "articles" / "ten-teas.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report = audited(open_workspace(copy), copy / "articles")
    assert report.anchors["changed"] == report.anchors["lost"] == 0
    assert report.anchors["moved"] > 50


def test_findings_of_the_files_are_in_the_report(broken: Callable[..., Workspace]) -> None:
    workspace = broken("hedge: asserted", "hedge: sure")
    report = audit(read_claims(workspace), None, workspace.articles)
    assert "bad-hedge" in codes(report, "error")


def test_a_workspace_without_sources_is_not_fine(copy: Path) -> None:
    for path in (copy / "claims").glob("*.yaml"):
        path.unlink()
    report = audit(read_claims(open_workspace(copy)), None, None)
    assert codes(report, "error") == ["nothing-checked"]


def test_standing_of_sources_and_studies_is_told(broken: Callable[..., Workspace]) -> None:
    workspace = broken("state: current", "state: retracted", "claims/studies.yaml")
    report = audited(workspace, OLD)
    [finding] = [finding for finding in report.findings if finding.code == "study-retracted"]
    assert finding.severity == "warning"
    assert Path(finding.file).name == "studies.yaml"
    assert report.standings[0].standing.state == "retracted"


# Versions


def test_each_claim_stands_moved_changed_or_went(edited: Report) -> None:
    [versions] = [source.versions for source in edited.sources if source.versions]
    counts = versions.counts
    assert (counts["changed"], counts["went"], counts["unsure"], counts["came"]) == (3, 1, 0, 0)
    assert counts["moved"] > 30 > counts["stands"] > 0
    assert versions.claims["ten-teas-c018"] == "went"
    assert versions.to_review == ("ten-teas-c014", "ten-teas-c018", "ten-teas-c025", "ten-teas-c026")
    assert sum(counts.values()) == len(versions.claims)


def test_of_two_equal_versions_every_claim_stands(demo: Workspace) -> None:
    report = audited(demo, OLD, OLD)
    for source in report.sources:
        assert source.versions is not None
        assert set(source.versions.claims.values()) == {"stands"}


def test_turned_around_the_claim_that_went_came(demo: Workspace) -> None:
    report = audited(demo, OLD, NOW)
    [versions] = [source.versions for source in report.sources if source.versions]
    assert versions.claims["ten-teas-c018"] == "came"


# Grounds


def test_grounds_count_every_claim_once(unread: Report) -> None:
    assert unread.grounds is not None
    for grounds in [unread.grounds, *(source.grounds for source in unread.sources)]:
        assert grounds is not None
        assert sum(grounds.basis.values()) == grounds.claims
        assert sum(grounds.strength.values()) == grounds.claims
        assert sum(grounds.trail.values()) == grounds.claims
        assert list(grounds.trail) == list(TRAIL)
    assert sum(source.grounds.claims for source in unread.sources if source.grounds) == unread.grounds.claims


def test_grounds_name_what_the_demonstration_was_written_for(unread: Report) -> None:
    assert unread.grounds is not None
    assert unread.grounds.conflicts
    assert unread.grounds.echoes
    assert unread.grounds.overclaims[0] == "ten-teas-c025"
    assert "ten-teas-c025" in unread.grounds.disputed
    assert unread.grounds.trail["whole"] > 0
    assert unread.grounds.trail["nothing"] > 0


def test_an_authority_without_a_name_breaks_the_trail(broken: Callable[..., Workspace]) -> None:
    workspace = broken("        by: tea:herbalists\n", "")
    report = audited(workspace)
    assert report.grounds is not None
    assert report.grounds.trail["nobody-named"] == len(report.grounds.nameless) == 1


# A second look


def test_entities_are_named_by_whole_words_in_any_case(demo_corpus: Corpus) -> None:
    names = Names(demo_corpus.vocabulary)
    assert names.within("GINGER  tea for tired\nlegs") == ("ginger tea", "tired legs")
    assert names.within("gingery teas") == ()
    assert names.within("restress") == ()


def test_skipped_sentences_that_name_known_things_are_noted(rewritten: Callable[..., Report], copy: Path) -> None:
    path = copy / "claims" / "ten-teas.yaml"
    text = path.read_text(encoding="utf-8")
    words = "Pour slowly, put your feet up and take the time that you need."
    new = "Ginger tea was poured over tired legs, and nobody knows why".ljust(len(words) - 1, "!") + "."
    assert digest(words) in text
    path.write_text(text.replace(digest(words), digest(new)), encoding="utf-8")
    report = rewritten(words, new)
    note = found(report, "second-look")
    assert note.severity == "note"
    assert "ginger tea, tired legs" in note.message


# The corpus


def test_the_articles_are_wholly_verified_and_accounted_for(articles: Path, corpus: Corpus) -> None:
    report = audit(corpus, None, articles)
    assert report.checked["articles"] == report.checked["sources"] == 5
    assert report.anchors["verified"] == sum(report.anchors.values())
    for source in report.sources:
        assert source.accounting is not None
        assert source.accounting.count("unaccounted") == 0
        assert source.accounting.covered == source.accounting.letters
    assert not [f for f in at_least(report.findings, "warning") if f.code.startswith(("anchor-", "unaccounted"))]


def test_an_edit_in_any_article_is_noticed(articles: Path, corpus: Corpus, tmp_path: Path) -> None:
    for file in corpus.files:
        article = Library(articles).find(file.source.text)
        assert article is not None
        assert not isinstance(article, Finding)
        start, end = max((p.at for p in file.passages if p.claims), key=lambda at: at[1] - at[0])
        middle = article.text.index(" ", (start + end) // 2)
        assert middle < end
        changed = article.text[:middle] + " not" + article.text[middle:]
        (tmp_path / file.source.text.file).write_bytes(changed.encode())
    report = audit(corpus, None, tmp_path)
    for source in report.sources:
        assert source.states["changed"] == 1
        assert source.states["lost"] == source.states["ambiguous"] == 0
