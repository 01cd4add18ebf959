"""Anchors on both edges: what still stands is found, what does not is never said to be there."""

from __future__ import annotations

import unicodedata

import pytest

from graphkit.articles import STATES, Anchor, count_states, digest, locate
from graphkit.model import ArticleText, Passage, Source, SourceFile
from tests.article_texts import ARTICLE, RIVAL, edit, read_in, states

TRIAL = "In a trial of 40 roofs, zinc strips kept p < 0.05 of the moss away."
SLATE = "Most roofers say that moss does not harm slate."
WINTERS = "It may lift tiles after 12 winters."
RINSE = "Rinse with 1.5 l of water per tile"
COPPER = "A strip of copper helps for 2–3 years:"
CAFE = "The café roof in our street was brushed twice."
VINEGAR = "Nobody has measured whether vinegar works."


def test_the_same_text_is_verified_throughout() -> None:
    anchors = locate(ARTICLE, read_in(ARTICLE))
    assert {anchor.state for anchor in anchors} == {"verified"}
    assert all(anchor.at == anchor.passage.at and anchor.holds and anchor.searched for anchor in anchors)


def test_without_text_nothing_is_checked_and_nothing_passes() -> None:
    anchors = locate(None, read_in(ARTICLE))
    assert {anchor.state for anchor in anchors} == {"not-checked"}
    assert not any(anchor.holds for anchor in anchors)


def test_counts_name_all_states_and_add_up() -> None:
    anchors = locate(edit(SLATE, "Moss harms slate."), read_in(ARTICLE))
    counts = count_states(anchors)
    assert tuple(counts) == STATES
    assert sum(counts.values()) == len(anchors)
    assert counts["changed"] == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param("roofers say", "rofers say", SLATE, id="typo"),
        pytest.param("12 winters", "13 winters", WINTERS, id="one digit"),
        pytest.param("12 winters", "120 winters", WINTERS, id="one digit more"),
        pytest.param("1.5 l", "1,5 l", RINSE, id="decimal mark"),
        pytest.param("1.5 l of", "1.5 ml of", RINSE, id="unit"),
        pytest.param("2–3 years", "2-3 years", COPPER, id="dash of a range"),
        pytest.param("2–3 years", "23 years", COPPER, id="range lost"),
        pytest.param("p < 0.05", "p > 0.05", TRIAL, id="comparator"),
        pytest.param("does not harm", "does harm", SLATE, id="negation lost"),
        pytest.param("It may lift", "It may not lift", WINTERS, id="negation put in"),
        pytest.param("It may lift", "It will lift", WINTERS, id="hedge lost"),
        pytest.param("It may lift", "it may lift", WINTERS, id="case"),
        pytest.param("brushed twice", "brushed  twice", CAFE, id="space doubled"),
        pytest.param("brushed twice", "brushed\u00a0twice", CAFE, id="no-break space"),
        pytest.param("brushed twice", "brushed\ntwice", CAFE, id="line broken"),
        pytest.param("café", unicodedata.normalize("NFD", "café"), CAFE, id="decomposed accent"),
        pytest.param("café", "cafÃ©", CAFE, id="mis-decoded"),
        pytest.param("works.", "works", VINEGAR, id="full stop lost"),
        pytest.param("works.", "works!", VINEGAR, id="full stop exchanged"),
        pytest.param("Nobody has", "\u200bNo\u200bbody has", VINEGAR, id="invisible character"),
    ],
)
def test_an_edited_sentence_is_changed_and_its_neighbors_are_not(old: str, new: str, sentence: str) -> None:
    text = edit(old, new)
    found = states(ARTICLE, text)
    changed = found.pop(sentence)
    assert changed.state == "changed"
    assert changed.at is None
    assert changed.gap is not None
    assert new.strip("\u200b") in text[slice(*changed.gap)]
    assert len(text[slice(*changed.gap)]) < 2 * len(sentence)
    assert {anchor.state for anchor in found.values()} <= {"verified", "moved"}


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        pytest.param("| 12 euros", "| 512 euros", "12 euros", id="digit before"),
        pytest.param("| 12 euros", "| 1.12 euros", "12 euros", id="decimals before"),
        pytest.param("| 12 euros", "| >12 euros", "12 euros", id="comparator before"),
        pytest.param("| 12 euros", "| 8–12 euros", "12 euros", id="range before"),
        pytest.param("| 1 year ", "| 1 yearly ", "1 year", id="word goes on"),
        pytest.param("| Brush ", "| Brush-free ", "Brush", id="compound"),
        pytest.param("| Brush ", "| Non-Brush ", "Brush", id="prefix"),
    ],
)
def test_a_word_or_number_that_goes_on_beyond_the_passage_is_changed(old: str, new: str, cell: str) -> None:
    text = edit(old, new)
    anchor = states(ARTICLE, text)[cell]
    assert anchor.state == "changed"
    assert anchor.gap is not None
    assert text[slice(*anchor.gap)] in new


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("at most 50", "at most 500"),
        ("tiles can", "tiles can't"),
        ("at most 50", "at most 50%"),
        ("cafe", "cafe\u0301"),
    ],
)
def test_a_last_word_that_goes_on_at_the_end_of_the_text_is_changed(before: str, now: str) -> None:
    found = states(f"Brush the tiles. {before}", f"Brush the tiles. {now}", ["Brush the tiles.", before])
    assert found["Brush the tiles."].state == "verified"
    assert found[before].state == "changed"


def test_a_passage_that_began_within_a_word_is_still_verified() -> None:
    before = "Roofers brushed slates. Slates lasted."
    found = states(before, before + " And lasted.", ["rushed sla", "Slates lasted."])
    assert {anchor.state for anchor in found.values()} == {"verified"}


def test_a_word_that_two_passages_share_belongs_to_both() -> None:
    before = "Roofers brushed slates. Slates last."
    found = states(before, before.replace("ed slates", "ed tiles"), ["Roofers brush", "ed slates.", "Slates last."])
    assert [anchor.state for anchor in found.values()] == ["verified", "changed", "moved"]
    found = states(before, before.replace("Roofers", "They"), ["Roofers brush", "ed slates.", "Slates last."])
    assert [anchor.state for anchor in found.values()] == ["changed", "moved", "moved"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Breaking news. " + ARTICLE, id="sentence put in front"),
        pytest.param(edit(SLATE, f"Slate is stone. {SLATE}"), id="sentence put between"),
        pytest.param(edit("## Costs", "## New part\n\nMore words here.\n\n## Costs"), id="section put between"),
        pytest.param(ARTICLE + "\nOne more thing.", id="sentence at the end"),
        pytest.param(ARTICLE.replace("\n", "\r\n"), id="CRLF between passages"),
        pytest.param("\ufeff" + ARTICLE, id="byte order mark"),
        pytest.param(ARTICLE.replace("\n\n", "\n\n\n\n"), id="blank lines"),
    ],
)
def test_passages_are_found_again_when_text_is_put_between_them(text: str) -> None:
    found = states(ARTICLE, text)
    for words, anchor in found.items():
        assert anchor.state in ("verified", "moved"), words
        assert anchor.at is not None
        assert text[slice(*anchor.at)] == words


def test_passages_keep_their_order_where_words_repeat() -> None:
    text = "New words. " + ARTICLE
    anchors = locate(text, read_in(ARTICLE))
    assert [a.at[0] - a.passage.at[0] for a in anchors if a.at] == [len("New words. ")] * len(anchors)


def test_a_deleted_sentence_is_lost_and_shows_nothing() -> None:
    found = states(ARTICLE, edit(f" {SLATE}", ""))
    gone = found.pop(SLATE)
    assert (gone.state, gone.at, gone.gap, gone.candidates) == ("lost", None, None, ())
    assert {anchor.state for anchor in found.values()} <= {"verified", "moved"}


def test_a_deleted_sentence_is_not_found_in_a_look_alike_elsewhere() -> None:
    look_alike = "Most roofers say that moss does not harm slates."
    text = edit("Never climb", f"{look_alike} Never climb", edit(f" {SLATE}", ""))
    assert states(ARTICLE, text)[SLATE].state == "lost"


def test_a_sentence_that_went_is_not_found_in_what_others_hold() -> None:
    """The heading is gone; its words stand within a sentence that has its own passage."""
    before = "Copper strips\n\nWe like Copper strips on slate roofs. They last."
    now = "We like Copper strips on slate roofs. They last."
    found = states(before, now)
    assert found["Copper strips"].state == "lost"
    assert found["They last."].state == "moved"


def test_a_heading_that_went_is_not_found_in_a_sentence_that_moved_to_its_place() -> None:
    before = "First part\n\nMoss is green.\n\nZinc\n\nSlate is stone. Moss is wet.\n\nLast part\n\nZinc keeps off moss."
    now = "First part\n\nMoss is green.\n\nZinc keeps off moss. Slate is stone. Moss is wet.\n\nLast part\n"
    found = states(before, now)
    assert found["Zinc keeps off moss."].state == "moved"
    assert found["Zinc"].state == "lost"


def test_a_heading_that_went_is_not_found_in_new_words_far_away() -> None:
    before = "First part\n\nMoss is green.\n\nZinc\n\nSlate is stone.\n\nLast part\n\nMoss is wet."
    now = "First part\n\nMoss is green.\n\nSlate is stone.\n\nLast part\n\nMoss is wet. New Zinc strips shine."
    assert states(before, now)["Zinc"].state == "lost"


def test_a_heading_that_went_is_not_found_in_a_new_sentence_at_its_place() -> None:
    before = "First part\n\nMoss is green.\n\nZinc\n\nSlate is stone."
    now = "First part\n\nMoss is green.\n\nRoofers use Zinc strips.\n\nSlate is stone."
    assert states(before, now)["Zinc"].state == "changed"


def test_a_short_sentence_is_found_within_a_line_that_was_joined_to_it() -> None:
    before = "Moss is green. It is wet. Slate is stone. Tiles are clay."
    now = "Moss is green. Slate is stone: It is wet. Tiles are clay."
    assert states(before, now)["It is wet."].state == "moved"


def test_as_far_from_the_end_as_it_was_is_not_enough() -> None:
    before, now = "Moss\n\nA cat sat. B.", "My Moss grew. Dogs sat"
    assert now.index("Moss") - before.index("Moss") == len(now) - len(before)
    assert states(before, now)["Moss"].state == "lost"


def test_a_reordered_paragraph_is_found_at_its_new_place() -> None:
    text = edit(f"{CAFE} {VINEGAR}\n\n", "") + f"{CAFE} {VINEGAR}\n"
    found = states(ARTICLE, text)
    for words in (CAFE, VINEGAR):
        anchor = found[words]
        assert anchor.state == "moved"
        assert anchor.at is not None
        assert text[slice(*anchor.at)] == words
    assert {anchor.state for anchor in found.values()} <= {"verified", "moved"}


def test_swapped_sentences_are_both_found() -> None:
    text = edit(f"{WINTERS} {SLATE}", f"{SLATE} {WINTERS}")
    found = states(ARTICLE, text)
    assert {found[SLATE].state, found[WINTERS].state} <= {"verified", "moved"}


def test_a_sentence_that_became_part_of_another_is_found_by_its_characters() -> None:
    text = edit(f" {SLATE}\n", f" Some disagree; {SLATE[:-1]}, they insist.\n", edit("Never climb a wet roof.", ""))
    part = SLATE[:-1]
    anchor = states(ARTICLE, text, [WINTERS, part, "In a trial"])[part]
    assert anchor.state == "moved"
    assert anchor.at is not None
    assert text[slice(*anchor.at)] == part


def test_a_copy_elsewhere_leaves_the_original_in_place() -> None:
    found = states(ARTICLE, ARTICLE + f"\n{SLATE}\n")
    assert found[SLATE].state == "verified"


def test_contexts_decide_between_copies() -> None:
    """Both copies moved, but only one stands between the neighbors that the passage had."""
    text = "New words. " + edit("Never climb", f"{SLATE} Never climb")
    anchor = states(ARTICLE, text)[SLATE]
    assert anchor.state == "moved"
    assert anchor.at is not None
    assert anchor.at[0] == text.index(SLATE)


def test_two_copies_in_one_gap_are_ambiguous() -> None:
    text = edit(SLATE, f"Some say so. {SLATE} Others too. {SLATE} All of them.")
    anchor = states(ARTICLE, text)[SLATE]
    assert anchor.state == "ambiguous"
    assert anchor.at is None
    assert [text[slice(*span)] for span in anchor.candidates] == [SLATE, SLATE]


def test_a_copy_right_before_a_neighbor_is_no_better_than_another() -> None:
    text = edit(SLATE, f"Some say so. {SLATE} Others too. {SLATE}")
    anchor = states(ARTICLE, text)[SLATE]
    assert anchor.state == "ambiguous"
    assert [text[slice(*span)] for span in anchor.candidates] == [SLATE, SLATE]


def test_two_copies_away_from_the_neighbors_are_ambiguous() -> None:
    without = edit(f" {SLATE}", "")
    text = f"{SLATE}\n\n{without}\n{SLATE}\n"
    anchor = states(ARTICLE, text)[SLATE]
    assert anchor.state == "ambiguous"
    assert len(anchor.candidates) == 2


def test_equal_cells_go_to_their_rows() -> None:
    text = "New words. " + edit("| Zinc strip | 20 euros | 3 years |\n", "")
    anchors = [a for a in locate(text, read_in(ARTICLE)) if ARTICLE[slice(*a.passage.at)] == "3 years"]
    assert [anchor.state for anchor in anchors] == ["moved", "lost"]
    assert anchors[0].at is not None
    assert text[: anchors[0].at[0]].endswith("| Copper strip | 30 euros | ")


def test_of_two_equal_sentences_one_went() -> None:
    anchors = locate("Alpha. Yes. Gamma.", read_in("Alpha. Yes. Beta. Yes. Gamma."))
    assert [anchor.state for anchor in anchors] == ["verified", "verified", "lost", "lost", "moved"]


def test_no_two_passages_take_the_same_place() -> None:
    before = "Yes. No. Yes. Maybe. Yes."
    anchors = locate("So: Yes. Maybe. No.", read_in(before))
    places = [anchor.at for anchor in anchors if anchor.at]
    assert len(places) == len(set(places))


def test_another_article_on_the_same_topic_holds_none_of_it() -> None:
    found = states(ARTICLE, RIVAL)
    assert not [words for words, anchor in found.items() if anchor.holds]
    assert {anchor.state for anchor in found.values()} == {"lost"}


def test_a_truncated_text_keeps_what_it_has() -> None:
    cut = ARTICLE.index("brushed twice")
    found = states(ARTICLE, ARTICLE[:cut])
    assert found["Cut back the trees"].state == "verified"
    assert found[CAFE].state == "changed"
    assert found[VINEGAR].state == "lost"
    assert {a.state for words, a in found.items() if ARTICLE.rindex(words) > cut} == {"lost"}


def test_an_empty_text_has_lost_all() -> None:
    assert {anchor.state for anchor in locate("", read_in(ARTICLE))} == {"lost"}


def test_a_file_without_passages_has_no_anchors() -> None:
    assert locate(ARTICLE, read_in(ARTICLE, [])) == ()


def test_one_piece_for_each_missing_passage_is_shown_to_each() -> None:
    text = edit(f"{WINTERS} {SLATE}", "Ice lifts tiles. Slate is safe.")
    found = states(ARTICLE, text)
    shown = [text[slice(*anchor.gap)] for w in (WINTERS, SLATE) if (anchor := found[w]).gap]
    assert shown == ["Ice lifts tiles.", "Slate is safe."]


def test_nested_passages_are_located_each_for_itself() -> None:
    parts = [SLATE, "moss does not harm slate", TRIAL]
    found = states(ARTICLE, edit("Most roofers say", "Some roofers say"), parts)
    assert found[SLATE].state == "changed"
    assert found["moss does not harm slate"].state == "verified"
    assert found[TRIAL].state == "verified"


def test_a_span_that_stands_twice_in_the_file_is_located_twice() -> None:
    file = read_in(ARTICLE)
    twice = SourceFile(source=file.source, passages=(file.passages[1], *file.passages))
    assert {anchor.state for anchor in locate(ARTICLE, twice)} == {"verified"}


def test_offsets_beyond_the_text_do_not_trip() -> None:
    facts = ArticleText(file="x.txt", sha256=digest("Tea."), chars=4)
    passage = Passage(at=(100, 104), sha256=digest("Tea."), skip="heading")
    anchors = locate("Tea.", SourceFile(source=Source(id="x", title="X", text=facts), passages=(passage,)))
    assert [(anchor.state, anchor.at) for anchor in anchors] == [("moved", (0, 4))]


def test_offsets_count_code_points() -> None:
    before = "🍵🍵 Tea is hot. So is 𝒳."
    found = states(before, "🍵" + before)
    assert [a.at for a in found.values() if a.at] == [
        (a.passage.at[0] + 1, a.passage.at[1] + 1) for a in found.values()
    ]


def test_text_without_spaces_between_words() -> None:
    before = "苔は水を保つ。屋根を傷めない。"
    found = states(before, "新しい文。" + before, ["苔は水を保つ。", "屋根を", "傷めない。"])
    assert {anchor.state for anchor in found.values()} == {"moved"}


def test_lone_surrogates_do_not_trip() -> None:
    assert {a.state for a in locate("\ud800 " + ARTICLE, read_in(ARTICLE))} == {"moved"}


def test_a_search_that_stops_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkit.articles.search.WINDOWS", 0)
    found = states(ARTICLE, edit("harm slate", "harm slates"))
    assert found[SLATE].state == "changed"
    assert not found[SLATE].searched
    assert all(anchor.searched for words, anchor in found.items() if words != SLATE)


def test_anchors_are_given_in_the_order_of_the_file() -> None:
    file = read_in(ARTICLE)
    turned = SourceFile(source=file.source, passages=file.passages[::-1])
    anchors: tuple[Anchor, ...] = locate("New. " + ARTICLE, turned)
    assert [anchor.passage for anchor in anchors] == list(turned.passages)
