"""The explorer opens from a file, asks for nothing, complains of nothing, and shows what the graph says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.explorer import explore_html
from graphkit.network import build_network
from graphkit.query import Session
from tests.explorer_world import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VIEWS = ("map", "graph", "claims", "contradictions", "sources", "studies", "about")


def edges(page: Page) -> list[dict[str, Any]]:
    """Return the edges as vis-network holds them."""
    found: list[dict[str, Any]] = page.evaluate(
        "gk.graphView.network().body.data.edges.get().map((e) => ({...e, key: gk.data.claims.key[e.id]}))"
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_calm(browser: Browser, demo_page: Path, view: str, scheme: Any) -> None:
    with watched(browser, demo_page, f"view={view}", color_scheme=scheme, offline=True) as seen:
        assert seen.page.locator("h2").first.inner_text()
        seen.calm()


def test_it_is_calm_while_other_hosts_stall(browser: Browser, demo_page: Path) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.route(re.compile("^https?:"), lambda route: asked.append(route.request.url))  # never answered
    page = context.new_page()
    page.goto(f"{demo_page.as_uri()}#view=graph")
    page.wait_for_selector("#canvas canvas")
    assert asked == []
    context.close()


def test_the_policy_allows_nothing_but_the_page(demo_page: Path) -> None:
    text = demo_page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r'<(?:link|iframe|img|script)[^>]*\b(?:src|href)="', text)


def test_each_claim_is_an_edge_of_its_own(browser: Browser, demo_page: Path, demo_session: Session) -> None:
    network = build_network(demo_session)
    with watched(browser, demo_page, "view=graph&focus=tea:chamomile") as seen:
        drawn = {edge["key"]: edge for edge in edges(seen.page)}
        around = [
            *network.in_edges("tea:chamomile", keys=True, data=True),
            *network.out_edges("tea:chamomile", keys=True, data=True),
        ]
        assert sorted(drawn) == sorted(key for *_, key, _ in around)
        for *_, key, claim in around:
            assert (drawn[key]["arrows"]["to"]["type"] == "bar") == claim["negated"]
            assert bool(drawn[key]["dashes"]) == (claim["hedge"] != "asserted")
        colors = {claim["strength"]: drawn[key]["color"]["color"] for *_, key, claim in around}
        assert len(set(colors.values())) == len(colors)
        shapes = seen.page.evaluate("gk.graphView.network().body.data.nodes.get().map((n) => n.shape)")
        assert len(set(shapes)) > 1
        seen.calm()


def test_a_click_on_an_edge_opens_its_claim(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page, "view=graph&focus=tea:chamomile") as seen:
        page = seen.page
        point = page.evaluate(
            """() => { const net = gk.graphView.network(), edge = net.body.edges[net.body.edgeIndices[0]];
            const at = edge.edgeType.getPoint(0.5); const dom = net.canvasToDOM(at);
            const box = document.getElementById("canvas").getBoundingClientRect();
            return {x: box.x + dom.x, y: box.y + dom.y, key: gk.data.claims.key[edge.id]}; }"""
        )
        page.mouse.click(point["x"], point["y"])
        page.wait_for_selector("#card-title")
        assert f"claim={point['key']}" in page.url
        seen.calm()


def test_a_deep_link_opens_the_card_with_all_that_matters(
    browser: Browser, demo_page: Path, demo_session: Session
) -> None:
    key = "ten-teas-c006"
    claim = next(a for *_, k, a in build_network(demo_session).edges(keys=True, data=True) if k == key)
    with watched(browser, demo_page, f"claim={key}") as seen:
        panel = seen.page.locator("#panel")
        assert seen.page.locator("#card-title").inner_text() == claim["paraphrase"]
        text = panel.inner_text()
        assert claim["place"] in text
        assert claim["strength_rule"] in text
        assert f"{claim['strength']}/5" in text
        for heading in ("Evidence strength", "Where it stands", "Ground the source gives", "Contradicted by"):
            assert panel.get_by_role("heading", name=heading, exact=True).count() == 1
        seen.calm()


def test_passages_are_shown_only_where_articles_were_given(
    browser: Browser, demo_page: Path, demo_session: Session, tmp_path: Path
) -> None:
    with watched(browser, demo_page, "claim=kettle-notes-c001") as seen:
        assert seen.page.locator("#panel blockquote").count() == 1
    bare = tmp_path / "bare.html"
    bare.write_text(explore_html(demo_session), encoding="utf-8")
    with watched(browser, bare, "claim=kettle-notes-c001") as seen:
        assert seen.page.locator("#panel blockquote").count() == 0
        assert "Article text is not part of this file" in seen.page.locator("#panel").inner_text()


def test_each_conflict_is_visible(browser: Browser, demo_page: Path, demo_session: Session) -> None:
    wanted = {row["c"].rpartition("/")[2] for row in demo_session.run("SELECT ?c WHERE { ?c a gk:Conflict }")}
    assert wanted
    with watched(browser, demo_page, "view=contradictions") as seen:
        page = seen.page
        page.wait_for_function(f"document.querySelectorAll('[data-conflict]').length >= {len(wanted)}")
        pairs = page.locator("[data-conflict]")
        assert {pairs.nth(n).get_attribute("data-conflict") for n in range(pairs.count())} == wanted
        assert all(pairs.nth(n).is_visible() for n in range(pairs.count()))
        assert all(pairs.nth(n).locator(".side").count() == 2 for n in range(pairs.count()))


def test_keys_alone_lead_from_search_to_card_and_back(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page) as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("not relieved by chamomile")
        page.keyboard.press("ArrowDown")
        assert page.locator('[role="option"][aria-selected="true"]').count() == 1
        page.keyboard.press("Enter")
        page.wait_for_selector("#card-title")
        assert page.evaluate("document.activeElement.id") == "card-title"
        assert "claim=kettle-notes-c001" in page.url
        page.keyboard.press("Escape")
        page.wait_for_selector("#panel", state="hidden")
        assert page.evaluate("document.activeElement.id") == "search"
        page.go_back()
        page.wait_for_selector("#card-title")
        page.go_back()
        page.wait_for_selector("#panel", state="hidden")
        seen.calm()


def test_alternative_labels_are_found(browser: Browser, demo_page: Path) -> None:
    with watched(browser, demo_page) as seen:
        seen.page.fill("#search", "tisane")
        assert "herbal tea" in seen.page.locator("#suggestions").inner_text()
        seen.page.keyboard.press("Enter")
        assert "q=tisane" in seen.page.url
        assert seen.page.locator("#total").inner_text() != "0 of 75 claims"
