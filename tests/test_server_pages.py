"""Pages: the query page in a browser with the network cut, and a page for each thing of the graph."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
import pytest
from starlette.types import ASGIApp, Message

import graphkit.server
from graphkit.compiler import Build
from graphkit.query import Session
from graphkit.server.application import create_app
from graphkit.server.describing import Places, describe_thing
from graphkit.store import memory_store
from graphkit.workspace import Workspace
from tests.test_server import Served, serving

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving("--demo", "--workers", "1") as server:
        yield server


def path_of(session: Session, kind: str, name: str) -> str:
    return urlsplit(session.workspace.iri(kind, name)).path


def test_iris_open_at_their_paths(served: Served, demo_session: Session) -> None:
    for kind, name, says in [
        ("claim", "ten-teas-c014", "lemon balm tea"),
        ("source", "ten-teas", "Ten Teas"),
        ("study", "rossi2016", "Lemon balm"),
        ("term", "legCramp", "leg cramp"),
        ("graph", "ten-teas", ""),
    ]:
        answer = served.send("GET", path_of(demo_session, kind, name), Accept="text/html,*/*;q=0.8")
        if kind == "graph":
            assert answer.status == 404
            continue
        assert (answer.status, answer.kind) == (200, "text/html"), name
        assert says in answer.text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_things_come_as_triples(served: Served, demo_session: Session, accept: str, form: ox.RdfFormat) -> None:
    iri = demo_session.workspace.iri("claim", "ten-teas-c014")
    answer = served.send("GET", urlsplit(iri).path, Accept=accept)
    assert (answer.status, answer.kind) == (200, accept)
    triples = {quad.triple for quad in ox.parse(answer.body, format=form)}
    own = {t for t in triples if t.subject == ox.NamedNode(iri)}
    every = demo_session.run(f"SELECT ?p ?o {{ <{iri}> ?p ?o }}").rows
    assert {(t.predicate, t.object) for t in own} == set(every)
    assert len(triples) > len(own), "what belongs to it comes with it"
    suffix = {"text/turtle": ".ttl", "application/ld+json": ".jsonld"}.get(accept)
    if suffix:
        assert served.send("GET", urlsplit(iri).path + suffix, Accept="text/html").kind == accept


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/claims-graphkit/demo/claim/none", "/thing?iri=urn:nothing", "/thing?iri=a%20b", "/thing",
     "/%3Cscript%3E", "/static/../serving.py", "/static/..%2fserving.py", "/vendor/none.js"],
)  # fmt: skip
def test_what_is_not_there_is_404_in_plain_text(served: Served, path: str) -> None:
    answer = served.send("GET", path, Accept="text/html")
    assert (answer.status, answer.kind) == (404, "text/plain")


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name == "href" and value]


def test_every_link_of_a_page_leads_somewhere(served: Served, demo_session: Session) -> None:
    for kind, name in (("claim", "ten-teas-c014"), ("source", "ten-teas"), ("term", "legCramp")):
        links = Links()
        links.feed(served.send("GET", path_of(demo_session, kind, name), Accept="text/html").text)
        inside = sorted({link for link in links.found if link.startswith("/")})
        assert len(inside) > 10
        for link in inside:
            assert served.send("GET", link, Accept="text/html").status == 200, link
        assert "script" not in links.tags


def test_an_entity_lists_its_claims_with_those_below_it(demo_session: Session) -> None:
    places = Places(demo_session)
    wide, narrow = (
        describe_thing(demo_session, places, demo_session.workspace.prefixes.expand(name))
        for name in ("tea:chamomile", "tea:chamomileTea")
    )
    assert wide
    assert narrow
    assert {row["claim"].text for row in narrow.claims} < {row["claim"].text for row in wide.claims}
    rows = demo_session.ask_for("entity", {"entity": "tea:chamomile"})
    assert {row["claim"].text for row in wide.claims} == {demo_session.label(row["claim"]) for row in rows}


async def get(app: ASGIApp, path: str) -> tuple[int, dict[str, str], str]:
    """Ask an application without a server."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    headers = [(b"host", b"localhost"), (b"accept", b"text/html")]
    scope = {
        "type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "scheme": "http", "server": ("localhost", 80), "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in said)
    return said[0]["status"], {name.decode(): value.decode() for name, value in said[0]["headers"]}, body.decode()


NASTY = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"


def test_text_of_claims_never_becomes_markup(demo: Workspace, demo_build: Build) -> None:
    claim = demo.iri("claim", "ten-teas-c014")
    graph = demo.iri("graph", "ten-teas")
    literal = ox.Literal(NASTY)
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    extra = [
        f"<{claim}> <https://w3id.org/claims-graphkit/ns#paraphrase> {literal} <{graph}> .",
        f"<{claim}> <https://schema.org/url> <javascript:alert(1)> <{graph}> .",
        f"<{graph}-x> <{label}> {literal} <{graph}> .",
    ]
    session = Session(demo, memory_store([*demo_build.quads, *extra]))
    app = create_app(session, "unused")
    for path in (urlsplit(claim).path, urlsplit(graph).path + "-x"):
        status, headers, text = asyncio.run(get(app, path))
        assert status == 200
        assert "&lt;script&gt;" in text
        assert "<script" not in text
        assert "<img" not in text
        assert 'href="javascript:' not in text
        assert "script-src" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
    status, headers, text = asyncio.run(get(app, "/" + quote(NASTY)))
    assert status == 404
    assert headers["content-type"].startswith("text/plain")
    assert headers["x-content-type-options"] == "nosniff"


def test_the_menu_holds_every_named_query(served: Served, demo_session: Session) -> None:
    menu = json.loads(served.send("GET", "/queries.json").body)
    assert [item["name"] for item in menu["queries"]] == list(demo_session.named)
    for item in menu["queries"]:
        assert item["question"].endswith("?")
        assert served.ask(item["text"]).status == 200, item["name"]
    assert menu["prefixes"]["tea"]


def test_the_explorer_is_at_the_root(served: Served) -> None:
    answer = served.send("GET", "/")
    assert answer.status == 200
    assert answer.text.startswith("<!doctype html>")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_editor_is_what_the_notice_says_it_is() -> None:
    folder = Path(graphkit.server.__file__).parent / "vendor"
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    said = dict(re.findall(r"(\S+)\s+sha256 ([0-9a-f]{64})", notice))
    assert set(said) == {"yasgui.min.js", "yasgui.min.css"}
    for name, digest in said.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "Permission is hereby granted" in (folder / "LICENSE-yasgui.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_the_query_page_works_and_asks_nobody_else(served: Served) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        troubles: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.goto(f"{served.url}/query")
        page.wait_for_function("window.workbench", timeout=60_000)
        assert "PREFIX gk:" in page.evaluate("workbench.getTab().getYasqe().getValue()")

        page.select_option("#named", "sources")
        expect(page.locator("#question")).to_contain_text("?")
        page.locator(".yasqe_queryButton").first.click()
        table = page.locator(".yasr table tbody tr")
        expect(table).to_have_count(3, timeout=60_000)

        with page.expect_popup() as opened:
            page.locator(".yasr table a[href*='source/ten-teas']").first.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == f"{served.url}/claims-graphkit/demo/source/ten-teas"
        assert "Ten Teas" in opened.value.inner_text("main")

        page.locator(".yasr .select_bars").first.click()
        expect(page.locator("svg.chart rect")).to_have_count(3)

        page.evaluate("workbench.getTab().getYasqe().setValue('SELECT * { ?s ')")
        page.locator(".CodeMirror").first.click()
        page.keyboard.type("foaf:Per")
        page.locator("#prefixes").click()
        assert "PREFIX tea:" in page.evaluate("workbench.getTab().getYasqe().getValue()")
        page.wait_for_timeout(1500)
        browser.close()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(served.url).netloc}
    assert troubles == []
