"""No barrier that axe-core can find, in any view, light and dark; and nothing told by color alone."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.explorer.drawing import FAMILIES, STYLE
from tests.explorer_world import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VIEWS = ("map", "graph", "graph&focus=tea:lemonBalmTea", "claims", "contradictions", "sources", "studies", "about")
CARDS = (
    *("claim=ten-teas-c006", "claim=kettle-notes-c003", "claim=nobody", "entity=tea:legCramp", "article=ten-teas"),
    *("study=jones2015", "row=tea:herbalTea&column=tea:poorSleep", "q=nothingatall", "view=claims&q=nothingatall"),
)
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations']}"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, from npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed; it fetches axe-core")
    folder = tmp_path_factory.mktemp("axe")
    try:
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "axe-core@4"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("npm could not fetch axe-core")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, demo_page: Path, axe: str, scheme: Any, width: int) -> None:
    found = {}
    with watched(browser, demo_page, color_scheme=scheme, viewport={"width": width, "height": 900}) as seen:
        seen.page.evaluate(axe)
        for fragment in (*(f"view={view}" for view in VIEWS), *CARDS):
            seen.page.evaluate("(hash) => { location.hash = hash; }", fragment)
            seen.page.wait_for_timeout(80)
            for violation in seen.page.evaluate(f"axe.run(document, {RULES})")["violations"]:
                where = [(node["target"], node.get("failureSummary", "")[:200]) for node in violation["nodes"][:3]]
                found[fragment, violation["id"]] = where
    assert found == {}


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_but_tables_is_wider_than_a_phone(browser: Browser, demo_page: Path, view: str) -> None:
    with watched(browser, demo_page, f"view={view}", viewport={"width": 390, "height": 844}) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG, 0 (black) to 1 (white)."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "paper"), [("light", "#ffffff"), ("dark", "#14171b")])
def test_strength_is_told_in_gray(theme: str, paper: str) -> None:
    contrasts = [contrast(color, paper) for color in STYLE["strength"][theme]]
    assert all(later / earlier > 1.15 for earlier, later in pairwise(contrasts))
    widths = STYLE["strength"]["width"]
    assert all(later > earlier for earlier, later in pairwise(widths))


def test_kinds_are_told_by_shape() -> None:
    shapes = [family.shape for family in FAMILIES if family.kinds]
    assert len(set(shapes)) == len(shapes)
    assert all(contrast(family.light, "#ffffff") >= 3 and contrast(family.dark, "#14171b") >= 3 for family in FAMILIES)


def test_direction_is_told_by_sign_and_texture(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page) as seen:
        cells = seen.page.evaluate(
            """[...document.querySelectorAll(".cell")].map((c) => ({
              sign: c.querySelector(".tally").textContent.replace(/[0-9]/g, ""),
              hatched: Boolean(c.querySelector('[fill="url(#hatch)"]')), words: c.getAttribute("aria-label")}))"""
        )
        assert {cell["sign"] for cell in cells} >= {"+", "−", "±"}
        for cell in cells:
            assert cell["hatched"] == (cell["sign"] in "−±")
            assert (", against," in cell["words"]) == (cell["sign"] == "−")


def test_every_view_can_be_reached_and_used_by_keys(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page) as seen:
        page = seen.page
        page.focus("#tab-map")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "tab-graph"
        page.keyboard.press("Enter")
        page.wait_for_selector("#canvas")
        assert page.evaluate("document.activeElement.id") == "tab-graph"
        page.focus("#drawn summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#card-title")
        assert page.evaluate("document.activeElement.id") == "card-title"
        page.focus("#facet-strength-4")
        page.keyboard.press("Space")
        page.wait_for_function("location.hash.includes('strength=4')")
        assert page.evaluate("document.activeElement.id") == "facet-strength-4"
        seen.calm()


def test_print_shows_the_view_without_controls(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=claims") as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator("table.claims").is_visible()
        for hidden in ("nav", "#filters", "#search", "#csv"):
            assert not seen.page.locator(hidden).is_visible()
