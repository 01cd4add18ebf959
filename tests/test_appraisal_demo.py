"""The demonstration: what is built into its three articles is found, and nothing else."""

from __future__ import annotations

import pytest

from graphkit.appraisal import Appraisal, appraise
from graphkit.claims import Corpus

CONFLICTS = {
    ("kettle-notes-c001", "ten-teas-c006"): ("direct", ("unexplained",)),
    ("kettle-notes-c007", "night-cramps-c010"): ("direct", ("form", "population")),
    ("kettle-notes-c006", "ten-teas-c020"): ("direct", ("dose",)),
    ("night-cramps-c008", "ten-teas-c027"): ("direct", ("population",)),
    ("night-cramps-c005", "night-cramps-c006"): ("direct", ("severity",)),
    ("kettle-notes-c014", "ten-teas-c026"): ("opposed", ("unexplained",)),
    ("kettle-notes-c015", "ten-teas-c028"): ("opposed", ("unexplained",)),
    ("kettle-notes-c005", "ten-teas-c013"): ("exclusive", ("unexplained",)),
    ("kettle-notes-c004", "ten-teas-c032"): ("quantitative", ("unexplained",)),
    ("night-cramps-c011", "ten-teas-c018"): ("doubted", ("unexplained",)),
    ("night-cramps-c009", "ten-teas-c029"): ("doubted", ("population", "regimen")),
}
ECHOES = {
    ("kettle-notes-c012", "ten-teas-c019"),
    ("kettle-notes-c013", "ten-teas-c016"),
    ("kettle-notes-c017", "ten-teas-c022"),
    ("kettle-notes-c018", "ten-teas-c037"),
}


@pytest.fixture(scope="module")
def demo_appraisal(demo_corpus: Corpus) -> Appraisal:
    return appraise(demo_corpus)


def test_conflicts(demo_appraisal: Appraisal) -> None:
    assert {c.parties: (c.kind, c.explained_by) for c in demo_appraisal.conflicts} == CONFLICTS


def test_echoes(demo_appraisal: Appraisal) -> None:
    assert {echo.members for echo in demo_appraisal.echoes} == ECHOES


@pytest.mark.parametrize(
    ("name", "sources", "roots"),
    [
        ("tea:lemonBalmTea gk:relieves tea:poorSleep", 2, ("meyer2019", "rossi2016")),
        ("tea:lemonBalmTea gk:recommendedFor tea:stress", 2, ("tea:herbalists",)),
        ("tea:calfStretching gk:prevents tea:legCramp", 2, ("hall2012",)),
        ("tea:lindenTea gk:increases tea:legBloodFlow", 2, ()),
    ],
)
def test_agreement_by_roots(demo_appraisal: Appraisal, name: str, sources: int, roots: tuple[str, ...]) -> None:
    found = demo_appraisal.propositions[name]
    assert (len(found.sources), found.roots) == (sources, roots)


@pytest.mark.parametrize(
    ("key", "verdict", "studies"),
    [
        ("ten-teas-c004", "supported", ["berg2018"]),
        ("ten-teas-c006", "disputed", ["jones2015"]),
        ("kettle-notes-c001", "supported", ["jones2015"]),
        ("kettle-notes-c003", "disputed", ["greene2014"]),
        ("ten-teas-c025", "disputed", ["lopez2018"]),
        ("ten-teas-c014", "supported", ["rossi2016", "meyer2019"]),
        ("night-cramps-c010", "unclear", ["novak2021"]),
        ("ten-teas-c042", "supported", ["rossi2016"]),
        ("ten-teas-c028", "none", []),
    ],
)
def test_traces(demo_appraisal: Appraisal, key: str, verdict: str, studies: list[str]) -> None:
    found = demo_appraisal.claims[key]
    assert (found.verdict, [trace.study for trace in found.traces]) == (verdict, studies)


def test_the_worst_overclaims_come_first(demo_appraisal: Appraisal) -> None:
    ranked = sorted(demo_appraisal.claims.values(), key=lambda c: (-c.overclaim, c.key))
    assert [found.key for found in ranked[:2]] == ["ten-teas-c025", "ten-teas-c006"]
    assert [found.overclaim for found in ranked[:2]] == [54, 21]


def test_withdrawn_claims_are_not_appraised(demo_appraisal: Appraisal, demo_corpus: Corpus) -> None:
    assert "ten-teas-c008" not in demo_appraisal.claims
    assert list(demo_appraisal.claims) == [sourced.key for sourced in demo_corpus.claims()]


def test_every_result_names_its_rule(demo_appraisal: Appraisal) -> None:
    for found in demo_appraisal.claims.values():
        assert found.strength_rule.startswith("strength.csv, row ")
        assert found.overclaim_rule.startswith("overclaim.csv, ")
        assert found.trace_note
    for conflict in demo_appraisal.conflicts:
        assert all(party in conflict.rule for party in conflict.parties)


def test_appraising_twice_gives_the_same(demo_appraisal: Appraisal, demo_corpus: Corpus) -> None:
    assert appraise(demo_corpus) == demo_appraisal
