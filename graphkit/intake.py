"""The next article: registered, cut into passages that wait for a reader."""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import Path

import yaml

from graphkit.articles import Article, digest, read_article, segment
from graphkit.claims.formatting import format_text
from graphkit.findings import UsageError
from graphkit.workspace import Workspace

_SLUG = re.compile(r"[^a-z0-9]+")


def add_article(
    workspace: Workspace,
    path: Path,
    *,
    name: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    retrieved: datetime.date | None = None,
) -> Path:
    """Register an article and write its claims file, with every segment as a passage that waits.

    Args:
        workspace: where it goes.
        path: the article, plain text in UTF-8; it stays where it is.
        name: id of the source; made from the title where it is not given.
        title: made from the first heading where it is not given.
        publisher: who published it, if known.
        url: where it stands, if known.
        retrieved: when the text was taken.

    Returns:
        The claims file.

    Raises:
        UsageError: the article cannot be read or has no text, or the source is there already.
    """
    article = _read(path)
    segments = segment(article.text)
    if not segments:
        raise UsageError(f"{path} holds no text")
    first = article.text[segments[0].start : segments[0].end]
    title = title or " ".join(first.lstrip("# ").split())
    name = name or slug(title)
    target = workspace.claims / f"{name}.yaml"
    if target.exists():
        raise UsageError(f"{target} is there already; name the source with --id")
    source = {
        "id": name,
        "title": title,
        "publisher": publisher,
        "url": url,
        "retrieved": retrieved.isoformat() if retrieved else None,
        "text": {"file": path.name, "sha256": article.sha256, "chars": len(article.text)},
    }
    passages = [
        {
            "at": [s.start, s.end],
            "sha256": digest(article.text[s.start : s.end]),
            "place": s.place,
            **({"skip": "heading"} if s.form == "heading" else {}),
        }
        for s in segments
    ]
    document = {"source": {k: v for k, v in source.items() if v is not None}, "passages": passages}
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(format_text(text), encoding="utf-8", newline="\n")
    return target


def _read(path: Path) -> Article:
    try:
        return read_article(path)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def slug(title: str) -> str:
    """Make a readable id of a title.

    >>> slug("Crème brûlée: is it tea?")
    'creme-brulee-is-it-tea'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _SLUG.sub("-", plain).strip("-").split("-")
    return "-".join(words[:8]) or "source"
