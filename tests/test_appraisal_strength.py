"""Strength and overclaim, and the tables that they are taken from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.appraisal.meeting import RULES
from graphkit.appraisal.tables import KindRow, read_tables
from graphkit.appraisal.weighing import effective_basis
from graphkit.findings import WorkspaceError
from graphkit.model import Study
from graphkit.workspace import MODEL, Settings, Workspace
from tests.appraisal_world import appraisal, claim, line, source, steady, study, tables, vocabulary, workspace

LEVELS = ("very-low", "low", "moderate", "high")
BASES = ("none", "mechanism", "authority", "unnamed-studies", "described-study", "cited-study")
bases = st.sampled_from(BASES)
rows = st.sampled_from(sorted(tables().strength))


def appraised(words: str = "glycinate relieves sciatica", *studies: Study, **fields: Any) -> Any:
    return appraisal(source("a", claim(words, **fields)), studies=studies).claims["a-1"]


# Strength


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("none", 0),
        ("mechanism", 1),
        ("authority", 1),
        ("unnamed-studies", 1),
        ("described-study", 2),
        ("cited-study", 2),
    ],
)
def test_without_studies_strength_is_what_the_source_offers(basis: str, expected: int) -> None:
    found = appraised(basis=basis)
    assert found.strength == expected
    assert found.strength_rule == f"strength.csv, row not-assessed none, column {basis}: {expected}."


@pytest.mark.parametrize(
    ("design", "expected"), [("randomized-trial", 5), ("observational", 3), ("case-series", 2), ("animal", 2)]
)
def test_traced_support_gives_strength_by_certainty(design: str, expected: int) -> None:
    assert (
        appraised("glycinate relieves pain", study("s", line("glycinate relieves pain"), design=design)).strength
        == expected
    )


@pytest.mark.parametrize("basis", BASES)
def test_what_good_studies_dispute_has_no_strength(basis: str) -> None:
    against = study("s", line("glycinate relieves pain", "disputes"))
    assert appraised("glycinate relieves pain", against, basis=basis).strength == 0


@pytest.mark.parametrize(
    ("basis", "design", "expected"),
    [
        ("described-study", "trial", "described-study"),
        ("described-study", "animal", "mechanism"),
        ("cited-study", "in-vitro", "mechanism"),
        ("none", "animal", "none"),  # never raised
        ("authority", None, "authority"),
        ("hearsay", None, "none"),  # a basis that nobody declared
    ],
)
def test_a_study_of_animals_is_an_argument_and_no_more(basis: str, design: str | None, expected: str) -> None:
    counts, why = effective_basis(claim("glycinate relieves pain", basis=basis, design=design), tables())
    assert counts == expected
    assert not why or f"counts as {expected}" in why
    assert bool(why) == (basis != expected)


def test_the_rule_says_why_another_basis_counts() -> None:
    found = appraised(basis="described-study", design="animal")
    assert found.strength == 1
    assert "described-study counts as mechanism, its design being animal (designs.csv)" in found.strength_rule


@steady
@given(rows, bases, bases)
def test_strength_grows_with_the_basis(row: tuple[str, str], a: str, b: str) -> None:
    weaker, stronger = sorted((a, b), key=BASES.index)
    assert tables().strength[row][weaker] <= tables().strength[row][stronger]


@steady
@given(bases, st.sampled_from(["supported", "mixed"]))
def test_strength_grows_with_certainty_of_support(basis: str, verdict: str) -> None:
    strengths = [tables().strength[level, verdict][basis] for level in LEVELS]
    assert strengths == sorted(strengths)


@steady
@given(bases, st.sampled_from(LEVELS))
def test_support_is_worth_more_than_silence_and_silence_more_than_dispute(basis: str, level: str) -> None:
    strength = tables().strength
    silent = strength["none-found", "none"][basis]
    assert strength[level, "supported"][basis] >= silent >= strength[level, "disputed"][basis]


def test_there_is_a_row_for_whatever_can_come_out() -> None:
    judged = {(level, v) for level in LEVELS for v in ("supported", "disputed", "mixed", "unclear")}
    assert set(tables().strength) == judged | {("none-found", "none"), ("not-assessed", "none")}
    assert {n for row in tables().strength.values() for n in row.values()} == {0, 1, 2, 3, 4, 5}


# Overclaim


AGAINST = study("against", line("supplement relieves pain", "disputes"))
IN_FAVOR = study("for", line("supplement relieves pain"))


def overclaim(words: str = "glycinate relieves sciatica", *studies: Study, **fields: Any) -> int:
    return int(appraised(words, *studies, **fields).overclaim)


def test_the_ranking_that_an_editor_would_make() -> None:
    ranked = [
        overclaim("supplement relieves pain", AGAINST),  # said flatly, and studies find otherwise
        overclaim(basis="unnamed-studies"),  # shown by studies, says the source, and there are none
        overclaim("glycinate bestFor sciatica", kind="form-choice"),  # the best of all, on nothing
        overclaim(),  # an effect, said flatly, on nothing
        overclaim(basis="authority"),  # the same on somebody's word
        overclaim(basis="described-study"),  # the same on a study that is told of
        overclaim("glycinate has wellAbsorbed", kind="form-property"),  # what a form is like, on nothing
        overclaim(hedge="hedged"),  # may relieve
        overclaim("glycinate isA supplement", kind="definition"),  # what words mean
    ]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked[:7])) == 7
    assert ranked[-1] == 0


@pytest.mark.parametrize("fields", [{"hedge": "uncertain"}, {"kind": "definition"}])
def test_doubts_and_definitions_are_no_overclaim(fields: dict[str, str]) -> None:
    assert overclaim("supplement relieves pain", AGAINST, **fields) == 0


def test_what_good_studies_support_is_no_overclaim() -> None:
    assert overclaim("supplement relieves pain", IN_FAVOR) == 0


def test_studies_that_nobody_names_are_held_against_a_claim_unless_traced_ones_bear_it_out() -> None:
    found = appraised(basis="unnamed-studies")
    assert (found.strength, found.overclaim) == (1, 18)
    assert "+3 for unnamed-studies that no traced study bears out (bases.csv)" in found.overclaim_rule
    low = study("s", line("glycinate relieves sciatica"), design="observational")
    borne_out = appraised("glycinate relieves sciatica", low, basis="unnamed-studies")
    assert (borne_out.overclaim, "bears out" in borne_out.overclaim_rule) == (3, False)
    hedged = appraised(basis="unnamed-studies", hedge="hedged")
    assert (hedged.overclaim, "bears out" in hedged.overclaim_rule) == (0, False)


@pytest.mark.parametrize("flag", ["wrong", "unsafe", "outdated", "garbled"])
def test_what_a_curator_flags_ranks_higher(flag: str) -> None:
    note = {"flag": flag, "note": "x"}
    found = appraised(**note)
    points = tables().flags[flag]
    assert found.overclaim == overclaim() + 3 * points
    assert f"{points:+d} for the flag {flag} (flags.csv); times 3" in found.overclaim_rule
    assert overclaim("supplement relieves pain", IN_FAVOR, **note) == 3 * points  # even if studies support it
    assert overclaim("glycinate isA supplement", kind="definition", **note) == 0


def test_a_flag_that_nobody_declared_counts_nothing() -> None:
    assert overclaim(flag="odd", note="x") == overclaim()


def test_where_there_are_points_and_weight_something_is_left() -> None:
    assert overclaim("glycinate studiedFor pain", hedge="hedged", kind="caution") == 1


def test_hedging_a_disputed_claim_mends_most_of_it() -> None:
    flat, hedged = (
        overclaim("supplement relieves pain", AGAINST),
        overclaim("supplement relieves pain", AGAINST, hedge="hedged"),
    )
    assert flat > 2 * hedged > 0


def test_a_denial_that_studies_dispute_is_an_overclaim_and_one_they_support_is_none() -> None:
    assert overclaim("supplement relieves pain", IN_FAVOR, negated=True) > overclaim()
    assert overclaim("supplement relieves pain", AGAINST, negated=True) == 0


def test_denying_a_side_effect_is_worse_than_warning_of_one() -> None:
    denied = overclaim("glycinate hasSideEffect cramp", kind="side-effect", negated=True)
    assert denied > overclaim("glycinate hasSideEffect cramp", kind="side-effect")


def test_a_use_promises_less_than_an_effect() -> None:
    assert overclaim("glycinate usedFor sciatica") < overclaim()


def test_predicates_inherit_the_extra_of_those_above_them() -> None:
    plain, below = overclaim("glycinate suits pain"), overclaim("glycinate bestUsedFor pain")
    assert plain == below < overclaim("glycinate bestFor pain")


def test_an_unknown_kind_weighs_one() -> None:
    assert overclaim(kind="gossip") == overclaim() / tables().kinds["effect"].weight


def test_the_rule_is_a_sum_that_a_person_can_do() -> None:
    found = appraised("glycinate bestFor sciatica", kind="form-choice")
    assert found.overclaim == 17
    assert found.overclaim_rule == (
        "overclaim.csv, asserted on strength 0: 5; times 3 for form-choice (kinds.csv); "
        "+2 for gk:bestFor (predicates.csv): 17."
    )
    assert appraised().overclaim_rule == (
        "overclaim.csv, asserted on strength 0: 5; times 3 for effect (kinds.csv): 15."
    )
    assert appraised("supplement associatedWith pain", IN_FAVOR, AGAINST, hedge="uncertain").overclaim_rule == (
        "overclaim.csv, uncertain on strength 0: 0; times 3 for effect (kinds.csv): 0."
    )


# Tables


def test_tables_speak_of_concepts_that_exist() -> None:
    found, known = tables(), vocabulary()
    schemes = {name: set(concepts) for name, concepts in known.schemes.items()}
    assert set(found.bases) == schemes["basis"]
    assert list(found.bases) == sorted(schemes["basis"], key=lambda b: known.rank("basis", b))
    assert set(found.kinds) == schemes["kind"]
    assert set(found.counts_as) <= schemes["design"]
    assert {row.kind for row in found.conflicts.values()} == schemes["conflict"]
    assert {b for row in found.conflicts.values() for b in row.bearings} <= schemes["bearing"]
    assert {h for row in found.conflicts.values() for h in row.hedges} <= schemes["hedge"]
    assert {notation for _, _, notation in found.explanations} <= schemes["explanation"]
    assert {hedge for hedge, _ in found.overclaim} <= schemes["hedge"]
    assert set(found.flags) == schemes["flag"]
    assert set(found.predicates) <= set(known.predicates)
    assert {p for row in found.predicates.values() for p in row.presupposes} <= set(known.predicates)
    assert {str(n) for row in found.strength.values() for n in row.values()} == schemes["strength"]


def test_every_rule_has_a_row_and_every_row_a_rule() -> None:
    assert set(tables().conflicts) == set(RULES)


def test_every_scope_key_is_lowered_by_its_own_rows_or_by_those_of_scope() -> None:
    for key in vocabulary().scope_keys:
        for relation in ("wider", "narrower", "other"):
            assert tables().steps(key, relation, "supports") is not None
    assert tables().steps("site", "other", "disputes") == tables().steps("scope", "other", "disputes")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    shutil.copytree(MODEL / "tables", tmp_path / "model" / "tables")
    return tmp_path


def reading(root: Path) -> Workspace:
    settings = Settings(title="Test", base="https://example.org/")
    return Workspace(root, settings, model=root / "model")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("strength", "high,supported,5,", "high,supported,five,"),
        ("kinds", "effect,yes,3", "effect,perhaps,3"),
        ("lowering", "subject,wider,1,1,1,", "subject,wider,1,1\n#"),
        ("overclaim", "asserted,0,5,", "asserted,0,,"),
        ("bases", "basis,repeats", "basis,repeat"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(broken: Path, name: str, old: str, new: str) -> None:
    path = broken / "model" / "tables" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=rf"{name}\.csv: the row .* cannot be read"):
        read_tables(reading(broken))


def test_a_missing_table_is_named(broken: Path) -> None:
    (broken / "model" / "tables" / "kinds.csv").unlink()
    with pytest.raises(WorkspaceError, match=r"no table kinds\.csv"):
        read_tables(reading(broken))


def test_a_workspace_replaces_a_table_by_its_own(broken: Path) -> None:
    own = broken / "ontology" / "tables"
    own.mkdir(parents=True)
    (own / "kinds.csv").write_text("# ours\nkind,traced,weight,meaning\neffect,no,7,x\n", encoding="utf-8")
    assert read_tables(reading(broken)).kinds == {"effect": KindRow(traced=False, weight=7)}


def test_every_table_says_what_it_means() -> None:
    for path in workspace().parts("tables", "*.csv"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# "), path.name
