"""Which format an answer comes in: by ``Accept`` (https://www.rfc-editor.org/rfc/rfc9110#name-accept), or by name.

Clients send lists that fit no single answer: RDF/XML first for a SELECT, or ``format=json`` beside an Accept for
something else. A name that fits wins; a list without any fitting type, but with one for another kind of answer, gets
the default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Formats of rows, the first is the default: name → media types, the first is the one that is sent.
ROWS: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json", "text/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "turtle": ("text/turtle", "application/x-turtle", "application/turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
}
HTML: Mapping[str, tuple[str, ...]] = {"html": ("text/html", "application/xhtml+xml")}
_NAMES: Mapping[str, str] = {
    "ttl": "turtle",
    "nt": "ntriples",
    "n-triples": "ntriples",
    "json-ld": "jsonld",
    "rdf": "rdfxml",
    "rdf+xml": "rdfxml",
    "rdf/xml": "rdfxml",
    "application/sparql-results": "json",
}
_UTF8 = ("text/", "application/xml")


def choose(accept: str, name: str, offers: Mapping[str, tuple[str, ...]]) -> str | None:
    """Choose a format.

    Args:
        accept: the header; empty means anything.
        name: a format by name or media type, from the address; may be empty.
        offers: formats that fit, the default first.

    Returns:
        The name of a format, or None if nothing fits.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", "", ROWS)
    'xml'
    >>> choose("application/rdf+xml, */*;q=0.1", "", ROWS)
    'json'
    >>> choose("image/png", "", ROWS) is None
    True
    """
    wanted = _by_name(name, offers)
    if wanted:
        return wanted
    default = next(iter(offers))
    ranges = _ranges(accept)
    if not ranges:
        return default
    best = max(offers, key=lambda form: _quality(ranges, offers[form]))
    if _quality(ranges, offers[best]) > 0:
        return best
    every = {media for table in (ROWS, GRAPHS) for types in table.values() for media in types}
    return default if any(media in every and quality > 0 for media, quality in ranges) else None


def _by_name(name: str, offers: Mapping[str, tuple[str, ...]]) -> str:
    lowered = name.strip().lower()
    lowered = _NAMES.get(lowered, lowered)
    return next((form for form, types in offers.items() if lowered == form or lowered in types), "")


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media:
            found.append((media, _weight(parameters)))
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: Sequence[tuple[str, float]], types: Sequence[str]) -> float:
    """Return the best quality that a client gives to one of these types; an outright name counts before a range."""
    best = 0.0
    for place, media in enumerate(types):
        matching = [(name.count("*"), quality) for name, quality in ranges if _matches(name, media)]
        if matching:
            stars, quality = min(matching, key=lambda item: item[0])
            best = max(best, quality - 0.0001 * stars - 0.00001 * place if quality else 0.0)
    return best


def _matches(name: str, media: str) -> bool:
    return name in (media, "*/*") or (name.endswith("/*") and media.startswith(name[:-1]))


def media_type(form: str) -> str:
    """Return the value of Content-Type for a format."""
    media = {**ROWS, **GRAPHS, **HTML}[form][0]
    return f"{media}; charset=utf-8" if media.startswith(_UTF8) else media
