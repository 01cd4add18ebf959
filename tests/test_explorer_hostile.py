"""Text in a graph is data on a page: nothing in a label, an id, an address or a note runs."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.explorer import Explorer, explore_html
from graphkit.page import json_script
from graphkit.query import Session
from tests.explorer_world import Quads, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CALL = "window.ran=1"
PAYLOADS = (
    f"</script><script>{CALL}</script>",
    f'<img src=x onerror="{CALL}">',
    f"<svg onload={CALL}>",
    f"'\"><b onmouseover={CALL} autofocus onfocus={CALL}>href",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"]]><!--<script>{CALL}//\u2028",
)
URL = f"javascript:{CALL}"
VIEWS = ("map", "graph", "claims", "contradictions", "sources", "studies", "about")


def hostile() -> Session:
    """A graph with hostile text wherever text can stand, in names too."""
    quads = Quads()
    all_of_it = " ".join(PAYLOADS)
    for n, text in enumerate(PAYLOADS):
        more = {"skos_definition": text, "skos_altLabel": text, "skos_exactMatch": f"https://example.org/{n}"}
        quads.entity(f"tea:herb{n}", "gk:Form", f"herb {n} {text}", **more)
        quads.entity(f"tea:state{n}", "gk:Symptom", f"state {n} {text}", **more)
        quads.entity(f"https://example.org/x?'onerror={CALL}&n={n}", "gk:Symptom", text)
        source = quads.source(
            f"source-{n}'onerror={CALL}", text, url=URL, dcterms_publisher=text, skos_editorialNote=text
        )
        about = quads.proposition(f"tea:herb{n}", "gk:relieves", f"tea:state{n}")
        other = quads.proposition(f"https://example.org/x?'onerror={CALL}&n={n}", "gk:causes", f"tea:state{n}")
        notes: dict[str, Any] = {
            "skos_editorialNote": text,
            "gk_strengthRule": text,
            "gk_traceNote": text,
            "gk_scopeDose": text,
        }
        one = quads.claim(f"source-{n}-c1", source, about, text, place=text, rdfs_seeAlso=URL, **notes)
        two = quads.claim(f"source-{n}-c2", source, other, all_of_it, negated=True, place=text)
        quads.conflict(f"c{n}", one, two, rule=text)
        quads.study(
            f"study-{n}", text, about, dcterms_creator=text, schema_url=URL, schema_sameAs=URL, skos_editorialNote=text
        )
    return quads.session()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hostile") / "page.html"
    file.write_text(explore_html(hostile()), encoding="utf-8", newline="\n")
    return file


def test_the_hostile_graph_holds_what_it_should(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert text.count("</script>") == 3, "data, vis-network and our own script, nothing else"
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert PAYLOADS[0] in data["claims"]["paraphrase"]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_in_any_view(browser: Browser, page_file: Path, view: str) -> None:
    with watched(browser, page_file, f"view={view}") as seen:
        seen.page.mouse.move(700, 500)
        seen.page.wait_for_timeout(100)
        assert seen.page.evaluate("window.ran") is None
        seen.calm()


def test_nothing_runs_on_any_card(browser: Browser, page_file: Path) -> None:
    with watched(browser, page_file) as seen:
        page = seen.page
        for name in ("claim", "entity", "article", "study"):
            ids = page.evaluate(
                f"({{claim: gk.data.claims.key, entity: gk.data.entities.id, article: gk.data.sources.map((s) => s.id),"
                f" study: gk.data.studies.map((s) => s.id)}})['{name}']"
            )
            assert ids
            for identifier in ids[:12]:
                page.evaluate(
                    "([n, v]) => gk.state.set({claim: null, entity: null, article: null, study: null, [n]: v})",
                    [name, identifier],
                )
                page.wait_for_selector("#card-title")
                assert page.locator("#panel h2").inner_text() != f"Nothing here is called {identifier}"
                assert page.locator("#panel img, #panel script, #panel svg[onload]").count() == 0
                links = page.eval_on_selector_all("#panel a", "(links) => links.map((a) => a.getAttribute('href'))")
                assert all(link.startswith(("#", "http://", "https://")) for link in links)
        assert page.evaluate("window.ran") is None
        seen.calm()


def test_nothing_runs_from_search_or_address(browser: Browser, page_file: Path) -> None:
    fragment = f"q={PAYLOADS[1]}&claim={PAYLOADS[0]}&view=__proto__&strength=__proto__&rows=constructor&focus=__proto__"
    with watched(browser, page_file, fragment) as seen:
        page = seen.page
        assert "Nothing here is called" in page.locator("#card-title").inner_text()
        for payload in PAYLOADS:
            page.fill("#search", payload)
        page.keyboard.press("Enter")
        assert page.evaluate("window.ran") is None
        seen.calm()


def test_nothing_runs_in_drawings_and_tables_that_are_saved(browser: Browser, page_file: Path) -> None:
    for view in ("map", "graph"):
        with watched(browser, page_file, f"view={view}", accept_downloads=True) as seen:
            with seen.page.expect_download() as saved:
                seen.page.click("#svg")
            svg = Path(saved.value.path()).read_text(encoding="utf-8")
            assert "<script" not in svg
            assert "<img" not in svg
            with seen.page.expect_download() as drawn:
                seen.page.click("#png")
            assert Path(drawn.value.path()).read_bytes().startswith(b"\x89PNG")
            seen.calm()


def test_a_spreadsheet_gets_no_formula(browser: Browser, tmp_path: Path) -> None:
    quads = Quads()
    source = quads.source("notes", "Notes")
    for n, text in enumerate(['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", 'a, "b"\nc']):
        quads.entity(f"tea:h{n}", "gk:Form", text)
        quads.claim(f"notes-c{n}", source, quads.proposition(f"tea:h{n}", "gk:relieves", "tea:h0"), text)
    file = tmp_path / "page.html"
    file.write_text(explore_html(quads.session()), encoding="utf-8")
    with watched(browser, file, "view=claims", accept_downloads=True) as seen:
        with seen.page.expect_download() as saved:
            seen.page.click("#csv")
        rows = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_bytes().decode("utf-8-sig"), newline="")))
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row.values() if cell and cell.lstrip()[:1] in "=+-@" and cell.strip()]
    assert rows[5]["paraphrase"] == 'a, "b"\nc'


def test_a_notebook_gets_one_frame() -> None:
    shown = Explorer(f'<p>{PAYLOADS[0]}"</p>')._repr_html_()
    assert shown.count("<") == 2, "an iframe and its end; the page is in its attribute"
    assert shown.startswith("<iframe ")


def test_json_cannot_end_its_element() -> None:
    text = str(json_script({"a": list(PAYLOADS)}))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": list(PAYLOADS)}
