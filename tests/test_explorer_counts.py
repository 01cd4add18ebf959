"""What the page counts is what SPARQL counts: facets alone and combined, and every cell of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphkit.explorer import explore_html
from graphkit.explorer.direction import read_table
from graphkit.query import Session
from tests.explorer_world import made_up, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: How SPARQL finds the values ?v of a claim ?c for each facet.
FACETS = {
    "strength": "?c gk:strength ?v .",
    "hedge": "?c gk:hedge/skos:notation ?v .",
    "basis": "?c gk:basis/skos:notation ?v .",
    "verdict": "?c gk:verdict/skos:notation ?v .",
    "kind": "?c gk:kind/skos:notation ?v .",
    "source": "?c dcterms:source/dcterms:identifier ?v .",
    "subject": "?c gk:asserts/rdf:subject/skos:broader* ?v .",
    "object": "?c gk:asserts/rdf:object/skos:broader* ?v .",
}
CLAIM = "?c a gk:Claim MINUS { ?c gk:withdrawn ?why }"


def directions(session: Session, narrowed: str) -> dict[str, int]:
    """Count claims by direction, from the same table as the page but with SPARQL walking the hierarchies."""

    def pairs(pattern: str) -> set[tuple[str, str]]:
        rows = session.run(f"SELECT DISTINCT ?c ?x WHERE {{ {CLAIM} {narrowed} ?c gk:asserts ?p . {pattern} }}")
        compress = session.workspace.prefixes.compress
        return {(row["c"], compress(row["x"])) for row in rows}

    claims = session.run(
        f"SELECT DISTINCT ?c ?n ?h WHERE {{ {CLAIM} {narrowed} ?c gk:negated ?n ; gk:hedge/skos:notation ?h }}"
    )
    predicates = pairs("?p rdf:predicate/rdfs:subPropertyOf* ?x .")
    types = pairs("?p rdf:object/a/rdfs:subClassOf* ?x .")
    counts: Counter[str] = Counter()
    for claim in claims:
        way = {
            row.direction
            for name, row in read_table().items()
            if (claim["c"], name) in predicates
            and (not row.objects or any((claim["c"], t) in types for t in row.objects))
        }
        assert len(way) <= 1
        turned = {"for": "against", "against": "for"} if claim["n"] else {}
        counts["open" if claim["h"] == "uncertain" else turned.get(*way, *way) if way else "none"] += 1
    return dict(counts)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("counts")
    return {name: folder / f"{name}.html" for name in ("demo", "corpus", "made-up")}


@pytest.fixture(scope="module")
def made_up_session() -> Session:
    return made_up(600, seed=7).session()


@pytest.fixture(scope="module", params=["demo", "corpus", "made-up"])
def world(request: pytest.FixtureRequest, files: dict[str, Path]) -> tuple[Session, Path]:
    """A session and its page."""
    session: Session = request.getfixturevalue(f"{request.param.replace('-', '_')}_session")
    file = files[request.param]
    file.write_text(explore_html(session), encoding="utf-8", newline="\n")
    return session, file


def recount(session: Session, facet: str, chosen: Mapping[str, str]) -> dict[str, int]:
    """Count claims by value of a facet, narrowed by what is chosen in the other facets."""
    others = "".join(
        f"{FACETS[name].replace('?v', f'?{name}')} FILTER(STR(?{name}) = '{value}')"
        for name, value in chosen.items()
        if name != facet
    )
    if facet == "direction":
        return directions(session, others)
    rows = session.run(
        f"SELECT ?v (COUNT(DISTINCT ?c) AS ?count) WHERE {{ {CLAIM} {FACETS[facet]} {others} }} GROUP BY ?v"
    )
    compress = session.workspace.prefixes.compress
    return {compress(str(row["v"])): row["count"] for row in rows}


def shown(page: Page) -> dict[str, dict[str, int]]:
    """Read all counts of all facets off the page, opening those that are cut short."""
    for name in ("strength", "direction", *FACETS):
        button = page.locator(f"#more-{name}")
        if button.count():
            button.click()
    found: dict[str, dict[str, int]] = page.evaluate(
        """() => { const found = {};
        for (const box of document.querySelectorAll("input[data-facet]")) {
          const count = Number(box.closest("label").querySelector(".number").textContent.replace(/,/g, ""));
          (found[box.dataset.facet] ||= {})[box.dataset.value] = count; }
        return found; }"""
    )
    return found


def compared(session: Session, page: Page, chosen: Mapping[str, str]) -> None:
    found = shown(page)
    for facet in ("direction", *FACETS):
        wanted = recount(session, facet, chosen)
        seen = {value: count for value, count in found.get(facet, {}).items() if count}
        if facet in ("subject", "object"):  # entities above that are no entities of a claim's world, and long tails
            assert seen
            assert {value: wanted.get(value) for value in seen} == seen
        else:
            assert seen == wanted, facet


def test_facets_count_what_sparql_counts(browser: Browser, world: tuple[Session, Path]) -> None:
    session, file = world
    with watched(browser, file) as seen:
        compared(session, seen.page, {})
        total = session.run(f"SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE {{ {CLAIM} }}")
        assert seen.page.locator("#total").inner_text().startswith(f"{next(iter(total))['n']:,} of")
        seen.calm()


def test_combined_facets_count_what_sparql_counts(browser: Browser, world: tuple[Session, Path]) -> None:
    session, file = world
    best = max(recount(session, "source", {}).items(), key=lambda item: item[1])[0]
    chosen = {"hedge": "asserted", "strength": "0", "source": best}
    with watched(browser, file, "&".join(f"{k}={v}" for k, v in chosen.items())) as seen:
        compared(session, seen.page, chosen)
        seen.calm()


def cells(session: Session, rows: list[str], columns: list[str], narrowed: str = "") -> dict[tuple[str, str], int]:
    """Count claims by row and column, everything below them included; symmetric predicates both ways."""
    expand = session.workspace.prefixes.expand
    values = [" ".join(f"<{expand(n) if '://' not in n else n}>" for n in names) for names in (rows, columns)]
    counted = session.run(
        f"""SELECT ?r ?k (COUNT(DISTINCT ?c) AS ?count) WHERE {{
          VALUES ?r {{ {values[0]} }} VALUES ?k {{ {values[1]} }}
          {CLAIM} {narrowed} ?c gk:asserts ?p .
          {{ ?p rdf:subject/skos:broader* ?r ; rdf:object/skos:broader* ?k }}
          UNION {{ ?p rdf:predicate/a owl:SymmetricProperty .
                   ?p rdf:object/skos:broader* ?r ; rdf:subject/skos:broader* ?k }}
        }} GROUP BY ?r ?k"""
    )
    compress = session.workspace.prefixes.compress
    return {(compress(row["r"]), compress(row["k"])): row["count"] for row in counted}


@pytest.mark.parametrize("narrowed", ["", "hedge=hedged", "rows=gk:Entity&columns=gk:Entity"])
def test_the_map_counts_what_sparql_counts(browser: Browser, world: tuple[Session, Path], narrowed: str) -> None:
    session, file = world
    with watched(browser, file, narrowed) as seen:
        found = seen.page.evaluate(
            "[...document.querySelectorAll('.cell')].map(({dataset: d}) => [d.row, d.column, Number(d.count)])"
        )
        names = seen.page.evaluate(
            "(() => { const m = gk.map.compute(), id = (l) => gk.data.entities.id[l.entity];"
            " return [m.rows.lines.map(id), m.columns.lines.map(id)]; })()"
        )
        assert len(found) > 2
        pattern = "?c gk:hedge gk:hedge-hedged ." if "hedged" in narrowed else ""
        assert {(r, c): n for r, c, n in found} == cells(session, names[0], names[1], pattern)


def test_a_cell_lists_what_it_counts(browser: Browser, world: tuple[Session, Path]) -> None:
    _, file = world
    with watched(browser, file) as seen:
        page = seen.page
        cell = page.locator(".cell").first
        count = int(cell.get_attribute("data-count") or 0)
        cell.click()
        page.wait_for_selector("#card-title")
        if page.get_by_role("button", name="Show all", exact=False).count():
            for button in page.locator("#panel").get_by_role("button", name="Show all").all():
                button.click()
        assert page.locator("#panel ul.claims > li").count() == count
        seen.calm()


def test_values_of_one_facet_widen_and_facets_narrow(browser: Browser, world: tuple[Session, Path]) -> None:
    session, file = world
    hedges = recount(session, "hedge", {})
    with watched(browser, file, "view=claims&hedge=hedged&hedge=asserted") as seen:
        total = hedges["hedged"] + hedges["asserted"]
        assert seen.page.locator("#total").inner_text().startswith(f"{total:,} of")
        seen.page.click("#clear")
        assert seen.page.locator(".chip").count() == 0
        assert "hedge" not in seen.page.url
