"""The text of passages, where articles were given: shown only if exactly the recorded characters stand there."""

from __future__ import annotations

from pathlib import Path

from graphkit.articles import Article, Library, digest
from graphkit.model import ArticleText
from graphkit.network import Record, Things, one, things
from graphkit.query import Session


def passage_texts(session: Session, folder: Path) -> dict[str, str]:
    """Return the text of each passage that still stands where it was read, by name of the passage.

    Args:
        session: knows sources and passages.
        folder: texts of the articles.
    """
    library = Library(folder)
    sources = things(session, a="gk:Source")
    articles = {name: _article(library, record) for name, record in sources.items()}
    selectors = things(session, a="oa:TextPositionSelector")
    found: dict[str, str] = {}
    for name, record in things(session, where="[] oa:hasTarget ?thing .").items():
        article = articles.get(one(record, "oa:hasSource", ""))
        text = _text(article, record, selectors) if article else None
        if text:
            found[str(name)] = text
    return found


def _article(library: Library, source: Record) -> Article | None:
    wanted = ArticleText(
        file=one(source, "gk:file", "-"),
        sha256=one(source, "schema:sha256", "0" * 64),
        chars=one(source, "gk:chars", 0),
    )
    found = library.find(wanted)
    return found if isinstance(found, Article) else None


def _text(article: Article, passage: Record, selectors: Things) -> str | None:
    selector = selectors.get(one(passage, "oa:hasSelector", ""), {})
    start, end = one(selector, "oa:start", 0), one(selector, "oa:end", 0)
    text = article.text[start:end]
    return text if text and digest(text) == one(passage, "schema:sha256") else None
