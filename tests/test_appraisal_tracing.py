"""Certainty traced: which evidence lines bear on a claim, what lowers them, and what they say together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.appraisal import ClaimAppraisal, PropositionAppraisal
from graphkit.appraisal.judging import deny, judge
from graphkit.appraisal.results import Certainty, Direction, Trace
from graphkit.appraisal.tracing import LEVELS, Tracer, Weighed
from graphkit.model import EvidenceLine, Study
from graphkit.vocabulary import Term, Vocabulary
from tests.appraisal_world import appraisal, claim, line, proposition, source, steady, study, tables, vocabulary


def traced(words: str, *studies: Study, **fields: Any) -> ClaimAppraisal:
    """Appraise one claim against some studies."""
    return appraisal(source("a", claim(words, **fields)), studies=studies).claims["a-1"]


def outcome(found: ClaimAppraisal | PropositionAppraisal) -> tuple[str, str]:
    return found.certainty, found.verdict


# What bears on what


def test_a_trial_of_the_same_proposition_gives_high_certainty() -> None:
    found = traced("glycinate relieves pain", study("s", line("glycinate relieves pain")))
    assert outcome(found) == ("high", "supported")
    assert found.traces == (Trace("s", 0, "supports", "exact", "high", ()),)


@pytest.mark.parametrize(
    "elsewhere",
    ["citrate relieves pain", "glycinate relieves cramp", "glycinate supports sciatica", "exercise relieves pain"],
)
def test_a_trial_of_something_else_does_not_bear(elsewhere: str) -> None:
    found = traced("glycinate relieves sciatica", study("s", line(elsewhere)))
    assert outcome(found) == ("none-found", "none")
    assert found.traces == ()


@pytest.mark.parametrize(
    ("evidence", "bearing", "certainty", "lowered"),
    [
        ("supplement relieves nervePain", "wider", "moderate", ("subject wider -1",)),
        ("glycinate relieves pain", "wider", "moderate", ("object wider -1",)),
        ("supplement relieves pain", "wider", "low", ("subject wider -1", "object wider -1")),
        ("glycinate relieves sciatica", "narrower", "low", ("object narrower -2",)),
        ("supplement relieves sciatica", "mixed", "very-low", ("subject wider -1", "object narrower -2")),
    ],
)
def test_indirect_support_is_lowered_for_each_end(
    evidence: str, bearing: str, certainty: str, lowered: tuple[str, ...]
) -> None:
    found = traced("glycinate relieves nervePain", study("s", line(evidence)))
    assert outcome(found) == (certainty, "supported")
    assert (found.traces[0].bearing, found.traces[0].lowered) == (bearing, lowered)


def test_what_holds_of_the_whole_says_more_of_the_part_than_the_other_way_round() -> None:
    for direction, verdict in (("supports", "supported"), ("disputes", "disputed")):
        wider = traced("glycinate relieves sciatica", study("s", line("glycinate relieves pain", direction)))
        narrower = traced("glycinate relieves pain", study("s", line("glycinate relieves sciatica", direction)))
        assert outcome(wider) == ("moderate", verdict)
        assert outcome(narrower) == ("low", verdict)


def test_every_study_of_an_agent_is_of_one_kind_of_it() -> None:
    found = traced("supplement relieves pain", study("s", line("glycinate relieves pain", "disputes")))
    assert outcome(found) == ("moderate", "disputed")
    assert found.traces[0].lowered == ("subject narrower -1",)


def test_a_cause_found_is_a_link_found_but_a_link_found_is_hardly_a_cause() -> None:
    cause, link = line("lack causes pain"), line("lack associatedWith pain")
    assert outcome(traced("lack associatedWith pain", study("s", cause))) == ("high", "supported")
    assert outcome(traced("lack causes pain", study("s", link))) == ("low", "supported")


def test_no_link_is_no_cause_but_no_cause_says_nothing_of_a_link() -> None:
    no_cause, no_link = line("lack causes pain", "disputes"), line("lack associatedWith pain", "disputes")
    assert outcome(traced("lack causes pain", study("s", no_link))) == ("high", "disputed")
    assert outcome(traced("lack associatedWith pain", study("s", no_cause))) == ("none-found", "none")


def test_a_symmetric_predicate_is_traced_both_ways_round() -> None:
    found = traced("pain associatedWith lack", study("s", line("lack associatedWith pain")))
    assert outcome(found) == ("high", "supported")


def test_support_for_an_opposed_predicate_disputes() -> None:
    same, wider = study("s", line("glycinate worsens pain")), study("s", line("supplement worsens sciatica"))
    assert outcome(traced("glycinate relieves pain", same)) == ("high", "disputed")
    assert outcome(traced("glycinate relieves sciatica", wider)) == ("moderate", "disputed")


@pytest.mark.parametrize("direction", ["disputes", "inconclusive"])
def test_the_lack_of_an_opposed_effect_says_nothing(direction: str) -> None:
    found = traced("glycinate relieves pain", study("s", line("glycinate worsens pain", direction)))
    assert outcome(found) == ("none-found", "none")


def test_support_for_an_opposed_value_disputes() -> None:
    found = traced("glycinate has wellAbsorbed", study("s", line("glycinate has barelyAbsorbed")))
    assert outcome(found) == ("high", "disputed")


def test_what_something_presupposes_is_traced_too() -> None:
    helps, does_not = line("glycinate relieves pain"), line("glycinate relieves pain", "disputes")
    assert outcome(traced("glycinate suits pain", study("s", helps))) == ("low", "supported")
    found = traced("glycinate bestUsedFor pain", study("s", does_not))  # below suits, which presupposes relief
    assert outcome(found) == ("moderate", "disputed")
    assert found.traces[0].lowered == ("predicate presupposed -1",)
    assert found.traces[0].bearing == "wider"


@pytest.mark.parametrize("ranked", ["bestFor", "moreEffectiveFor"])
def test_that_something_helps_does_not_make_it_the_best(ranked: str) -> None:
    helps, does_not = line("glycinate relieves pain"), line("glycinate relieves pain", "disputes")
    found = traced(f"glycinate {ranked} pain", study("s", does_not))
    assert outcome(found) == ("moderate", "disputed")
    assert found.traces[0].lowered == ("predicate ranking -1",)
    assert outcome(traced(f"glycinate {ranked} pain", study("s", helps))) == ("none-found", "none")
    itself = study("s", line(f"glycinate {ranked} pain"))
    assert outcome(traced(f"glycinate {ranked} pain", itself)) == ("high", "supported")


def test_that_something_suits_does_not_make_it_the_best_either() -> None:
    suits = study("s", line("glycinate suits pain"))
    assert outcome(traced("glycinate bestFor pain", suits)) == ("none-found", "none")
    assert outcome(traced("glycinate bestUsedFor pain", suits)) == ("low", "supported")


def test_any_of_several_presuppositions_will_do() -> None:
    suits = "glycinate suits cramp"
    assert outcome(traced(suits, study("s", line("glycinate prevents cramp")))) == ("low", "supported")
    assert outcome(traced(suits, study("s", line("glycinate causes cramp")))) == ("moderate", "disputed")
    assert outcome(traced(suits, study("s", line("glycinate associatedWith cramp")))) == ("none-found", "none")


def test_use_presupposes_nothing() -> None:
    found = traced("glycinate usedFor pain", study("s", line("glycinate relieves pain", "disputes")))
    assert outcome(found) == ("none-found", "none")


def test_a_denial_is_supported_by_what_disputes_the_proposition() -> None:
    disputing = study("s", line("glycinate relieves pain", "disputes"))
    found = traced("glycinate relieves pain", disputing, negated=True)
    assert outcome(found) == ("high", "supported")
    assert found.traces[0].direction == "supports"
    assert outcome(traced("glycinate relieves pain", disputing)) == ("high", "disputed")


def test_a_denial_is_supported_only_weakly_by_one_narrower_failure() -> None:
    failing = study("s", line("glycinate relieves sciatica", "disputes"))
    assert outcome(traced("glycinate relieves pain", failing, negated=True)) == ("low", "supported")


# Where a line starts, and what its scope does


@pytest.mark.parametrize(
    ("design", "certainty"),
    [
        ("randomized-trial", "high"),
        ("systematic-review", "high"),
        ("observational", "low"),
        ("animal", "very-low"),
        ("in-vitro", "very-low"),
        ("a design that nobody declared", "very-low"),
    ],
)
def test_certainty_starts_with_the_design(design: str, certainty: str) -> None:
    found = traced("glycinate relieves pain", study("s", line("glycinate relieves pain"), design=design))
    assert outcome(found) == (certainty, "supported")


def test_a_design_without_a_start_of_its_own_starts_where_the_one_above_it_does() -> None:
    above = ("gk:design-observational",)
    pilot = Term("gk:design-pilot", "pilot", broader=above, notation="pilot", scheme="gk:designScheme")
    larger = Vocabulary({**vocabulary().terms, pilot.curie: pilot}, vocabulary().prefixes)
    evidence = study("s", line("glycinate relieves pain"), design="pilot")
    (found,) = Tracer([evidence], larger, tables()).trace(proposition("glycinate relieves pain"), {})
    assert found.trace.certainty == "low"


def test_a_retracted_study_counts_nothing_and_a_changed_one_counts() -> None:
    said = "glycinate relieves pain"
    assert outcome(traced(said, study("s", line(said), standing="retracted"))) == ("none-found", "none")
    assert outcome(traced(said, study("s", line(said), standing="changed"))) == ("high", "supported")


def test_an_imprecise_finding_is_lowered() -> None:
    found = traced("glycinate relieves pain", study("s", line("glycinate relieves pain", imprecise=True)))
    assert outcome(found) == ("moderate", "supported")
    assert found.traces[0].lowered == ("precision imprecise -1",)


@pytest.mark.parametrize(
    ("claimed", "studied", "certainty"),
    [
        ({}, {}, "high"),
        ({"population": "elders"}, {"population": "elders"}, "high"),
        ({}, {"population": "elders"}, "moderate"),
        ({"population": "elders"}, {}, "moderate"),
        ({"population": "runners"}, {"population": "elders"}, "low"),
        ({}, {"population": "adults"}, "high"),  # adults head the hierarchy: no limit
        ({"population": "elders"}, {"population": "adults"}, "moderate"),
        ({"route": "by mouth"}, {"route": "by vein"}, "low"),
        ({"form": "glycinate"}, {"form": "citrate"}, "low"),
        ({"severity": "mild"}, {"severity": "severe"}, "moderate"),
        ({}, {"dose": "300 mg", "timeframe": "4 weeks", "regimen": "at bedtime"}, "high"),  # every study has these
        ({"dose": "100 mg"}, {"dose": "300 mg"}, "moderate"),
        ({"site": "at the back"}, {"site": "at the back"}, "high"),
    ],
)
def test_scope_makes_a_line_indirect(claimed: dict[str, str], studied: dict[str, str], certainty: str) -> None:
    evidence = line("supplement relieves pain", imprecise=False, **studied)
    found = traced("supplement relieves pain", study("s", evidence), scope=claimed)
    assert outcome(found) == (certainty, "supported")


def test_what_costs_nothing_is_not_listed() -> None:
    found = traced("glycinate relieves pain", study("s", line("glycinate relieves pain", dose="300 mg")))
    assert found.traces[0].lowered == ()


def test_the_population_of_the_study_counts_where_the_claim_names_one() -> None:
    said, evidence = "glycinate relieves pain", line("glycinate relieves pain")
    scope = {"population": "elders"}
    assert outcome(traced(said, study("s", evidence, population="t:elders"), scope=scope)) == ("high", "supported")
    assert outcome(traced(said, study("s", evidence, population="t:runners"), scope=scope)) == ("low", "supported")
    assert outcome(traced(said, study("s", evidence, population="t:runners"))) == ("high", "supported")


def test_certainty_never_falls_below_very_low() -> None:
    evidence = line("supplement relieves sciatica", "disputes", imprecise=True, route="by vein", population="elders")
    found = traced("glycinate relieves pain", study("s", evidence), scope={"route": "by mouth"})
    assert outcome(found) == ("very-low", "disputed")


# What several lines say together


def test_lines_of_the_highest_certainty_decide() -> None:
    trial = study("trial", line("glycinate relieves pain", "disputes"))
    survey = study("survey", line("glycinate relieves pain"), design="observational")
    found = traced("glycinate relieves pain", survey, trial)
    assert outcome(found) == ("high", "disputed")
    assert [trace.study for trace in found.traces] == ["trial", "survey"]


def test_among_equals_the_direct_line_decides_and_the_other_costs_a_step() -> None:
    direct = study("direct", line("glycinate relieves pain", imprecise=True))  # high -1
    indirect = study("indirect", line("supplement relieves pain", "disputes"))  # high -1
    found = traced("glycinate relieves pain", indirect, direct)
    assert outcome(found) == ("low", "supported")
    assert found.traces[0].study == "direct"
    assert "Lines disagree (indirect disputes)" in found.trace_note


def test_deciding_lines_that_disagree_are_mixed() -> None:
    found = traced(
        "glycinate relieves pain",
        study("for", line("glycinate relieves pain")),
        study("against", line("glycinate relieves pain", "disputes")),
    )
    assert outcome(found) == ("moderate", "mixed")


def test_an_opposing_line_two_steps_below_changes_nothing() -> None:
    trial = study("trial", line("glycinate relieves pain"))
    survey = study("survey", line("glycinate relieves pain", "disputes"), design="observational")
    assert outcome(traced("glycinate relieves pain", trial, survey)) == ("high", "supported")


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (["inconclusive"], ("high", "unclear")),
        (["inconclusive", "inconclusive"], ("high", "unclear")),
        (["supports", "inconclusive"], ("moderate", "supported")),
        (["disputes", "inconclusive"], ("moderate", "disputed")),
        (["supports", "supports"], ("high", "supported")),
        (["supports", "disputes", "inconclusive"], ("moderate", "mixed")),
    ],
)
def test_verdicts(directions: list[str], expected: tuple[str, str]) -> None:
    studies = [study(f"s{n}", line("glycinate relieves pain", d)) for n, d in enumerate(directions)]
    assert outcome(traced("glycinate relieves pain", *studies)) == expected


def test_an_indirect_line_that_cannot_tell_gives_way_to_any_that_can() -> None:
    review = study("review", line("supplement relieves pain", "inconclusive"), design="systematic-review")
    survey = study("survey", line("glycinate relieves pain"), design="observational")
    assert outcome(traced("glycinate relieves pain", review, survey)) == ("low", "supported")
    assert outcome(traced("glycinate relieves pain", review)) == ("moderate", "unclear")
    assert outcome(traced("supplement relieves pain", review, survey)) == ("high", "unclear")  # there it is direct
    assert outcome(traced("glycinate relieves sciatica", review, survey)) == ("very-low", "supported")


@pytest.mark.parametrize(
    ("participants", "certainty"), [([399], "moderate"), ([400], "high"), ([200, 200], "high"), ([None], "high")]
)
def test_few_participants_in_all_cost_a_step(participants: list[int | None], certainty: str) -> None:
    said = "glycinate relieves pain"
    studies = [study(f"s{n}", line(said), participants=people) for n, people in enumerate(participants)]
    found = traced(said, *studies)
    assert found.certainty == certainty
    assert ("below 400" in found.trace_note) == (certainty == "moderate")


def test_few_participants_are_not_held_against_an_imprecise_finding_twice() -> None:
    found = traced(
        "glycinate relieves pain", study("s", line("glycinate relieves pain", imprecise=True), participants=9)
    )
    assert found.certainty == "moderate"


def test_few_participants_do_not_make_an_open_question_more_open() -> None:
    open_question = study("s", line("glycinate relieves pain", "inconclusive"), participants=9)
    assert outcome(traced("glycinate relieves pain", open_question)) == ("high", "unclear")


def test_two_lines_of_one_study_count_its_participants_once() -> None:
    both = study("s", line("glycinate relieves pain"), line("glycinate relieves pain"), participants=250)
    assert traced("glycinate relieves pain", both).certainty == "moderate"


def test_a_study_without_findings_says_nothing() -> None:
    assert outcome(traced("glycinate relieves pain", study("s"))) == ("none-found", "none")


def test_not_assessed_is_not_none_found() -> None:
    other = study("s", line("citrate relieves cramp"))
    assert traced("glycinate relieves pain", other).certainty == "none-found"
    assert traced("glycinate relieves pain", other).trace_note == "no evidence line bears on it"
    assert traced("glycinate relieves pain").certainty == "not-assessed"  # no studies at all
    assert traced("glycinate relieves pain").trace_note == "studies are not looked for here"
    assert traced("glycinate isA supplement", other, kind="definition").certainty == "not-assessed"


def test_lines_that_bear_on_a_definition_are_reported_all_the_same() -> None:
    found = traced("glycinate isA supplement", study("s", line("glycinate isA supplement")), kind="definition")
    assert outcome(found) == ("high", "supported")


def test_the_note_lets_a_person_do_the_sum() -> None:
    evidence = line("supplement relieves pain", "disputes")
    note = traced("glycinate relieves pain", study("smith", evidence, participants=20)).trace_note
    assert "smith [0] disputes it (wider; starts high, subject wider -1: moderate)" in note
    assert "Participants in all: 20, below 400: -1." in note
    assert "Hence disputed, low" in note
    assert "not GRADE" in note


def test_a_line_in_a_direction_that_nobody_declared_is_left_out() -> None:
    odd = line("glycinate relieves pain").model_copy(update={"direction": "sideways"})
    assert outcome(traced("glycinate relieves pain", study("s", odd))) == ("none-found", "none")


# Properties


def weighed(level: int, direction: Direction, *, direct: bool) -> Weighed:
    trace = Trace(f"s{level}{direction}{direct}", 0, direction, "exact" if direct else "wider", LEVELS[level])
    return Weighed(trace, level, "high", direct, False, None)


lines = st.lists(
    st.builds(
        weighed,
        st.integers(0, 3),
        st.sampled_from(["supports", "disputes", "inconclusive"]),
        direct=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@steady
@given(lines)
def test_a_denial_is_judged_as_the_mirror_image(found: list[Weighed]) -> None:
    mirrored = {"supported": "disputed", "disputed": "supported"}
    there, back = judge(found, tables(), looked=True), judge(deny(found), tables(), looked=True)
    assert back.verdict == mirrored.get(there.verdict, there.verdict)
    assert back.certainty == there.certainty


@steady
@given(lines)
def test_lines_together_are_never_more_certain_than_the_best_of_them(found: list[Weighed]) -> None:
    together: Certainty = judge(found, tables(), looked=True).certainty
    assert [*LEVELS].index(together) <= max(w.level for w in found)


@steady
@given(lines)
def test_the_order_of_lines_does_not_matter(found: list[Weighed]) -> None:
    there, back = judge(found, tables(), looked=True), judge(found[::-1], tables(), looked=True)
    assert (there.certainty, there.verdict) == (back.certainty, back.verdict)


@steady
@given(st.permutations([line("glycinate relieves pain"), line("supplement relieves pain", "disputes")]))
def test_the_order_of_findings_does_not_matter(evidence: list[EvidenceLine]) -> None:
    assert outcome(traced("glycinate relieves pain", study("s", *evidence))) == ("moderate", "supported")
