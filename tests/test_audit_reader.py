"""The reader of the audit: one page, nothing loaded, nothing run that is not its own, every mark at its place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphkit.appraisal import appraise
from graphkit.audit import Report, audit
from graphkit.audit.cards import Cards
from graphkit.audit.marked import lines, marks
from graphkit.audit.picture import WIDTH, row
from graphkit.audit.reader import html_report, word_edits
from graphkit.claims import read_claims
from graphkit.workspace import DEMO, Workspace, open_workspace
from tests.explorer_world import watched
from tests.test_explorer_access import RULES, axe  # noqa: F401

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<img src=x onerror=alert(1)><script>window.hacked = 1</script>\"'><svg onload=alert(2)>"


def audited(workspace: Workspace, articles: Any = None, against: Path | None = None) -> Report:
    corpus = read_claims(workspace)
    return audit(corpus, appraise(corpus), articles, against)


@pytest.fixture(scope="module")
def edited(demo: Workspace) -> Report:
    return audited(demo, [DEMO / "articles-2", DEMO / "articles"], DEMO / "articles")


@pytest.fixture(scope="module")
def page(edited: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(edited, tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def page_without_text(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(audited(demo), tmp_path_factory.mktemp("reader"))


def written(report: Report, folder: Path) -> Path:
    path = folder / "audit.html"
    path.write_text(html_report(report), encoding="utf-8", newline="\n")
    return path


class _Text(HTMLParser):
    """Gathers the words of article lines, without the signs put beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = 0
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if tag == "p":
            self._inside = kind.startswith("line ")
        if tag in ("a", "span"):
            self._aside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "span"):
            self._aside -= 1
        if tag == "p":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and not self._aside:
            self.words.append(data)


# The marks


def test_every_letter_of_the_text_is_in_exactly_one_piece(edited: Report) -> None:
    for source in edited.sources:
        assert source.article is not None
        pieces = [piece.text for line in lines(source) for piece in line.pieces]
        assert "".join(pieces) == "".join(w for w in source.article.text.splitlines(keepends=True) if w.strip())


def test_marks_say_what_became_of_each_passage(edited: Report) -> None:
    [source] = [source for source in edited.sources if source.id == "ten-teas"]
    assert source.article is not None
    shown = {source.article.text[slice(*mark.span)]: mark.kind for mark in marks(source)}
    assert shown["Ginger tea may refresh tired legs."] == "changed"
    assert shown["Tight shoes make many of them worse"] == "unaccounted"
    assert shown["Three teas are often used for tired legs:"] == "lead"
    assert shown["Next week: ten cold drinks for hot evenings."] == "skip"
    gone = [piece for line in lines(source) for piece in line.pieces if piece.gone]
    assert [source.anchors[n].state for piece in gone for n in piece.gone] == ["lost"]


def test_bars_are_as_wide_as_the_text(edited: Report) -> None:
    cards = Cards(edited)
    labels = {term.notation: term.label for term in edited.corpus.vocabulary.schemes["basis"].values()}
    for source in edited.sources:
        made = row(source, cards.of(source), labels)
        for bars in (made.order, made.shares):
            assert sum(bar.width for bar in bars) == pytest.approx(WIDTH)
            assert bars[-1].x + bars[-1].width == pytest.approx(WIDTH)
    broken = [row(source, cards.of(source), labels).broken for source in edited.sources]
    assert [len(bars) for bars in broken] == [0, 0, 3]


def test_word_edits_give_back_both_texts() -> None:
    old, new = "It can't harm 60 adults.", "It can harm 60–90 adults, they say."
    edits = list(word_edits(old, new))
    assert "".join(e.words for e in edits if e.kind != "new") == old
    assert "".join(e.words for e in edits if e.kind != "old") == new


# The page as written


def test_the_page_shows_the_article_word_for_word(page: Path, edited: Report) -> None:
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8"))
    shown = " ".join("".join(parser.words).split())
    for source in edited.sources:
        assert source.article is not None
        assert " ".join(source.article.text.split()) in shown


def test_every_claim_has_a_card_and_a_sign_in_the_text(page: Path, edited: Report) -> None:
    text = page.read_text(encoding="utf-8")
    for sourced in edited.corpus.claims():
        assert text.count(f'id="claim={sourced.key}"') == 1
        assert f'class="pill s{_strength(edited, sourced.key)}" href="#claim={sourced.key}"' in text


def _strength(report: Report, key: str) -> int:
    assert report.appraisal is not None
    return report.appraisal.claims[key].strength


def test_ids_are_unique_and_links_lead_somewhere(page: Path, page_without_text: Path) -> None:
    for path in (page, page_without_text):
        text = path.read_text(encoding="utf-8")
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        targets = {t for t in re.findall(r'href="#([^"]+)"', text) if not t.startswith("show=")}
        missing = targets - set(ids)
        assert {t for t in missing if not t.startswith("at=")} == set()
        assert path is page_without_text or not missing


def test_the_page_names_no_source_of_anything(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"<(?:link|iframe|object|embed|base|img)\b", text)
    assert not re.search(r"<script[^>]*\ssrc=|@import|url\((?!#)", text)
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)


def test_a_page_with_text_says_so_and_one_without_holds_none(page: Path, page_without_text: Path) -> None:
    assert "This file holds text of the articles." in page.read_text(encoding="utf-8")
    text = page_without_text.read_text(encoding="utf-8")
    assert "This file holds no text of the articles" in text
    assert "Last verified on 2026-11-20" in text
    assert "In a trial of 2016" not in text


def test_changed_words_are_shown_and_not_adopted(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<del>60</del><ins>90</ins>" in text
    assert "<del>Passionflower tea relieves poor sleep.</del>" in text


def test_hostile_words_are_words(
    copy: Path, tmp_path: Path, broken: Callable[..., Workspace], browser: Browser
) -> None:
    article = copy / "articles" / "ten-teas.txt"
    article.write_text(f"{HOSTILE}\n\n" + article.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    broken("title: Ten Teas for Tired Legs", f"title: '{HOSTILE.replace(chr(39), chr(39) * 2)}'")
    workspace = broken("paraphrase: Ginger tea does away", f"paraphrase: '{HOSTILE.replace(chr(39), chr(39) * 2)}' # ")
    path = written(audited(workspace, copy / "articles"), tmp_path)
    with watched(browser, path) as seen:
        assert seen.page.evaluate("window.hacked") is None
        assert seen.page.locator("img").count() == 0
        assert seen.page.locator("script").count() == 1
        assert HOSTILE in seen.page.locator("[id='source=ten-teas'] .text").inner_text()
        assert seen.page.locator("[id='claim=ten-teas-c025'] .words").inner_text() == HOSTILE
        seen.calm()


# The page in a browser


def test_it_opens_without_a_request_or_a_complaint(browser: Browser, page: Path, page_without_text: Path) -> None:
    for path in (page, page_without_text):
        with watched(browser, path) as seen:
            assert seen.page.locator(".card").count() == 75
            seen.calm()


def test_the_summary_fits_one_screen(browser: Browser, page: Path) -> None:
    with watched(browser, page, viewport={"width": 1280, "height": 720}) as seen:
        box = seen.page.locator("#summary").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720


def test_a_deep_link_shows_claim_and_passage(browser: Browser, page: Path) -> None:
    with watched(browser, page, "claim=ten-teas-c018", viewport={"width": 1280, "height": 800}) as seen:
        card = seen.page.locator("[id='claim=ten-teas-c018']")
        assert "chosen" in (card.get_attribute("class") or "")
        for shown in (card, seen.page.locator(".gone.chosen")):
            box = shown.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 800
        seen.calm()


def test_clicks_lead_from_passage_to_claim_and_back(browser: Browser, page: Path) -> None:
    with watched(browser, page, viewport={"width": 1280, "height": 800}) as seen:
        seen.page.locator("mark", has_text="Ginger tea may refresh tired legs.").click()
        assert seen.page.url.endswith("#claim=ten-teas-c025")
        card = seen.page.locator("[id='claim=ten-teas-c025']")
        assert "chosen" in (card.get_attribute("class") or "")
        card.locator("summary").click()
        card.locator("a[href^='#at=']").first.click()
        assert "at=ten-teas" in seen.page.url
        assert seen.page.locator("mark.chosen").inner_text() == "Ginger tea may refresh tired legs."
        seen.page.go_back()
        seen.page.wait_for_function("location.hash === '#claim=ten-teas-c025'")
        seen.calm()


@pytest.mark.parametrize("concern", ["unsupported", "overclaimed", "disputed", "conflicting", "changed", "flagged"])
def test_filters_leave_what_they_name(browser: Browser, page: Path, concern: str) -> None:
    with watched(browser, page) as seen:
        key = seen.page.locator(f"#filters button[data-show='{concern}']")
        key.click()
        assert key.get_attribute("aria-pressed") == "true"
        shown = seen.page.locator(".card:visible")
        assert shown.count() == int(key.locator(".number").inner_text()) > 0
        assert shown.count() == seen.page.locator(f".card.is-{concern}").count()
        assert seen.page.locator("#shown").inner_text().startswith(f"{shown.count()} claim")
        seen.page.locator("#all").click()
        assert seen.page.locator(".card:visible").count() == 75
        seen.calm()


def test_unaccounted_text_can_be_shown(browser: Browser, page: Path) -> None:
    with watched(browser, page, "show=unaccounted") as seen:
        assert seen.page.locator("mark.match").all_inner_texts() == ["Tight shoes make many of them worse"]
        assert seen.page.locator(".card:visible").count() == 0


def test_it_can_be_walked_with_the_keyboard(browser: Browser, page: Path) -> None:
    with watched(browser, page, "show=changed", viewport={"width": 1280, "height": 800}) as seen:
        seen.page.locator("body").press("j")
        seen.page.locator("body").press("j")
        assert "claim=ten-teas-c018" in seen.page.url
        assert seen.page.evaluate("document.activeElement.id") == "claim=ten-teas-c018"
        seen.page.locator("body").press("k")
        assert "claim=ten-teas-c014" in seen.page.url
        seen.page.locator("body").press("Escape")
        assert "claim" not in seen.page.url
        assert seen.page.locator(".chosen").count() == 0
        seen.calm()


def test_it_reads_without_its_script(browser: Browser, page: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(f"{page.as_uri()}#claim=ten-teas-c025")
    assert tab.locator("[id='claim=ten-teas-c025']").is_visible()
    assert tab.locator("#filters").is_hidden()
    context.close()


def test_it_prints_with_everything_open(browser: Browser, page: Path) -> None:
    with watched(browser, page) as seen:
        seen.page.emulate_media(media="print")
        seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert seen.page.locator("details:not([open])").count() == 0
        assert seen.page.locator("#filters").is_hidden()
        seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert seen.page.locator(".card details[open]").count() == 0
        assert len(seen.page.pdf()) > 50_000


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_a_readers_way(browser: Browser, page: Path, axe: str, scheme: Any, width: int) -> None:  # noqa: F811
    for fragment in ("", "claim=ten-teas-c025&show=changed"):
        with watched(browser, page, fragment, color_scheme=scheme, viewport={"width": width, "height": 900}) as seen:
            seen.page.evaluate(axe)
            found = seen.page.evaluate(f"axe.run(document, {RULES})")["violations"]
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
            wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0


def test_an_article_of_the_corpus_reads_too(articles: Path, tmp_path: Path, browser: Browser) -> None:
    path = written(audited(open_workspace(), articles), tmp_path)
    with watched(browser, path, viewport={"width": 1280, "height": 800}) as seen:
        assert seen.page.locator(".text .changed, .text .unaccounted, .text .ambiguous, .gone").count() == 0
        box = seen.page.locator("#summary").bounding_box()
        assert box is not None
        assert box["height"] <= 800
        seen.calm()
