"""Random edits: outside a passage it stays verified or moved, inside it never is."""

from __future__ import annotations

import bisect

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphkit.articles import count_states, locate
from tests.article_texts import ARTICLE, RIVAL, read_in

FILE = read_in(ARTICLE)
_STARTS = [passage.at[0] for passage in FILE.passages]
OTHER_WORDS = [
    "Ice.",
    "7",
    " and so on",
    "\n\n",
    "Nobody knows.",
    "<b>",
    "é",
    "\u00a0",
    "\r\n",
    "|",
    "Never climb a roof.",
]
LETTERS = st.characters(codec="utf-8", exclude_characters="\n\r|#")

steady = settings(max_examples=150, deadline=None, database=None)


def between() -> list[int]:
    """Places that touch no passage: at the ends of the text, and where more than one character parts two."""
    ends = [passage.at[1] for passage in FILE.passages]
    return [0, *(end + 1 for end, start in zip(ends, _STARTS[1:], strict=False) if start - end > 2), len(ARTICLE)]


@steady
@given(st.lists(st.tuples(st.sampled_from(between()), st.sampled_from(OTHER_WORDS)), min_size=1, max_size=4))
def test_edits_between_passages_leave_all_verified_or_moved(edits: list[tuple[int, str]]) -> None:
    text = ARTICLE
    for at, words in sorted(edits, reverse=True):
        text = f"{text[:at]}\n\n{words}\n\n{text[at:]}"
    for anchor in locate(text, FILE):
        assert anchor.state in ("verified", "moved"), ARTICLE[slice(*anchor.passage.at)]
        assert anchor.at is not None
        assert text[slice(*anchor.at)] == ARTICLE[slice(*anchor.passage.at)]


@steady
@given(st.integers(0, len(ARTICLE) - 1), LETTERS, st.sampled_from(["replace", "insert", "delete"]))
def test_an_edit_within_a_passage_never_leaves_it_verified(at: int, letter: str, how: str) -> None:
    number = bisect.bisect_right(_STARTS, at) - 1
    assume(number >= 0)
    passage = FILE.passages[number]
    assume(passage.at[0] < at < passage.at[1] - 1)
    after = at if how == "insert" else at + 1
    text = ARTICLE[:at] + ("" if how == "delete" else letter) + ARTICLE[after:]
    words = ARTICLE[slice(*passage.at)]
    assume(words not in text)
    anchors = locate(text, FILE)
    assert anchors[number].state in ("changed", "lost")
    assert anchors[number].at is None
    others = [anchor for n, anchor in enumerate(anchors) if n != number]
    assert all(anchor.holds for anchor in others)


@steady
@given(st.permutations(ARTICLE.split("\n\n")), st.sets(st.integers(0, 7), max_size=3))
def test_what_is_said_to_be_there_is_there_and_what_survived_is_found(order: list[str], gone: set[int]) -> None:
    text = "\n\n".join(part for n, part in enumerate(order) if n not in gone)
    anchors = locate(text, FILE)
    assert sum(count_states(anchors).values()) == len(FILE.passages)
    for anchor in anchors:
        words = ARTICLE[slice(*anchor.passage.at)]
        if anchor.at:
            assert text[slice(*anchor.at)] == words
        if words not in text:
            assert anchor.state in ("changed", "lost")
        elif ARTICLE.count(words) == 1:
            assert anchor.state in ("verified", "moved"), words


@steady
@given(st.text(max_size=400))
def test_any_text_gets_a_state_for_every_passage(text: str) -> None:
    anchors = locate(text, FILE)
    assert len(anchors) == len(FILE.passages)
    for anchor in anchors:
        assert (anchor.at is not None) == (anchor.state in ("verified", "moved"))
        assert bool(anchor.candidates) == (anchor.state == "ambiguous")
        assert (anchor.gap is not None) == (anchor.state == "changed")


@steady
@given(st.integers(0, len(ARTICLE)))
def test_a_text_cut_anywhere_keeps_what_lies_before_the_cut(at: int) -> None:
    for anchor in locate(ARTICLE[:at], FILE):
        if anchor.passage.at[1] < at:
            assert anchor.state == "verified"
        elif ARTICLE[slice(*anchor.passage.at)] not in ARTICLE[:at]:
            assert anchor.state in ("changed", "lost")


@steady
@given(st.lists(st.sampled_from([*ARTICLE.split(". "), *RIVAL.split(". ")]), max_size=12))
def test_no_two_passages_share_a_place_unless_they_did(parts: list[str]) -> None:
    anchors = locate(". ".join(parts), FILE)
    places = [anchor.at for anchor in anchors if anchor.at]
    assert len(places) == len(set(places))
