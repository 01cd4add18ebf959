"""Which proposition bears on which: exact, wider, narrower, mixed, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.appraisal import Bearing, bears_on
from graphkit.appraisal.bearing import Opposites, compare, compare_scopes, relate
from graphkit.model import Proposition, Quantity
from graphkit.vocabulary import Term, Vocabulary
from tests.appraisal_world import amount, proposition, scope_of, steady, t, vocabulary

AGENTS = ["substance", "supplement", "glycinate", "citrate", "oralDrip"]
STATES = ["pain", "nervePain", "sciatica", "cramp", "lack"]
PREDICATES = ["relieves", "associatedWith", "raisesRiskOf", "causes", "hasSideEffect", "suits", "bestFor"]
TURNED = {"exact": "exact", "wider": "narrower", "narrower": "wider", "mixed": "mixed", None: None}
propositions = st.builds(
    lambda s, p, o: proposition(f"{s} {p} {o}"),
    st.sampled_from(AGENTS + STATES),
    st.sampled_from(PREDICATES),
    st.sampled_from(AGENTS + STATES),
)
scopes = st.dictionaries(
    st.sampled_from(["population", "timeframe", "route"]),
    st.sampled_from(["adults", "elders", "runners", "elders/runners", "at night", "by mouth"]),
).map(scope_of)


def bearing(a: str, b: str) -> Bearing | None:
    return bears_on(proposition(a), proposition(b), vocabulary())


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("glycinate relieves pain", "glycinate relieves pain", "exact"),
        ("supplement relieves pain", "glycinate relieves pain", "wider"),
        ("substance relieves pain", "glycinate relieves sciatica", "wider"),
        ("glycinate relieves sciatica", "supplement relieves sciatica", "narrower"),
        ("glycinate relieves sciatica", "glycinate relieves pain", "narrower"),
        ("glycinate relieves pain", "supplement relieves sciatica", "mixed"),
        ("lack associatedWith pain", "lack causes pain", "wider"),
        ("lack causes pain", "lack associatedWith pain", "narrower"),
        ("lack causes pain", "lack associatedWith sciatica", "mixed"),
        ("glycinate relieves pain", "citrate relieves pain", None),
        ("glycinate relieves cramp", "glycinate relieves sciatica", None),
        ("glycinate relieves pain", "glycinate worsens pain", None),
        ("glycinate relieves pain", "glycinate suits pain", None),
    ],
)
def test_bearing_of_one_proposition_on_another(a: str, b: str, expected: str | None) -> None:
    assert bearing(a, b) == expected


def test_symmetric_predicates_are_read_both_ways_round() -> None:
    assert bearing("lack associatedWith pain", "pain associatedWith lack") == "exact"
    assert bearing("lack associatedWith pain", "sciatica associatedWith lack") == "wider"
    assert bearing("pain associatedWith lack", "lack causes pain") == "wider"  # a cause is a link
    assert bearing("lack causes pain", "pain associatedWith lack") == "narrower"


def test_other_predicates_are_not() -> None:
    assert bearing("lack causes pain", "pain causes lack") is None
    assert bearing("lack raisesRiskOf pain", "pain causes lack") is None


def test_of_two_ways_to_read_a_symmetric_predicate_the_nearer_one_counts() -> None:
    assert bearing("nervePain associatedWith pain", "pain associatedWith nervePain") == "exact"


def test_quantities_bear_only_on_equal_ones() -> None:
    def dose(low: int, quoted: str = "x") -> Proposition:
        quantity = amount(low, 400).model_copy(update={"quoted": quoted})
        return Proposition(t("glycinate"), "gk:startingDose", quantity)

    assert bears_on(dose(300), dose(300, "other words"), vocabulary()) == "exact"
    assert bears_on(dose(300), dose(200), vocabulary()) is None


def test_a_quantity_without_figures_is_its_words() -> None:
    a, b = (Proposition(t("pain"), "gk:hasPrevalence", Quantity(quoted=q)) for q in ("many", "few"))
    assert bears_on(a, a, vocabulary()) == "exact"
    assert bears_on(a, b, vocabulary()) is None


def test_slots_say_which_part_differs() -> None:
    slots = compare(proposition("supplement relieves sciatica"), proposition("glycinate relieves pain"), vocabulary())
    assert slots is not None
    assert (slots.subject, slots.predicate, slots.object) == ("wider", "equal", "narrower")


def test_terms_that_nobody_declared_are_equal_only_to_themselves() -> None:
    assert relate("x:unknown", "x:unknown", vocabulary()) == "equal"
    assert relate("x:unknown", t("pain"), vocabulary()) is None


def test_terms_above_each_other_count_as_equal() -> None:
    ring = {c: Term(c, c, broader=(o,)) for c, o in (("x:a", "x:b"), ("x:b", "x:a"))}
    circle = Vocabulary(ring, vocabulary().prefixes)
    assert relate("x:a", "x:b", circle) == relate("x:b", "x:a", circle) == "equal"


@steady
@given(propositions, propositions)
def test_wider_one_way_round_is_narrower_the_other(a: Proposition, b: Proposition) -> None:
    assert bears_on(b, a, vocabulary()) == TURNED[bears_on(a, b, vocabulary())]


@steady
@given(propositions)
def test_everything_bears_exactly_on_itself(a: Proposition) -> None:
    assert bears_on(a, a, vocabulary()) == "exact"


@steady
@given(propositions, propositions, propositions)
def test_wider_than_wider_is_wider(a: Proposition, b: Proposition, c: Proposition) -> None:
    one_way = (bears_on(a, b, vocabulary()), bears_on(b, c, vocabulary()))
    if one_way == ("wider", "wider"):
        assert bears_on(a, c, vocabulary()) == "wider"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({}, {}, {}),
        ({"population": "elders"}, {"population": "elders"}, {"population": "equal"}),
        ({"population": "elders"}, {}, {"population": "narrower"}),
        ({}, {"population": "elders"}, {"population": "wider"}),
        ({"population": "adults"}, {"population": "elders"}, {"population": "wider"}),
        ({"population": "elders"}, {"population": "runners"}, {"population": "other"}),
        ({"population": "elders/runners"}, {"population": "runners"}, {"population": "wider"}),
        ({"population": "elders/runners"}, {"population": "runners/elders"}, {"population": "equal"}),
        ({"timeframe": "at night"}, {"timeframe": "At night"}, {"timeframe": "equal"}),
        ({"timeframe": "at night"}, {"timeframe": "in spring"}, {"timeframe": "other"}),
        ({"timeframe": "at night"}, {"route": "by mouth"}, {"route": "wider", "timeframe": "narrower"}),
    ],
)
def test_scope_with_a_key_is_narrower_than_without(
    a: dict[str, str], b: dict[str, str], expected: dict[str, str]
) -> None:
    assert compare_scopes(scope_of(a), scope_of(b), vocabulary()) == expected


def test_only_a_population_that_heads_a_hierarchy_is_no_limit() -> None:
    for value, limits in (("adults", False), ("elders", True), ("doctors", True), ("somebody else", True)):
        scope = {"population": (t(value) if " " not in value else value,)}
        assert bool(compare_scopes(scope, {}, vocabulary())) == limits, value
    assert compare_scopes(scope_of({"condition": "pain"}), {}, vocabulary()) == {"condition": "narrower"}


@steady
@given(scopes, scopes)
def test_scopes_compare_alike_both_ways_round(a: dict[str, tuple[str, ...]], b: dict[str, tuple[str, ...]]) -> None:
    turned = {"equal": "equal", "wider": "narrower", "narrower": "wider", "other": "other"}
    there, back = compare_scopes(a, b, vocabulary()), compare_scopes(b, a, vocabulary())
    assert back == {key: turned[relation] for key, relation in there.items()}


def test_opposition_is_read_both_ways_and_handed_down() -> None:
    opposites = Opposites(vocabulary())
    assert opposites.of(t("wellAbsorbed")) == {t("poorlyAbsorbed"), t("barelyAbsorbed")}
    assert opposites.of(t("barelyAbsorbed")) == {t("wellAbsorbed")}  # declared above it, and the other way round
    assert opposites.of("gk:hasSideEffect") == {"gk:prevents"}  # below causes
    assert "gk:hasSideEffect" in opposites.of("gk:prevents")
    assert opposites.of("gk:associatedWith") == frozenset()  # what is opposed to a cause is not opposed to a link
