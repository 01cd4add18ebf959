"""Article text: read as stored, cut into segments, accounted for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from graphkit.articles import (
    Article,
    Library,
    account,
    count_letters,
    digest,
    locate,
    read_article,
    segment,
    uncovered,
)
from graphkit.articles.alignment import Gaps, in_order, overlapping, stretches
from graphkit.articles.windows import Budget, Windows, cuts_word, occurrences, word_around
from graphkit.findings import Finding
from graphkit.model import ArticleText, Claim, Passage, Source, SourceFile
from tests.article_texts import ARTICLE


def forms(text: str) -> list[tuple[str, str, str]]:
    return [(s.form, s.place, text[s.start : s.end]) for s in segment(text)]


# Segments


def test_headings_sentences_bullets_and_cells_have_places() -> None:
    found = forms(ARTICLE)
    assert found[0] == ("heading", "Moss on the roof", "# Moss on the roof")
    assert ("sentence", "Moss on the roof, 1.2", "It may lift tiles after 12 winters.") in found
    assert (
        "sentence",
        "Moss on the roof, 2.1",
        "In a trial of 40 roofs, zinc strips kept p < 0.05 of the moss away.",
    ) in found
    assert ("bullet", "What helps, 2.2", "Rinse with 1.5 l of water per tile") in found
    assert ("cell", "Costs, 1.4", "Copper strip") in found


def test_every_letter_lies_in_exactly_one_segment() -> None:
    spans = [(s.start, s.end) for s in segment(ARTICLE)]
    assert uncovered(ARTICLE, spans) == []
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Take it, e.g. at night. Then sleep.", ["Take it, e.g. at night.", "Then sleep."]),
        ("Dr. Moss found it. So did Prof. Stone.", ["Dr. Moss found it.", "So did Prof. Stone."]),
        ("It costs 1.5 euros. Cheap!", ["It costs 1.5 euros.", "Cheap!"]),
        ("“Is it safe?” Yes. (Mostly.) Good.", ["“Is it safe?”", "Yes.", "(Mostly.)", "Good."]),
        ("One sentence without an end", ["One sentence without an end"]),
        ("J. Moss wrote it. K. Stone read it.", ["J. Moss wrote it.", "K. Stone read it."]),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert [text[s.start : s.end] for s in segment(text)] == sentences


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("What helps", "heading"),
        ("## What helps?", "heading"),
        ("what helps", "sentence"),
        ("What helps:", "sentence"),
        ("What helps.", "sentence"),
        ("Read on: The Quiet Kettle", "sentence"),
        ("- What helps", "bullet"),
        ("* What helps", "bullet"),
        ("1. What helps here and there when it rains a lot", "bullet"),
        ("| What | helps |", "cell"),
    ],
)
def test_lines_are_told_apart_by_their_form(line: str, form: str) -> None:
    assert {s.form for s in segment(f"{line}\nmore of it.")} >= {form}


def test_a_numbered_line_above_a_blank_one_is_a_heading() -> None:
    assert forms("1. Nuts\n\nThey are good.")[0] == ("heading", "Nuts", "1. Nuts")
    assert forms("1. Nuts\n2. Seeds\n")[0] == ("bullet", "1.1", "Nuts")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_all_kinds_count_as_they_are(end: str) -> None:
    text = f"Moss{end}{end}It is green.{end}It is wet."
    assert [text[s.start : s.end] for s in segment(text)] == ["Moss", "It is green.", "It is wet."]


@pytest.mark.parametrize("text", ["", "\n\n", "— … !", "|---|---|"])
def test_text_without_letters_has_no_segments(text: str) -> None:
    assert segment(text) == []


# Text


def test_digests_are_of_the_characters_as_they_are() -> None:
    assert digest("é") != digest("e\u0301")
    assert digest("a\r\n") != digest("a\n")
    assert digest("moss") == "9e135ab954828446379a956e7e12eb7254a482059c765a4e055b617ffe624057"


def test_letters_are_letters_and_digits_of_any_script() -> None:
    assert count_letters("né 1½ 苔 — !") == 5
    assert count_letters("") == 0


def test_articles_are_read_without_any_translation(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffé\r\nb\r".encode())
    assert read_article(path) == Article(path, "\ufeffé\r\nb\r")


def facts(text: str, file: str = "moss.txt") -> ArticleText:
    return ArticleText(file=file, sha256=digest(text), chars=len(text))


def test_a_library_finds_by_name_then_by_digest(tmp_path: Path) -> None:
    (tmp_path / "moss.txt").write_text("a newer text", encoding="utf-8")
    (tmp_path / "renamed.txt").write_text(ARTICLE, encoding="utf-8")
    library = Library(tmp_path)
    by_name, by_digest = library.find(facts("the old text")), library.find(facts(ARTICLE, "gone.txt"))
    assert isinstance(by_name, Article)
    assert by_name.text == "a newer text"
    assert isinstance(by_digest, Article)
    assert by_digest.path.name == "renamed.txt"
    assert library.find(facts("nowhere", "gone.txt")) is None
    assert Library(tmp_path / "no-such-folder").find(facts("x")) is None


def test_a_library_does_not_leave_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    assert Library(tmp_path / "inner").find(facts("y", "../secret.txt")) is None


def test_bytes_that_are_not_utf8_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "moss.txt").write_bytes(b"caf\xe9")
    found = Library(tmp_path).find(facts("café"))
    assert isinstance(found, Finding)
    assert (found.severity, found.code) == ("error", "article-encoding")


# Windows and alignment


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("50|0", True),
        ("1|.5", True),
        ("1.|5", True),
        ("<|5", True),
        ("2|–3", True),
        ("3|0%", True),
        ("30|%", True),
        ("can|'t", True),
        ("can|’t", True),
        ("non-|toxic", True),
        ("B|6", True),
        ("cafe|\u0301", True),
        ("so|. Then", False),
        ("(|so)", False),
        ("“|So”", False),
        ("pain|–relief", False),
        ("pain.|2", False),
        ("- |5", False),
        ("水|を", False),
        ("a| b", False),
        ("|ab", False),
        ("ab|", False),
    ],
)
def test_words_and_numbers_are_not_cut(text: str, inside: bool) -> None:
    position = text.index("|")
    assert cuts_word(text.replace("|", ""), position) is inside


def test_a_cut_word_is_widened_to_its_edges() -> None:
    text = "up to 2.50 mg"
    assert text[slice(*word_around(text, (8, 9)))] == "2.50"
    assert text[slice(*word_around(text, (0, 2)))] == "up"


def test_windows_begin_and_end_with_words() -> None:
    text = "red moss, reddish moss"
    windows = Windows(text, [(0, len(text))])
    assert [start for _, start in windows.matching(3, {digest("red")})] == [0]
    assert [start for _, start in windows.matching(4, {digest("moss")})] == [4, 18]
    assert list(windows.matching(4, {digest("edmo")})) == []
    assert list(occurrences(text, "red", (0, len(text)))) == [0]
    assert list(occurrences(text, "moss", (5, len(text)))) == [18]


def test_windows_do_not_reach_over_the_end_of_a_region() -> None:
    text = "red moss grows"
    assert list(Windows(text, [(0, 3), (4, 8)]).matching(8, {digest("red moss")})) == []


def test_a_budget_is_spent_once() -> None:
    budget = Budget(10)
    assert budget.allows(7)
    assert not budget.allows(4)
    assert budget.allows(3)
    assert not budget.allows(1)


def test_what_keeps_its_order_is_found() -> None:
    assert in_order([5, None, 1, 2, 9, 3]) == [2, 3, 5]
    assert in_order([]) == []
    assert in_order([0, 0]) == [0, 1]


def test_gaps_lie_between_what_holds() -> None:
    gaps = Gaps([(0, 4), (5, 9), (10, 14)], [2, None, 20], 30)
    assert gaps.around(5, 9) == (6, 20, True)
    assert gaps.around(15, 16) == (24, 30, True)
    assert Gaps([(0, 4)], [None], 30).around(0, 4) == (0, 30, False)


def test_stretches_and_overlaps() -> None:
    assert stretches(5, []) == [(0, 5)]
    assert stretches(5, [(0, 5)]) == []
    assert list(overlapping([(0, 2), (2, 4), (6, 9)], (2, 7))) == [(2, 4), (6, 7)]


# Accounting


def moss(text: str, *passages: dict[str, object]) -> SourceFile:
    made = []
    for passage in passages:
        words = str(passage.pop("words"))
        start = text.index(words)
        made.append(Passage.model_validate({"at": (start, start + len(words)), "sha256": digest(words), **passage}))
    return SourceFile(source=Source(id="moss", title="Moss", text=facts(text)), passages=tuple(made))


CLAIM = Claim(
    id="c1", claim=("m:moss", "lifts", "m:tile"), paraphrase="Tiles rise.", kind="effect", hedge="hedged", basis="none"
)
TEXT = "Moss\n\nMoss lifts tiles, they say. It is green. It waits: a list follows.\n- One\n- Two"


def accounted(*passages: dict[str, object], text: str = TEXT) -> tuple[dict[str, int], int, int]:
    file = moss(text, *passages)
    found = account(text, file, locate(text, file))
    return {f: found.count(f) for f in ("claims", "skipped", "unaccounted")}, found.covered, found.letters


def test_each_sentence_has_claims_is_skipped_or_is_unaccounted() -> None:
    counts, covered, letters = accounted(
        {"words": "Moss\n", "skip": "heading"},
        {"words": "Moss lifts tiles", "claims": (CLAIM,)},
        {"words": ", they say.", "skip": "boilerplate"},
        {"words": "It waits: a list follows.", "id": "lead"},
        {"words": "One", "claims": (CLAIM,), "with": ("lead",)},
        {"words": "Two", "skip": "promotion"},
    )
    assert counts == {"claims": 3, "skipped": 2, "unaccounted": 1}
    assert letters - covered == count_letters("It is green.")


def test_an_article_nobody_read_is_unaccounted() -> None:
    counts, covered, letters = accounted()
    assert counts == {"claims": 0, "skipped": 0, "unaccounted": 6}
    assert (covered, letters) == (0, count_letters(TEXT))


def test_a_passage_that_waits_accounts_for_nothing() -> None:
    waiting: dict[str, object] = {"words": "It is green."}
    alone: dict[str, object] = {"words": "It waits: a list follows.", "id": "no-one-reads-with-me"}
    assert accounted(waiting, alone) == accounted()


def test_one_uncovered_letter_makes_a_skipped_sentence_unaccounted() -> None:
    counts, covered, letters = accounted({"words": "It is gree", "skip": "promotion"})
    assert counts["skipped"] == 0
    assert letters - covered == count_letters(TEXT) - count_letters("It is gree")


def test_uncovered_punctuation_does_not_count() -> None:
    counts, _, _ = accounted({"words": "It is green", "skip": "promotion"})
    assert counts["skipped"] == 1


def test_a_passage_that_was_not_found_accounts_for_nothing() -> None:
    file = moss(TEXT, {"words": "It is green.", "skip": "promotion"})
    now = TEXT.replace("green", "grey")
    found = account(now, file, locate(now, file))
    assert found.count("skipped") == 0
    assert found.covered == 0


def test_a_passage_that_moved_accounts_for_its_new_place() -> None:
    file = moss(TEXT, {"words": "It is green.", "claims": (CLAIM,)})
    now = "A line in front.\n\n" + TEXT
    found = account(now, file, locate(now, file))
    [sentence] = [s for s in found.sentences if s.fate == "claims"]
    assert now[sentence.segment.start : sentence.segment.end] == "It is green."


def test_an_empty_text_has_nothing_to_account_for() -> None:
    file = moss(TEXT)
    found = account("", file, locate("", file))
    assert (found.sentences, found.covered, found.letters, found.gaps) == ((), 0, 0, ())
