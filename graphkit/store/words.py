"""The words of a query: what stands outside of strings, IRIs, comments and names.

A second reading beside that of the parser. Parsers differ in small things (one ends a comment at a carriage return,
another does not), and what one takes for a comment may be federation for the other. Where the two readings differ
about a word that matters, the query is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

# SPARQL 1.1, section 19.8: a comment ends at a carriage return or a line feed.
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
    | (?P<string>'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3} | "{3}(?:(?:"|"")?(?:[^"\\]|\\.))*"{3}
        | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_][\w.\-\u00b7]*)?:(?:[\w:.\-\u00b7]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def keywords(text: str) -> Counter[str]:
    """Count the bare words of a query, in capitals.

    >>> keywords("SELECT ?from { ?s ?p 'from' } # from here")["FROM"]
    0
    """
    return Counter(_words(text))


def form(text: str) -> str:
    r"""Return what kind of query it is: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it is none.

    >>> form("PREFIX ask: <urn:ask> # ask\nSELECT * { ?s ?p ?o }")
    'SELECT'
    """
    return next((word for word in _words(text) if word in _FORMS), "")


def _words(text: str) -> Iterator[str]:
    return (match["word"].upper() for match in _TOKEN.finditer(text) if match["word"])
