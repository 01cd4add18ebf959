"""Agreement: independent roots, echoes, and propositions over all sources."""

from __future__ import annotations

import pytest

from graphkit.appraisal import Appraisal, PropositionAppraisal
from graphkit.model import Claim
from tests.appraisal_world import amount, appraisal, claim, line, source, study

SAID = "glycinate relieves pain"
NAME = "t:glycinate gk:relieves t:pain"


def members(found: Appraisal) -> list[tuple[str, ...]]:
    return [echo.members for echo in found.echoes]


def proposed(found: Appraisal, name: str = NAME) -> PropositionAppraisal:
    return found.propositions[name]


def echo_of(a: Claim, b: Claim) -> bool:
    return members(appraisal(source("a", a), source("b", b))) == [("a-1", "b-1")]


# Echoes


def test_two_sources_that_say_the_same_on_nothing_are_an_echo() -> None:
    found = appraisal(source("a", claim(SAID)), source("b", claim(SAID, basis="unnamed-studies")))
    assert members(found) == [("a-1", "b-1")]
    assert found.echoes[0].follows == ""
    assert found.echoes[0].rule == (
        f"a, b say {NAME} on: none, unnamed-studies; "
        "no claim on it cites a study or names an authority (bases.csv, column repeats)."
    )


def test_one_source_that_repeats_itself_is_none() -> None:
    assert members(appraisal(source("a", claim(SAID), claim(SAID)))) == []


@pytest.mark.parametrize("basis", ["none", "mechanism", "unnamed-studies"])
def test_what_anyone_can_repeat_echoes(basis: str) -> None:
    assert echo_of(claim(SAID), claim(SAID, basis=basis))


@pytest.mark.parametrize("basis", ["authority", "described-study", "cited-study"])
def test_what_points_at_somebody_does_not(basis: str) -> None:
    assert not echo_of(claim(SAID), claim(SAID, basis=basis))


@pytest.mark.parametrize("other", ["supplement relieves pain", "glycinate relieves cramp", "glycinate suits pain"])
def test_only_exactly_the_same_proposition_echoes(other: str) -> None:
    assert not echo_of(claim(SAID), claim(other))


def test_a_symmetric_proposition_echoes_either_way_round() -> None:
    assert echo_of(claim("lack associatedWith pain"), claim("pain associatedWith lack"))
    assert not echo_of(claim("lack causes pain"), claim("pain causes lack"))


def test_equal_amounts_echo_however_they_are_worded() -> None:
    def dose(words: str) -> Claim:
        return claim(("glycinate", "startingDose", amount(300, 400).model_copy(update={"quoted": words})))

    assert echo_of(dose("300 to 400 mg"), dose("300-400 mg"))


def test_polarity_keeps_echoes_apart_and_doubts_echo_nothing() -> None:
    assert not echo_of(claim(SAID), claim(SAID, negated=True))
    denied = appraisal(source("a", claim(SAID, negated=True)), source("b", claim(SAID, negated=True)))
    assert denied.echoes[0].rule.startswith(f"a, b deny {NAME} on: none;")
    assert not echo_of(claim(SAID, hedge="uncertain"), claim(SAID, hedge="uncertain"))


def test_hedge_and_scope_do_not_keep_them_apart() -> None:
    assert echo_of(claim(SAID, scope={"timeframe": "at night"}), claim(SAID, hedge="hedged"))


@pytest.mark.parametrize("root", [{"cites": ["s"]}, {"by": "institute", "basis": "authority"}])
def test_a_root_anywhere_makes_it_no_echo(root: dict[str, object]) -> None:
    found = appraisal(
        source("a", claim(SAID)), source("b", claim(SAID)), source("c", claim(SAID, **root)), studies=(study("s"),)
    )
    assert members(found) == []


def test_definitions_echo_nothing() -> None:
    assert not echo_of(claim(SAID, kind="definition"), claim(SAID, kind="definition"))
    assert echo_of(claim(SAID, kind="definition"), claim(SAID))


def test_sources_that_follow_one_unnamed_text_echo_it() -> None:
    found = appraisal(
        source("a", claim(SAID, basis="described-study"), follows="text"),
        source("b", claim(SAID), follows="text other"),
        studies=(study("text"), study("other")),
    )
    assert [(e.members, e.follows) for e in found.echoes] == [(("a-1", "b-1"), "text")]
    assert "all follow text" in found.echoes[0].rule


def test_a_source_that_follows_what_another_cites_echoes_it() -> None:
    cites, follows = claim(SAID, basis="cited-study", cites=["text"]), claim(SAID)
    texts = (study("text"), study("other"))
    found = appraisal(source("a", cites), source("b", follows, follows="text"), studies=texts)
    assert [(e.members, e.follows) for e in found.echoes] == [(("a-1", "b-1"), "text")]
    assert members(appraisal(source("a", cites), source("b", follows, follows="other"), studies=texts)) == []
    assert members(appraisal(source("a", cites), source("b", cites), studies=texts)) == []  # both say so
    three = appraisal(source("a", cites), source("b", follows, follows="text"), source("c", follows), studies=texts)
    assert members(three) == [("a-1", "b-1")]  # nobody knows what the third one follows


@pytest.mark.parametrize("other", ["aaa", "zzz"])
def test_a_second_root_makes_it_agreement(other: str) -> None:
    found = appraisal(
        source("a", claim(SAID, basis="cited-study", cites=["text"])),
        source("b", claim(SAID), follows="text"),
        source("c", claim(SAID, basis="cited-study", cites=[other])),
        studies=(study("text"), study(other)),
    )
    assert members(found) == []
    assert set(proposed(found).roots) == {other, "text"}


def test_withdrawn_claims_echo_nothing() -> None:
    assert not echo_of(claim(SAID), claim(SAID, withdrawn="misread"))


def test_the_largest_echo_comes_first_and_its_name_is_its_members() -> None:
    other = "glycinate relieves cramp"
    found = appraisal(
        source("a", claim(other), claim(SAID)), source("b", claim(other), claim(SAID)), source("c", claim(SAID))
    )
    assert members(found) == [("a-2", "b-2", "c-1"), ("a-1", "b-1")]
    assert len({echo.id for echo in found.echoes}) == 2


# Roots and propositions


def test_agreement_is_counted_by_roots() -> None:
    found = proposed(
        appraisal(
            source("a", claim(SAID, basis="cited-study", cites=["s", "r"])),
            source("b", claim(SAID, basis="cited-study", cites=["s"])),
            source("c", claim(SAID, basis="authority", by="institute doctors")),
            source("d", claim(SAID, basis="described-study")),
            source("e", claim(SAID)),
            studies=(study("s"), study("r")),
        )
    )
    assert found.sources == ("a", "b", "c", "d", "e")
    assert found.roots == ("r", "s", "t:doctors", "t:institute")


def test_only_assertions_count_as_agreement() -> None:
    found = proposed(
        appraisal(
            source("a", claim(SAID)),
            source("b", claim(SAID, negated=True, basis="cited-study", cites=["s"])),
            source("c", claim(SAID, hedge="uncertain", basis="authority", by="institute")),
            source("d", claim(SAID, withdrawn="misread", basis="authority", by="institute")),
            studies=(study("s"),),
        )
    )
    assert found.claims == ("a-1", "b-1", "c-1")
    assert (found.sources, found.roots, found.strength) == (("a",), (), 0)


def test_strength_of_a_proposition_comes_from_its_best_basis() -> None:
    found = proposed(
        appraisal(
            source("a", claim(SAID), claim(SAID, basis="described-study")), source("b", claim(SAID, basis="authority"))
        )
    )
    assert found.strength == 2
    assert found.strength_rule == "strength.csv, row not-assessed none, column described-study: 2; best basis: a-2."


def test_strength_of_a_proposition_comes_from_what_is_traced_without_scope() -> None:
    said = claim(SAID, scope={"route": "by mouth"})
    found = appraisal(source("a", said), studies=(study("s", line(SAID, route="by vein")),))
    assert (found.claims["a-1"].certainty, proposed(found).certainty) == ("low", "moderate")
    assert (found.claims["a-1"].strength, proposed(found).strength) == (3, 4)


def test_a_proposition_that_is_only_denied_stands_on_nothing() -> None:
    found = proposed(appraisal(source("a", claim(SAID, negated=True, basis="cited-study"))))
    assert found.strength == 0
    assert "no claim asserts it" in found.strength_rule


def test_the_verdict_on_a_proposition_is_not_that_on_its_denial() -> None:
    found = appraisal(source("a", claim(SAID, negated=True)), studies=(study("s", line(SAID, "disputes")),))
    assert (found.claims["a-1"].verdict, proposed(found).verdict) == ("supported", "disputed")


def test_propositions_of_studies_are_there_although_nobody_says_them() -> None:
    found = appraisal(studies=(study("s", line(SAID)),))
    assert (proposed(found).claims, proposed(found).strength, proposed(found).verdict) == ((), 5, "supported")


def test_a_proposition_of_definitions_alone_is_not_assessed() -> None:
    other = (study("s", line("citrate relieves cramp")),)
    definition, effect = claim(SAID, kind="definition"), claim(SAID)
    assert proposed(appraisal(source("a", definition), studies=other)).certainty == "not-assessed"
    assert proposed(appraisal(source("a", definition, effect), studies=other)).certainty == "none-found"


def test_a_proposition_of_a_retracted_study_alone_has_no_evidence() -> None:
    found = proposed(appraisal(studies=(study("s", line(SAID), standing="retracted"),)))
    assert (found.certainty, found.verdict, found.strength) == ("none-found", "none", 0)


def test_equal_amounts_are_one_proposition() -> None:
    quantities = (amount(300, 400).model_copy(update={"quoted": words}) for words in ("300 to 400 mg", "300-400 mg"))
    found = appraisal(source("a", *(claim(("glycinate", "startingDose", q)) for q in quantities)))
    assert [p.claims for p in found.propositions.values()] == [("a-1", "a-2")]


def test_an_empty_corpus_has_an_empty_appraisal() -> None:
    found = appraisal()
    assert (found.claims, found.propositions, found.conflicts, found.echoes) == ({}, {}, (), ())


def test_claims_with_words_that_nobody_declared_are_appraised_all_the_same() -> None:
    odd = claim("x:unheard x:does x:nothing", basis="hearsay", kind="gossip", hedge="shouted")
    found = appraisal(source("a", odd), source("b", odd)).claims["a-1"]
    assert (found.strength, found.overclaim, found.certainty) == (0, 0, "not-assessed")
