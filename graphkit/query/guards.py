r"""What a query may do, told from its structure.

Text that somebody typed or sent is parsed with rdflib and its tree is walked: federation, updates and data sets
that are not graphs of the store are refused, and so is what the parser does not understand. ``\u`` escapes are
refused before parsing, since rdflib expands them before it parses and Oxigraph after: a walk over one tree can be
fooled about the other; for the same reason a carriage return alone is refused, which ends a comment for Oxigraph
and not for rdflib, and a second reading of the words must find as many ``SERVICE`` and ``FROM`` as the tree has. The
nesting of brackets is bounded before parsing, since the parser is recursive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graphkit.findings import QueryError
from graphkit.store.words import keywords
from graphkit.vocabulary import Prefixes

Form = Literal["select", "ask", "construct", "describe"]

_ESCAPE = re.compile(r"\\[uU][0-9A-Fa-f]")
_RETURN = re.compile(r"\r(?!\n)")
_FORMS: dict[str, Form] = {
    "SelectQuery": "select",
    "AskQuery": "ask",
    "ConstructQuery": "construct",
    "DescribeQuery": "describe",
}
_UPDATES = frozenset(["insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"])
_DEPTH = 60
_LENGTH = 100_000


@dataclass(frozen=True)
class Inspection:
    """What a query is.

    Attributes:
        form: select, ask, construct or describe.
        graphs: IRIs that it names with FROM or FROM NAMED; empty where it leaves the data set to the store.
    """

    form: Form
    graphs: frozenset[str]


def inspect_query(text: str, prefixes: Prefixes) -> Inspection:
    """Tell what a query is, or refuse it.

    Args:
        text: SPARQL 1.1 query (https://www.w3.org/TR/sparql11-query/).
        prefixes: prefixes that need no declaration.

    Raises:
        QueryError: it does not parse, or does what a reader may not do.
    """
    from rdflib.plugins.sparql.parser import parseQuery

    _before_parsing(text)
    try:
        _, tree = parseQuery(prefixes.declarations() + text)
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None
    except Exception as error:
        raise QueryError(_why(error, text, prefixes.declarations().count("\n"))) from None
    named: list[str] = []
    for node in _walk(tree):
        if node.name == "ServiceGraphPattern":
            raise QueryError("SERVICE is refused: queries do not leave this store")
        if node.name == "DatasetClause":
            named += [_iri(value, prefixes) for key, value in node.items() if key in ("default", "named")]
    words = keywords(text)
    if words["SERVICE"] or words["FROM"] != len(named):
        raise QueryError("the query can be read in two ways; write it without SERVICE and with FROM in its plain form")
    return Inspection(_FORMS[tree.name], frozenset(named))


def _before_parsing(text: str) -> None:
    if len(text) > _LENGTH:
        raise QueryError(f"the query is longer than {_LENGTH} characters")
    if _ESCAPE.search(text):
        raise QueryError("\\u escapes are refused: write the character itself")
    if _RETURN.search(text):
        raise QueryError("a carriage return without a line feed is refused: end lines with a line feed")
    depth = deepest = 0
    for character in text:
        depth += (character in "{([") - (character in "})]")
        deepest = max(deepest, depth)
    if deepest > _DEPTH:
        raise QueryError(f"the query is nested more than {_DEPTH} levels deep")


def _why(error: Exception, text: str, prologue: int) -> str:
    """Say why a query does not parse; an update says what it is."""
    body = re.sub(r"(?im)^\s*(prefix\s+\S+\s+<[^>]*>|base\s+<[^>]*>|#.*)", "", text).strip()
    first = re.match(r"[A-Za-z]*", body)
    if first and first[0].lower() in _UPDATES:
        return "updates are refused: this store is read only; change claims/ and build again"
    line = getattr(error, "lineno", None)
    column = getattr(error, "column", None)
    if line is None or line <= prologue:
        return "the query does not parse"
    found = text.split("\n")[line - prologue - 1][column - 1 : column + 19].strip() if column else ""
    near = f" near {found!r}" if found else ""
    return f"the query does not parse: line {line - prologue}, column {column}{near}"


def _walk(node: Any) -> Iterator[Any]:
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list | tuple | ParseResults):
        for value in node:
            yield from _walk(value)


def _iri(value: Any, prefixes: Prefixes) -> str:
    if getattr(value, "name", "") == "pname":
        return prefixes.expand(f"{value.get('prefix', '')}:{value.get('localname', '')}")
    return str(value)
