"""A curator's flag weighs on how far a claim goes beyond what it stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.appraisal import ClaimAppraisal, appraise
from graphkit.claims import read_claims
from graphkit.workspace import open_workspace

KEY = "ten-teas-c006"  # asserted, an effect, disputed


def flagged(copy: Path, flag: str) -> ClaimAppraisal:
    path = copy / "claims" / "ten-teas.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: c006")
    cut = text.index("basis: none\n", start) + len("basis: none\n")
    extra = f"        flag: {flag}\n        note: For the test.\n" if flag else ""
    path.write_text(text[:cut] + extra + text[cut:], encoding="utf-8")
    return appraise(read_claims(open_workspace(copy))).claims[KEY]


@pytest.mark.parametrize(("flag", "points"), [("wrong", 9), ("unsafe", 9), ("outdated", 6), ("garbled", 2)])
def test_a_flag_adds_its_points_times_the_weight_of_the_kind(copy: Path, flag: str, points: int) -> None:
    plain = appraise(read_claims(open_workspace(copy))).claims[KEY]
    marked = flagged(copy, flag)
    assert marked.overclaim == plain.overclaim + 3 * points
    assert f"{points:+d} for the flag {flag} (flags.csv)" in marked.overclaim_rule
    assert marked.strength == plain.strength


def test_without_a_flag_the_rule_does_not_speak_of_one(copy: Path) -> None:
    assert "flag" not in flagged(copy, "").overclaim_rule
