"""What can go wrong, and how it is said.

A curator's mistake is a `Finding`: collected with file, line, what and how to mend, never raised.
A caller's mistake is an exception of this tree, shown as one line:

    GraphkitError        anything a caller can cause; exit code 2
    ├── UsageError       the words of the call are off
    ├── WorkspaceError   no workspace, or settings that cannot be read
    ├── StoreError       a store cannot be opened, read or written
    └── QueryError       SPARQL that does not parse, is refused, or fails
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class GraphkitError(Exception):
    """Anything that a caller can cause; its text is one line for a person."""


class UsageError(GraphkitError):
    """The call itself is off: an unknown name, a missing parameter."""


class WorkspaceError(GraphkitError):
    """The folder is no workspace, or its settings cannot be read."""


class StoreError(GraphkitError):
    """A store cannot be opened, read or written."""


class QueryError(GraphkitError):
    """A query does not parse, is refused, or fails."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, at a place in a file.

    Attributes:
        severity: error (the data is wrong), warning (somebody must look), note (worth knowing).
        code: a short stable word, such as ``unknown-key``.
        message: what is wrong, in one sentence.
        file: path as shown to the user; empty where no file is at fault.
        line: 1-based line in that file, or None.
        claim: key of the claim (source and local id), or empty.
        fix: what to do next; may be empty.
    """

    severity: Severity
    code: str
    message: str
    file: str = ""
    line: int | None = None
    claim: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        claim = f"{self.claim}: " if self.claim else ""
        fix = f"\n  fix: {self.fix}" if self.fix else ""
        return f"{place}{self.severity} [{self.code}] {claim}{self.message}{fix}"

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the finding as a flat JSON object."""
        return asdict(self)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by file, line, severity and code, so that output is stable; duplicates are dropped."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.file, f.line or 0, SEVERITIES.index(f.severity), f.code, f.claim, f.message),
    )


def how_many(number: int, one: str, many: str = "") -> str:
    """Say how many of a thing there are; none is said as a word.

    >>> how_many(0, "echo", "echoes"), how_many(1, "claim"), how_many(2, "claim")
    ('no echoes', '1 claim', '2 claims')
    """
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def tally(findings: Sequence[Finding]) -> str:
    """Count by severity: ``2 errors, 1 warning``; notes are counted only where there are some.

    >>> tally([])
    '0 errors, 0 warnings'
    >>> tally([Finding("error", "x", "y"), Finding("note", "x", "y")])
    '1 error, 0 warnings, 1 note'
    """
    counts = Counter(finding.severity for finding in findings)
    shown = [s for s in SEVERITIES if s != "note" or counts[s]]
    return ", ".join(f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in shown)


def at_least(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """Return the findings that are as severe as `severity` or more."""
    allowed = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return [finding for finding in findings if finding.severity in allowed]
