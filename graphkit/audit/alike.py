"""Findings that are one to a reader: the same thing for several claims, or all that moved in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graphkit.findings import Finding

#: From so many on, passages of one file that moved are told in one line.
_MANY = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings told as one.

    Attributes:
        first: the one that lends file, line, severity and what to do.
        message: what is wrong.
        claims: keys of the claims concerned.
        count: how many findings these are.
    """

    first: Finding
    message: str
    claims: tuple[str, ...]
    count: int


def alike(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Alike]]]:
    """Yield each file with its findings, those that say the same together.

    Args:
        findings: in order of file and line.
    """
    for file, group in groupby(findings, lambda finding: finding.file):
        yield file, list(_of_file(list(group)))


def _of_file(findings: list[Finding]) -> Iterator[Alike]:
    moved = [finding for finding in findings if finding.code == "anchor-moved"]
    lines = {finding.line for finding in moved}
    together = len(lines) >= _MANY
    rest = [finding for finding in findings if not together or finding.code != "anchor-moved"]
    for _, group in groupby(rest, lambda f: (f.line, f.severity, f.code, f.message)):
        same = list(group)
        claims = tuple(dict.fromkeys(finding.claim for finding in same if finding.claim))
        yield Alike(same[0], same[0].message, claims, len(same))
    if together:
        message = f"{len(lines)} passages moved, the first at line {moved[0].line}"
        yield Alike(moved[0], message, (), len(moved))
