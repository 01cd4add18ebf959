"""An article cut into headings, sentences, bullets and table cells, each with a place a person can find.

Segments serve three ends: a new source starts with them as passages that wait, accounting counts sentences by
them, and a place (heading, paragraph.sentence) is made of them. Every letter and digit lies in exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Form = Literal["heading", "sentence", "bullet", "cell"]

_BULLET = re.compile(r"\s*(?:[-*•‣▪–]|\d{1,2}[.)])\s+")
_HEADING_MARK = re.compile(r"\s*#{1,6}\s+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])")
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|etc|vs|approx|ca|no|nos|fig|st|dr|mr|mrs|ms|prof|inc|ltd|al|vol|pp?)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_HEADING_WORDS = 14
_TITLE_WORDS = 7


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, by code points, and its place."""

    start: int
    end: int
    form: Form
    place: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not any(map(str.isalnum, self.text))


def segment(text: str) -> list[Segment]:
    r"""Cut a text into segments.

    >>> [(s.form, s.place) for s in segment("Teas\n\nMint is green. It cools.\n- One")]
    [('heading', 'Teas'), ('sentence', 'Teas, 1.1'), ('sentence', 'Teas, 1.2'), ('bullet', 'Teas, 2.1')]
    """
    found: list[Segment] = []
    heading, paragraph, number, before = "", 0, 0, ""
    for line, form, spans in _cut(text):
        if form == "heading":
            heading, paragraph, before = _title(line.text), 0, ""
            found += [Segment(start, end, form, heading) for start, end in spans]
            continue
        if form == "cell" and not spans:  # the rule below a table's head
            continue
        block = f"{form} {line.start}" if form == "sentence" else form
        if block != before or not spans:
            paragraph, number = paragraph + bool(spans), 0
        before = block if spans else ""
        for start, end in spans:
            number += 1
            place = f"{paragraph}.{number}"
            found.append(Segment(start, end, form, f"{heading}, {place}" if heading else place))
    return found


def _cut(text: str) -> Iterator[tuple[_Line, Form, list[tuple[int, int]]]]:
    """Yield each line with its form and its spans; a blank line has no spans and ends a block."""
    lines = list(_lines(text))
    for line, following in pairwise([*lines, _Line(len(text), len(text), "")]):
        if line.blank:
            yield line, "cell" if line.text.lstrip().startswith("|") else "sentence", []
        elif line.text.count("|") >= 2 and line.text.lstrip().startswith("|"):
            yield line, "cell", list(_cells(line))
        elif _BULLET.match(line.text) and not _numbered_heading(line, following):
            yield line, "bullet", list(_sentences(line))
        elif _is_heading(line):
            yield line, "heading", [_strip(line.text, line.start, 0, len(line.text))]
        else:
            yield line, "sentence", list(_sentences(line))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for part in re.split(r"(\r\n|\n|\r|\u2028|\u2029|\x0b|\x0c|\x85)", text)[::2]:
        yield _Line(start, start + len(part), part)
        start += len(part)
        start += 2 if text[start : start + 2] == "\r\n" else 1


def _is_heading(line: _Line) -> bool:
    body = line.text.strip()
    if _HEADING_MARK.match(line.text):
        return True
    if len(body.split()) > _HEADING_WORDS or body[-1] in ".!,;:…" or not (body[0].isupper() or body[0].isdigit()):
        return False
    return ": " not in body and "://" not in body


def _numbered_heading(line: _Line, following: _Line) -> bool:
    """``1. Nuts`` above a blank line is a heading, not a list of one."""
    body = line.text.strip()
    return body[0].isdigit() and following.blank and len(body.split()) <= 6 and body[-1] not in ".!?,;:"


def _title(text: str) -> str:
    """Name a heading by its first words: enough to find it, too few to copy it."""
    words = _BULLET.sub("", _HEADING_MARK.sub("", text, count=1), count=1).split()
    return " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")


def _cells(line: _Line) -> Iterator[tuple[int, int]]:
    position = 0
    for part in line.text.split("|"):
        span = _strip(line.text, line.start, position, position + len(part))
        if any(map(str.isalnum, part)):
            yield span
        position += len(part) + 1


def _sentences(line: _Line) -> Iterator[tuple[int, int]]:
    body = line.text
    mark = _BULLET.match(body)
    start = mark.end() if mark else 0
    for match in _SENTENCE_END.finditer(body, start):
        if not _ABBREVIATIONS.search(body[max(start, match.end() - 16) : match.end()].rstrip()) and any(
            map(str.isalnum, body[start : match.end()])
        ):
            yield _strip(body, line.start, start, match.end())
            start = match.end()
    if any(map(str.isalnum, body[start:])):
        yield _strip(body, line.start, start, len(body))


def _strip(body: str, offset: int, start: int, end: int) -> tuple[int, int]:
    while start < end and body[start].isspace():
        start += 1
    while start < end and body[end - 1].isspace():
        end -= 1
    return offset + start, offset + end
