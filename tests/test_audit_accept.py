"""After a person agreed: new places are written into the claims file, and nothing else changes."""

from __future__ import annotations

import datetime
import difflib
from pathlib import Path

import pytest

from graphkit.audit import SourceReport, accept, audit, movable, record
from graphkit.claims import format_file, read_claims
from graphkit.findings import UsageError
from graphkit.workspace import open_workspace

FILE = Path("claims") / "ten-teas.yaml"
DAY = datetime.date(2026, 12, 1)


@pytest.fixture
def teas(copy: Path) -> Path:
    """A copy of the demonstration in which the second version has taken the place of the first."""
    (copy / "articles" / "ten-teas.txt").write_bytes((copy / "articles-2" / "ten-teas.txt").read_bytes())
    return copy


@pytest.fixture
def inserted(copy: Path) -> Path:
    """A copy in which a sentence was put in front of an article, and everything else only moved."""
    path = copy / "articles" / "ten-teas.txt"
    path.write_bytes("Né à Paris: ☕.\n\n".encode() + path.read_bytes())
    return copy


def look(folder: Path) -> SourceReport:
    report = audit(read_claims(open_workspace(folder)), None, folder / "articles")
    return next(source for source in report.sources if source.id == "ten-teas")


def changed_lines(old: str, new: str) -> list[str]:
    diff = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in diff if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))]


def test_all_that_moved_is_accepted_and_then_verified(inserted: Path) -> None:
    source = look(inserted)
    assert len(movable(source)) == len(source.anchors) == source.states["moved"]
    path = inserted / FILE
    path.write_text(accept(path.read_text(encoding="utf-8"), source), encoding="utf-8")
    again = look(inserted)
    assert again.same_text
    assert again.states["verified"] == len(again.anchors)
    assert read_claims(open_workspace(inserted)).findings == ()


def test_only_places_and_the_facts_of_the_text_change(inserted: Path) -> None:
    path = inserted / FILE
    text = path.read_text(encoding="utf-8")
    text = text.replace("passages:\n", "passages:  # every one – jusqu'à la fin 🍵\n  # a remark of its own\n", 1)
    path.write_text(text, encoding="utf-8")
    new = accept(text, look(inserted))
    changed = changed_lines(text, new)
    assert {line[1:].strip().split(":")[0] for line in changed} <= {"- at", "place", "text", "verified"}
    assert "# a remark of its own" in new


def test_what_is_accepted_stays_canonical(inserted: Path) -> None:
    path = inserted / FILE
    path.write_text(accept(path.read_text(encoding="utf-8"), look(inserted)), encoding="utf-8")
    assert format_file(path, "ten-teas.yaml", write=False) is False


def test_changed_and_lost_passages_are_left_alone(teas: Path) -> None:
    source = look(teas)
    path = teas / FILE
    text = path.read_text(encoding="utf-8")
    new = accept(text, source)
    assert source.file.source.text.sha256 in new
    path.write_text(new, encoding="utf-8")
    again = look(teas)
    assert (again.states["moved"], again.states["changed"], again.states["lost"]) == (0, 2, 1)


def test_one_claim_is_accepted_with_the_passages_it_is_read_with(inserted: Path) -> None:
    source = look(inserted)
    sourced = next(c for c in source.file.claims() if len(c.spans) == 2)
    assert {a.passage.at for a in movable(source, [sourced.key])} == {p.at for p in sourced.spans}
    path = inserted / FILE
    path.write_text(accept(path.read_text(encoding="utf-8"), source, [sourced.key]), encoding="utf-8")
    assert look(inserted).states["verified"] == 2


def test_a_claim_of_another_source_cannot_be_accepted(inserted: Path) -> None:
    with pytest.raises(UsageError, match="no claim kettle-notes-c001"):
        accept((inserted / FILE).read_text(encoding="utf-8"), look(inserted), ["kettle-notes-c001"])


def test_without_the_article_nothing_can_be_accepted(copy: Path) -> None:
    report = audit(read_claims(open_workspace(copy)), None, None)
    with pytest.raises(UsageError, match="was not checked"):
        accept("", report.sources[0])


def test_a_new_place_gets_its_new_name(copy: Path) -> None:
    path = copy / "articles" / "ten-teas.txt"
    path.write_bytes(path.read_bytes().replace(b"## Calm cups", b"## Cups: calm & 'quiet'"))
    claims = copy / FILE
    claims.write_text(accept(claims.read_text(encoding="utf-8"), look(copy)), encoding="utf-8")
    corpus = read_claims(open_workspace(copy))
    [file] = [file for file in corpus.files if file.source.id == "ten-teas"]
    assert "Cups: calm & 'quiet', 1.1" in {passage.place for passage in file.passages}


def test_mended_by_hand_the_file_names_the_new_text(inserted: Path) -> None:
    """Places that were set by hand are verified; accepting then only records which text they count in."""
    path = inserted / FILE
    text = accept(path.read_text(encoding="utf-8"), look(inserted))
    facts = next(line for line in text.splitlines() if line.startswith("  text:"))
    old = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  text:"))
    path.write_text(text.replace(facts, old), encoding="utf-8")
    source = look(inserted)
    assert not source.same_text
    assert source.states["verified"] == len(source.anchors)
    date = datetime.date.today()
    assert accept(path.read_text(encoding="utf-8"), source, None, date) == text


def test_the_date_of_a_verification_is_recorded(copy: Path) -> None:
    text = (copy / FILE).read_text(encoding="utf-8")
    new = record(text, look(copy), DAY)
    assert changed_lines(text, new) == [
        "-  verified: {date: 2026-11-20, anchors: 60}",
        "+  verified: {date: 2026-12-01, anchors: 60}",
    ]


@pytest.mark.parametrize("where", ["before", "block"])
def test_a_first_date_is_put_under_the_text(copy: Path, where: str) -> None:
    path = copy / FILE
    text = path.read_text(encoding="utf-8").replace("  verified: {date: 2026-11-20, anchors: 60}\n", "")
    if where == "block":
        old = next(line for line in text.splitlines() if line.startswith("  text:"))
        facts = old.removeprefix("  text: {").removesuffix("}").split(", ")
        text = text.replace(old, "  text:\n" + "\n".join(f"    {fact}" for fact in facts) + "  # as found")
    path.write_text(text, encoding="utf-8")
    path.write_text(record(text, look(copy), DAY), encoding="utf-8")
    again = look(copy)
    assert again.file.source.verified is not None
    assert (again.file.source.verified.date, again.file.source.verified.anchors) == (DAY, 60)
    if where == "before":
        assert format_file(path, "ten-teas.yaml", write=False) is False


def test_no_date_is_recorded_unless_all_anchors_hold(teas: Path) -> None:
    with pytest.raises(UsageError, match="only 4 of 60"):
        record((teas / FILE).read_text(encoding="utf-8"), look(teas), DAY)


def test_no_date_is_recorded_without_the_article(copy: Path) -> None:
    report = audit(read_claims(open_workspace(copy)), None, None)
    with pytest.raises(UsageError, match="only 0 of"):
        record("", report.sources[0], DAY)


def test_accepting_the_last_of_it_dates_the_file(inserted: Path) -> None:
    path = inserted / FILE
    path.write_text(accept(path.read_text(encoding="utf-8"), look(inserted), None, DAY), encoding="utf-8")
    again = look(inserted)
    assert again.file.source.verified is not None
    assert (again.file.source.verified.date, again.file.source.verified.anchors) == (DAY, len(again.anchors))


def test_what_is_verified_already_is_left_alone(copy: Path) -> None:
    text = (copy / FILE).read_text(encoding="utf-8")
    assert accept(text, look(copy), None, DAY) == text


def test_files_keep_their_line_ends(inserted: Path) -> None:
    path = inserted / FILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    text = accept(path.read_bytes().decode(), look(inserted), None, DAY)
    assert text.count("\n") == text.count("\r\n") > 100
