"""The graph view: shown around what was asked for, opened on demand, bounded, steady, and filtered by its legend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.explorer import explore_html
from graphkit.network import build_network, paths
from graphkit.query import Session
from tests.explorer_world import Quads, made_up, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graph")


@pytest.fixture(scope="module")
def demo_page(demo_session: Session, folder: Path) -> Path:
    file = folder / "demo.html"
    file.write_text(explore_html(demo_session), encoding="utf-8", newline="\n")
    return file


@pytest.fixture(scope="module")
def corpus_page(corpus_session: Session, folder: Path) -> Path:
    file = folder / "corpus.html"
    file.write_text(explore_html(corpus_session), encoding="utf-8", newline="\n")
    return file


def nodes(page: Page) -> set[str]:
    return set(page.evaluate("gk.graphView.model().nodes.map((e) => gk.data.entities.id[e])"))


def positions(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("gk.graphView.network().getPositions()")
    return found


def overlaps(page: Page) -> list[list[str]]:
    """Return pairs of nodes whose shapes or labels cover each other."""
    found: list[list[str]] = page.evaluate(
        """() => { const net = gk.graphView.network(), ids = net.body.nodeIndices;
        net.fit({animation: false}); net.redraw();  // labels out of sight are not measured
        const boxes = ids.map((id) => [id, net.getBoundingBox(id)]), found = [];
        boxes.forEach(([a, p], k) => boxes.slice(k + 1).forEach(([b, q]) => {
          const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
          const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
          if (x > 2 && y > 2) found.push([gk.data.entities.label[a], gk.data.entities.label[b], x, y]); }));
        return found; }"""
    )
    return found


@pytest.mark.parametrize(
    "fragment",
    ["", "focus=mg:glycinate", "focus=mg:magnesium", "from=mg:lowMagnesium&to=mg:backPain", "focus=mg:backPain"],
)
def test_labels_do_not_collide(browser: Browser, corpus_page: Path, fragment: str) -> None:
    with watched(browser, corpus_page, f"view=graph&{fragment}") as seen:
        assert len(nodes(seen.page)) > 5
        assert overlaps(seen.page) == []
        seen.calm()


@pytest.mark.parametrize("fragment", ["view=graph", "view=graph&focus=tea:valerianTea"])
def test_the_picture_is_steady(browser: Browser, demo_page: Path, fragment: str) -> None:
    found = []
    for _ in range(2):
        with watched(browser, demo_page, fragment) as seen:
            first = positions(seen.page)
            seen.page.wait_for_timeout(300)
            assert positions(seen.page) == first, "nothing moves by itself"
            found.append(first)
    assert found[0] == found[1]


def test_it_opens_and_closes_on_demand(browser: Browser, demo_page: Path, demo_session: Session) -> None:
    network = build_network(demo_session)
    around = {"tea:chamomileTea", *network.successors("tea:chamomileTea"), *network.predecessors("tea:chamomileTea")}
    with watched(browser, demo_page, "view=graph&focus=tea:chamomileTea") as seen:
        page = seen.page
        assert nodes(page) == around
        page.click("#drawn summary")
        page.get_by_role("button", name="Expand leg cramps").click()
        more = {"tea:legCramp", *network.successors("tea:legCramp"), *network.predecessors("tea:legCramp")}
        assert nodes(page) == around | more
        page.get_by_role("button", name="Collapse leg cramps").click()
        assert nodes(page) == around
        page.go_back()
        page.wait_for_function(f"gk.graphView.model().nodes.length === {len(around | more)}")
        seen.calm()


def test_search_leads_into_the_graph(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=graph") as seen:
        seen.page.fill("#search", "melissa")
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("Enter")
        assert "focus=tea:lemonBalmTea" in seen.page.url
        assert "tea:lemonBalmTea" in nodes(seen.page)


def test_chains_are_those_of_the_network(browser: Browser, folder: Path) -> None:
    quads = Quads()
    for name in "abcdef":
        quads.entity(f"tea:{name}", "gk:Process", f"process {name}")
    source = quads.source("notes", "Notes")
    for pair in ("ab", "bc", "cd", "ad", "be", "ed", "fa"):
        about = quads.proposition(f"tea:{pair[0]}", "gk:causes", f"tea:{pair[1]}")
        quads.claim(f"notes-{pair}", source, about, f"{pair[0]} causes {pair[1]}.")
    session = quads.session()
    file = folder / "chains.html"
    file.write_text(explore_html(session), encoding="utf-8")
    wanted = paths(build_network(session), "tea:a", "tea:d")
    with watched(browser, file, "view=graph&from=tea:a&to=tea:d") as seen:
        found = seen.page.evaluate("gk.graphView.model().paths.map((p) => p.map((e) => gk.data.entities.id[e]))")
        assert sorted(found) == sorted(wanted)
        assert [len(path) for path in found] == sorted(len(path) for path in found)
        assert "3 chains" in seen.page.locator("#graph-summary").inner_text()
    with watched(browser, file, "view=graph&from=tea:d&to=tea:f") as seen:
        assert "No chain" in seen.page.locator("#graph-summary").inner_text()
        seen.calm()


def test_a_large_neighborhood_is_bounded(browser: Browser, folder: Path) -> None:
    quads = Quads()
    quads.entity("tea:hub", "gk:Form", "hub")
    source = quads.source("notes", "Notes")
    for n in range(600):
        quads.entity(f"tea:s{n}", "gk:Symptom", f"state {n}")
        about = quads.proposition("tea:hub", "gk:relieves", f"tea:s{n}")
        quads.claim(f"notes-c{n}", source, about, f"It relieves {n}.", strength=5 if n < 50 else 0)
    file = folder / "hub.html"
    file.write_text(explore_html(quads.session()), encoding="utf-8")
    with watched(browser, file, "view=graph&focus=tea:hub") as seen:
        drawn = nodes(seen.page)
        assert len(drawn) == 350
        assert {f"tea:s{n}" for n in range(50)} < drawn, "the best supported come first"
        assert "251 neighbors are not" in seen.page.locator("#graph-summary").inner_text()
        seen.calm()


def test_the_legend_counts_and_filters(browser: Browser, demo_page: Path, demo_session: Session) -> None:
    network = build_network(demo_session)
    with watched(browser, demo_page, "view=graph&focus=tea:legCramp") as seen:
        page = seen.page
        denied = [k for *_, k, c in network.in_edges("tea:legCramp", keys=True, data=True) if c["negated"]]
        assert page.locator("#key-denied .number").inner_text() == str(len(denied))
        page.click("#key-denied")
        assert "mark=denied" in page.url
        assert page.evaluate("gk.graphView.model().claims.length") == len(denied)
        page.click("#key-denied")
        before = nodes(page)
        page.locator("button.key", has_text="agents").click()
        assert nodes(page) < before
        seen.calm()


def test_a_filter_holds_in_every_view(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "strength=4") as seen:
        for view in ("map", "graph", "claims", "contradictions", "sources", "studies"):
            seen.page.click(f"#tab-{view}")
            assert "strength=4" in seen.page.url
        seen.page.click("#tab-claims")
        shown = seen.page.locator("td.c-strength .figure").all_inner_texts()
        assert shown
        assert set(shown) == {"4/5"}


@pytest.mark.parametrize(
    ("fragment", "title"),
    [
        ("entity=tea:legCramp", "leg cramps"),
        ("article=ten-teas", "Ten Teas for Tired Legs"),
        ("study=jones2015", "(invented) Chamomile tea for leg cramps in older adults"),
        ("claim=no-such-claim", "Nothing here is called no-such-claim"),
        ("row=tea:chamomileTea&column=tea:legCramp", "chamomile tea × leg cramps"),
    ],
)
def test_every_card_has_an_address(browser: Browser, demo_page: Path, fragment: str, title: str) -> None:
    with watched(browser, demo_page, fragment) as seen:
        assert seen.page.locator("#card-title").inner_text() == title
        seen.calm()


def test_the_table_sorts_and_back_undoes_it(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=claims") as seen:
        page = seen.page
        page.click("#sort-strength")
        column = [int(text[0]) for text in page.locator("td.c-strength .figure").all_inner_texts()]
        assert column == sorted(column, reverse=True)
        assert page.locator("th[aria-sort='descending']").count() == 1
        page.go_back()
        page.wait_for_function("!location.hash.includes('sort')")
        assert page.locator("th[aria-sort]").count() == 0


def test_many_claims_come_in_portions(browser: Browser, folder: Path) -> None:
    file = folder / "many.html"
    file.write_text(explore_html(made_up(500).session()), encoding="utf-8")
    with watched(browser, file, "view=claims") as seen:
        assert seen.page.locator("table.claims tbody tr").count() == 100
        seen.page.click("#more-rows")
        assert seen.page.locator("table.claims tbody tr").count() == 350
        seen.calm()


def test_dark_is_a_choice_that_lasts(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=graph") as seen:
        page = seen.page
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click("#theme")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        page.reload()
        page.wait_for_selector("body[data-ready]")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        seen.calm()


def test_a_click_shows_an_entity_and_a_double_click_opens_it(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=graph&focus=tea:chamomileTea") as seen:
        page = seen.page
        before = nodes(page)
        point = page.evaluate(
            """() => { const net = gk.graphView.network(), e = gk.data.byId.get("tea:legCramp");
            const dom = net.canvasToDOM(net.getPositions([e])[e]);
            const box = document.getElementById("canvas").getBoundingClientRect();
            return [box.x + dom.x, box.y + dom.y]; }"""
        )
        page.mouse.dblclick(*point)
        page.wait_for_function("location.hash.includes('more=tea:legCramp')")
        assert nodes(page) > before
        page.go_back()
        page.wait_for_function("!location.hash.includes('more')")
        page.mouse.click(*point)
        page.wait_for_selector("#card-title")
        assert page.locator("#card-title").inner_text() == "leg cramps"
        seen.calm()
