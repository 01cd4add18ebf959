"""Article text as stored: Unicode code points, no newline translation, digests of exactly those."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graphkit.findings import Finding
from graphkit.model import ArticleText


@dataclass(frozen=True)
class Article:
    """A text and where it was found."""

    path: Path
    text: str

    @property
    def sha256(self) -> str:
        """Digest of the whole text."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the SHA-256 of the UTF-8 of a text, in hexadecimal.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_article(path: Path) -> Article:
    """Read a UTF-8 file exactly as it is: no newline translation, a byte order mark kept.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.
    """
    return Article(path, path.read_bytes().decode("utf-8"))


def count_letters(text: str) -> int:
    """Count the letters and digits of a text: the characters that must be accounted for.

    >>> count_letters("2–3 cups, née Tea!")
    12
    """
    return sum(map(str.isalnum, text))


class Library:
    """A folder of article texts, looked up by file name, then by digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._by_digest: dict[str, Path] | None = None

    def find(self, wanted: ArticleText) -> Article | Finding | None:
        """Return the article, a finding where it cannot be read, or None where it is not here."""
        path = self.folder / Path(wanted.file).name
        if not path.is_file():
            found = self._digests().get(wanted.sha256)
            if not found:
                return None
            path = found
        try:
            return read_article(path)
        except UnicodeDecodeError as error:
            message = f"the article is not UTF-8 (byte {error.start})"
            return Finding("error", "article-encoding", message, str(path), fix="save the article as UTF-8")
        except OSError as error:
            reason = error.strerror or "unknown reason"
            return Finding("error", "article-unreadable", f"the article cannot be read: {reason}", str(path))

    def _digests(self) -> dict[str, Path]:
        if self._by_digest is None:
            files = sorted(p for p in self.folder.iterdir() if p.is_file()) if self.folder.is_dir() else []
            self._by_digest = {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in files}
        return self._by_digest


def uncovered(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches with letters or digits that no span covers, trimmed to those characters.

    >>> uncovered("ab, cd. ef", [(0, 3)])
    [(4, 10)]
    >>> uncovered("ab, cd.", [(0, 2), (4, 6)])
    []
    """
    gaps: list[tuple[int, int]] = []
    reached = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        gap = _trim(text, reached, min(start, len(text)))
        if gap:
            gaps.append(gap)
        reached = max(reached, end)
    return gaps


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else None
