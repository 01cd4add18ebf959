"""The audit in the formats it can be read in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from graphkit.audit.report import Report
from graphkit.findings import UsageError


def _text(report: Report) -> str:
    from graphkit.audit.terminal import text_report

    return text_report(report)


def _json(report: Report) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"


def _markdown(report: Report) -> str:
    from graphkit.audit.markdown import markdown_report

    return markdown_report(report)


def _csv(report: Report) -> str:
    from graphkit.audit.table import csv_report

    return csv_report(report)


def _html(report: Report) -> str:
    from graphkit.audit.reader import html_report

    return html_report(report)


#: Format → how it is written; a new one is a line here.
FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "csv": _csv,
    "html": _html,
}


def render(report: Report, form: str) -> str:
    """Return a report in a format.

    Raises:
        UsageError: there is no such format.
    """
    if form not in FORMATS:
        raise UsageError(f"no format is called {form!r}; there are {', '.join(FORMATS)}")
    return FORMATS[form](report)
