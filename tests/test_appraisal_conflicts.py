"""Conflicts by kind: what is one, what is none, and what explains it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.appraisal import Conflict, appraise
from graphkit.model import Claim
from tests.appraisal_world import amount, appraisal, claim, conflicts, corpus, kinds, source, steady

RELIEVES = "glycinate relieves nervePain"


def denial(words: str, **fields: object) -> Claim:
    return claim(words, negated=True, **fields)


def doubt(words: str, **fields: object) -> Claim:
    return claim(words, hedge="uncertain", **fields)


def one(*claims: Claim) -> Conflict:
    found = conflicts(*claims)
    assert len(found) == 1, found
    return found[0]


def explained(*claims: Claim) -> tuple[str, ...]:
    return one(*claims).explained_by


# Direct


def test_asserting_and_denying_the_same_is_a_direct_conflict() -> None:
    found = one(claim(RELIEVES), denial(RELIEVES))
    assert (found.kind, found.parties, found.bearing) == ("direct", ("a-1", "b-1"), "exact")
    assert found.explained_by == ("unexplained",)
    assert found.rule == (
        "conflicts.csv, row direct: b-1 (t:glycinate gk:relieves t:nervePain) denies what is said by "
        "a-1 (t:glycinate gk:relieves t:nervePain), its bearing being exact; nothing on record tells them apart."
    )


@pytest.mark.parametrize(
    "wider",
    ["supplement relieves nervePain", "glycinate relieves pain", "substance relieves pain"],
)
def test_a_wider_denial_contradicts_a_narrower_assertion(wider: str) -> None:
    assert kinds(conflicts(claim(RELIEVES), denial(wider))) == ["direct"]


@pytest.mark.parametrize(
    "narrower", ["glycinate relieves sciatica", "supplement relieves sciatica", "citrate relieves nervePain"]
)
def test_a_narrower_mixed_or_other_denial_does_not(narrower: str) -> None:
    assert conflicts(claim(RELIEVES), denial(narrower)) == ()


def test_a_denied_link_contradicts_a_cause_and_a_denied_cause_no_link() -> None:
    cause, link = "lack causes pain", "lack associatedWith pain"
    assert kinds(conflicts(claim(cause), denial(link))) == ["direct"]
    assert conflicts(claim(link), denial(cause)) == ()


def test_a_symmetric_denial_contradicts_either_way_round() -> None:
    assert kinds(conflicts(claim("lack associatedWith pain"), denial("pain associatedWith lack"))) == ["direct"]
    assert kinds(conflicts(claim("lack causes pain"), denial("pain associatedWith lack"))) == ["direct"]
    assert conflicts(claim("pain causes lack"), denial("lack causes pain")) == ()


@pytest.mark.parametrize(
    "pair",
    [
        (claim(RELIEVES), claim(RELIEVES)),
        (denial(RELIEVES), denial(RELIEVES)),
        (denial(RELIEVES), doubt(RELIEVES)),
        (doubt(RELIEVES), doubt(RELIEVES)),
        (claim(RELIEVES), denial(RELIEVES, withdrawn="misread")),
        (claim(RELIEVES, withdrawn="misread"), denial(RELIEVES)),
    ],
)
def test_no_conflict_without_an_assertion_and_its_opposite(pair: tuple[Claim, Claim]) -> None:
    assert conflicts(*pair) == ()


def test_a_hedged_claim_can_be_contradicted() -> None:
    assert kinds(conflicts(claim(RELIEVES, hedge="hedged"), denial(RELIEVES, hedge="hedged"))) == ["direct"]


def test_the_bearing_is_that_of_the_first_party_on_the_second() -> None:
    assert one(claim(RELIEVES), denial("supplement relieves nervePain")).bearing == "narrower"
    assert one(denial("supplement relieves nervePain"), claim(RELIEVES)).bearing == "wider"


# Scope


def test_a_denial_elsewhere_within_a_narrower_scope_is_a_conflict_that_scope_explains() -> None:
    assert explained(claim(RELIEVES), denial(RELIEVES, scope={"population": "elders"})) == ("population",)


def test_within_one_source_it_is_the_exception_to_a_rule() -> None:
    exception = denial(RELIEVES, scope={"population": "elders"})
    assert appraisal(source("a", claim(RELIEVES), exception)).conflicts == ()


def test_a_wider_denial_within_a_narrower_scope_is_about_something_else() -> None:
    assert conflicts(claim(RELIEVES), denial("supplement relieves pain", scope={"condition": "after a fall"})) == ()


def test_an_assertion_within_a_narrower_scope_is_contradicted_by_a_denial_without() -> None:
    scoped = claim(RELIEVES, scope={"population": "elders"})
    assert explained(scoped, denial(RELIEVES)) == ("population",)
    assert kinds(appraisal(source("a", scoped, denial(RELIEVES))).conflicts) == ["direct"]


def test_scopes_that_exclude_each_other_explain() -> None:
    mild, severe = claim(RELIEVES, scope={"severity": "mild"}), denial(RELIEVES, scope={"severity": "severe"})
    assert explained(mild, severe) == ("severity",)
    assert appraisal(source("a", mild, severe)).conflicts[0].explained_by == ("severity",)


def test_everything_that_differs_explains() -> None:
    a = claim(RELIEVES, scope={"dose": "100 mg", "timeframe": "at night", "site": "the back"})
    b = denial(RELIEVES, scope={"dose": "300 mg", "route": "by mouth", "site": "the back"})
    assert explained(a, b) == ("dose", "route", "timeframe")


def test_opposed_assertions_meet_in_whatever_scope() -> None:
    narrower = claim("supplement worsens nervePain", scope={"population": "elders"})
    assert explained(claim(RELIEVES), narrower) == ("form", "population")
    assert kinds(appraisal(source("a", claim(RELIEVES), narrower)).conflicts) == ["opposed"]


def test_a_scope_key_without_a_concept_explains_nothing() -> None:
    assert explained(claim(RELIEVES), denial(RELIEVES, scope={"mood": "gloomy"})) == ("unexplained",)


def test_a_population_that_heads_a_hierarchy_explains_nothing() -> None:
    assert explained(claim(RELIEVES), denial(RELIEVES, scope={"population": "adults"})) == ("unexplained",)


@pytest.mark.parametrize(
    ("said", "denied", "expected"),
    [
        (RELIEVES, "supplement relieves nervePain", ("form",)),
        ("oralDrip relieves nervePain", "supplement relieves nervePain", ("route",)),
        (RELIEVES, "glycinate relieves pain", ("condition",)),
        (RELIEVES, "supplement relieves pain", ("condition", "form")),
        ("glycinate suits elders", "glycinate suits adults", ("population",)),
        ("sciatica associatedWith lack", "lack associatedWith pain", ("condition",)),  # read the other way round
    ],
)
def test_a_difference_in_hierarchy_explains_by_type(said: str, denied: str, expected: tuple[str, ...]) -> None:
    assert explained(claim(said), denial(denied)) == expected


def test_a_comparison_on_one_side_explains() -> None:
    assert explained(claim(RELIEVES, than="placebo"), denial(RELIEVES)) == ("comparison",)

    assert explained(claim(RELIEVES), denial(RELIEVES, than="placebo")) == ("comparison",)


def test_comparisons_with_different_things_do_not_meet() -> None:
    assert conflicts(claim(RELIEVES, than="placebo"), denial(RELIEVES, than="citrate")) == ()
    assert explained(claim(RELIEVES, than="placebo citrate"), denial(RELIEVES, than="citrate")) == ("comparison",)
    assert explained(claim(RELIEVES, than="citrate"), denial(RELIEVES, than="citrate")) == ("unexplained",)


# Doubted


def test_a_flat_assertion_that_another_calls_uncertain_is_doubted() -> None:
    found = one(claim(RELIEVES), doubt("supplement relieves nervePain"))
    assert (found.kind, found.bearing, found.explained_by) == ("doubted", "narrower", ("form",))
    assert "b-1 (t:supplement gk:relieves t:nervePain) calls uncertain what is said by a-1" in found.rule


def test_what_is_called_possible_does_not_contradict_a_doubt() -> None:
    assert conflicts(claim(RELIEVES, hedge="hedged"), doubt(RELIEVES)) == ()


def test_an_uncertain_denial_is_a_doubt_and_no_denial() -> None:
    assert kinds(conflicts(claim(RELIEVES), doubt(RELIEVES, negated=True))) == ["doubted"]
    assert conflicts(claim(RELIEVES, hedge="hedged"), doubt(RELIEVES, negated=True)) == ()


def test_a_narrower_doubt_leaves_the_rest() -> None:
    assert conflicts(claim(RELIEVES), doubt("glycinate relieves sciatica")) == ()


def test_a_source_that_doubts_what_it_says_contradicts_itself() -> None:
    assert kinds(appraisal(source("a", claim("glycinate bestFor pain"), doubt("glycinate suits pain"))).conflicts) == [
        "doubted"
    ]


# Opposed


@pytest.mark.parametrize(
    "other", ["glycinate worsens nervePain", "supplement worsens nervePain", "glycinate worsens sciatica"]
)
def test_opposed_predicates_on_the_same_or_wider_ends(other: str) -> None:
    assert kinds(conflicts(claim(RELIEVES), claim(other))) == ["opposed"]


@pytest.mark.parametrize(
    "other", ["supplement worsens sciatica", "citrate worsens nervePain", "lack worsens nervePain"]
)
def test_opposed_predicates_on_mixed_or_other_ends_do_not_meet(other: str) -> None:
    assert conflicts(claim(RELIEVES), claim(other)) == ()


def test_what_is_below_an_opposed_predicate_is_opposed_and_what_is_above_is_not() -> None:
    assert kinds(conflicts(claim("glycinate prevents cramp"), claim("glycinate hasSideEffect cramp"))) == ["opposed"]
    assert conflicts(claim("glycinate prevents cramp"), claim("glycinate associatedWith cramp")) == ()


def test_a_denied_opposite_agrees() -> None:
    assert conflicts(claim(RELIEVES), denial("glycinate worsens nervePain")) == ()
    assert conflicts(claim(RELIEVES), doubt("glycinate worsens nervePain")) == ()


@pytest.mark.parametrize("value", ["poorlyAbsorbed", "barelyAbsorbed"])
def test_opposed_values_of_the_same_subject(value: str) -> None:
    found = one(claim("glycinate has wellAbsorbed"), claim(f"glycinate has {value}"))
    assert (found.kind, found.bearing) == ("opposed", "exact")


def test_a_kind_may_differ_from_its_group_in_a_value() -> None:
    assert conflicts(claim("glycinate has wellAbsorbed"), claim("supplement has poorlyAbsorbed")) == ()
    assert conflicts(claim("glycinate has poorlyAbsorbed"), claim("citrate has wellAbsorbed")) == ()


def test_two_things_that_each_surpass_the_other() -> None:
    a = claim("glycinate has wellAbsorbed", than="citrate")
    b = claim("citrate has wellAbsorbed", than="glycinate")
    found = one(a, b)
    assert (found.kind, found.explained_by) == ("opposed", ("unexplained",))
    assert conflicts(a, claim("citrate has wellAbsorbed", than="placebo")) == ()
    assert conflicts(a, claim("citrate relieves pain", than="glycinate")) == ()
    assert conflicts(a, claim("glycinate has wellAbsorbed", than="glycinate")) == ()  # odd, and no conflict


def test_of_a_kind_and_its_group_that_surpass_each_other_form_explains_nothing() -> None:
    a = claim("glycinate has wellAbsorbed", than="supplement")
    assert explained(a, claim("supplement has wellAbsorbed", than="glycinate")) == ("unexplained",)


# Exclusive


def best(subject: str, state: str = "pain", **fields: object) -> Claim:
    return claim(f"{subject} bestFor {state}", kind="form-choice", **fields)


def test_different_picks_in_different_sources() -> None:
    found = one(best("glycinate"), best("citrate"))
    assert (found.kind, found.bearing, found.explained_by) == ("exclusive", "exact", ("unexplained",))


def test_several_picks_of_one_source_are_a_joint_answer() -> None:
    assert appraisal(source("a", best("glycinate"), best("citrate"))).conflicts == ()
    agreeing = appraisal(source("a", best("glycinate"), best("citrate")), source("b", best("citrate")))
    assert agreeing.conflicts == ()
    differing = appraisal(source("a", best("glycinate"), best("citrate")), source("b", best("exercise")))
    assert [c.parties for c in differing.conflicts] == [("a-1", "b-1"), ("a-2", "b-1")]


@pytest.mark.parametrize(
    "other",
    [
        best("supplement"),  # glycinate is one
        best("citrate", "lack"),  # for something else
        claim("citrate bestUsedFor pain"),  # a use that rivals may share
        claim("citrate suits pain"),
        best("citrate", hedge="uncertain"),
        best("citrate", negated=True),
    ],
)
def test_picks_that_leave_room(other: Claim) -> None:
    assert conflicts(best("glycinate"), other) == ()


def test_a_pick_for_something_wider_is_a_pick_for_it_too() -> None:
    found = one(best("glycinate", "sciatica"), best("citrate", "pain"))
    assert (found.kind, found.bearing, found.explained_by) == ("exclusive", "narrower", ("condition",))


def test_a_source_that_also_has_the_narrower_pick_agrees() -> None:
    both = source("b", best("citrate", "pain"), best("glycinate", "sciatica"))
    assert appraisal(source("a", best("glycinate", "sciatica")), both).conflicts == ()


def test_picks_under_different_conditions_are_explained() -> None:
    assert explained(best("glycinate", scope={"timeframe": "at night"}), best("citrate")) == ("timeframe",)


# Quantitative


def dose(
    low: int | None,
    high: int | None,
    unit: str = "mg",
    *,
    per: str = "",
    counted: str = "",
    scope: dict[str, str] | None = None,
) -> Claim:
    quantity = amount(low, high, unit, per=per, counted_as=counted)
    return claim(("glycinate", "startingDose", quantity), kind="dose", scope=scope or {})


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (dose(300, 400), False),
        (dose(300, None), False),
        (dose(200, 400), True),
        (dose(None, 50), False),
        (dose(None, 100), True),
        (dose(150, 150), True),
        (dose(None, None), True),  # words only
        (dose(300, 400, "g"), True),  # another unit
        (dose(300, 400, per="d"), True),  # another base
    ],
)
def test_ranges_that_do_not_meet(other: Claim, meets: bool) -> None:
    assert kinds(conflicts(dose(100, 200), other)) == ([] if meets else ["quantitative"])


def test_elemental_and_compound_doses_are_different_figures() -> None:
    elemental, compound = dose(100, 200, counted="elemental"), dose(500, 900, counted="compound")
    assert conflicts(elemental, compound) == ()
    assert kinds(conflicts(elemental, dose(500, 900))) == ["quantitative"]


def test_figures_for_different_groups_are_different_figures() -> None:
    elders, runners = {"population": "elders"}, {"population": "runners"}
    assert conflicts(dose(100, 200, scope=elders), dose(300, 400, scope=runners)) == ()
    assert explained(dose(100, 200, scope=elders), dose(300, 400)) == ("population",)


def test_figures_of_other_subjects_and_predicates_do_not_meet() -> None:
    most = claim(("glycinate", "maximumDose", amount(300, 400)))
    others = claim(("citrate", "startingDose", amount(300, 400)))
    assert conflicts(dose(100, 200), most, others) == ()


def test_of_three_figures_only_those_apart_are_in_conflict() -> None:
    found = conflicts(dose(100, 200), dose(150, 350), dose(300, 400))
    assert [c.parties for c in found] == [("a-1", "c-1")]


def test_figures_need_not_stand_in_order() -> None:
    found = conflicts(dose(0, 500), dose(300, 400), dose(100, 200), dose(450, None), dose(None, 50))
    assert [c.parties for c in found] == [
        ("b-1", "c-1"),
        ("b-1", "d-1"),
        ("b-1", "e-1"),
        ("c-1", "d-1"),
        ("c-1", "e-1"),
        ("d-1", "e-1"),
    ]


# All together


def test_a_pair_is_in_conflict_once_by_the_first_rule_that_fits() -> None:
    a = claim("glycinate has wellAbsorbed", than="citrate")
    b = claim("glycinate has poorlyAbsorbed", than="citrate")
    assert kinds(conflicts(a, b, denial("glycinate has wellAbsorbed"))) == ["opposed", "direct"]
    pairs = [c.parties for c in conflicts(a, b, denial("glycinate has wellAbsorbed"))]
    assert len(pairs) == len(set(pairs))


def test_a_pair_that_two_rules_fit_has_the_first_kind() -> None:
    assert one(best("glycinate", than="citrate"), best("citrate", than="glycinate")).kind == "opposed"


def test_unexplained_conflicts_come_first() -> None:
    found = conflicts(claim(RELIEVES), denial(RELIEVES, scope={"dose": "1 mg"}), claim("glycinate worsens nervePain"))
    assert [(c.kind, c.explained_by) for c in found] == [("opposed", ("unexplained",)), ("direct", ("dose",))]


def test_the_name_of_a_conflict_depends_on_kind_and_parties_alone() -> None:
    found = one(claim(RELIEVES), denial(RELIEVES))
    assert found.id == replace(found, rule="other words", explained_by=("dose",)).id
    assert found.id != replace(found, kind="opposed").id
    assert found.id.isalnum()


_SAYINGS = st.builds(
    lambda words, negated, hedge, scope: claim(words, negated=negated, hedge=hedge, scope=scope),
    st.sampled_from(
        [
            "glycinate relieves pain",
            "supplement relieves pain",
            "supplement worsens sciatica",
            "glycinate bestFor pain",
            "citrate bestFor pain",
            "glycinate suits nervePain",
            "lack causes pain",
            "pain associatedWith lack",
            "glycinate has wellAbsorbed",
            "glycinate has poorlyAbsorbed",
        ]
    ),
    st.booleans(),
    st.sampled_from(["asserted", "hedged", "uncertain"]),
    st.sampled_from([{}, {"population": "elders"}, {"population": "runners"}]),
)


def _meaning(found: tuple[Conflict, ...]) -> set[tuple[object, ...]]:
    return {(c.kind, c.parties, c.bearing, c.explained_by) for c in found}


@steady
@given(st.lists(_SAYINGS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_sources_does_not_matter(claims: list[Claim], order: object) -> None:
    files = [source(name, c) for name, c in zip("abcdef", claims, strict=False)]
    turned = files[:]
    order.shuffle(turned)  # type: ignore[attr-defined]
    assert _meaning(appraisal(*files).conflicts) == _meaning(appraisal(*turned).conflicts)


@steady
@given(st.lists(_SAYINGS, max_size=6))
def test_no_claim_is_in_conflict_with_itself_and_no_pair_twice(claims: list[Claim]) -> None:
    found = appraisal(source("a", *claims[:3]), source("b", *claims[3:])).conflicts
    assert all(first < second for first, second in (c.parties for c in found))
    assert len({c.parties for c in found}) == len(found)


def test_many_claims_take_seconds() -> None:
    words = ["glycinate relieves pain", "citrate relieves cramp", "lack causes pain", "exercise suits elders"]
    files = [source(f"s{n}", *(claim(words[i % 4]) for i in range(200))) for n in range(50)]
    began = time.perf_counter()
    found = appraise(corpus(*files, source("z", denial("supplement relieves pain"))))
    assert time.perf_counter() - began < 60  # comparing all with all would take minutes
    assert len(found.claims) == 10_001
    assert len(found.conflicts) == 5_000  # a cramp is a pain
