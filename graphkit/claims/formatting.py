"""Claims files in canonical form: one order of keys, one layout, comments where they were.

The YAML is composed into nodes, the nodes are put in order, PyYAML writes them, and comments go back to the
records that they stood before or beside. What comes out is composed again and must hold the same data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graphkit.claims.yamlfile import compose, read_yaml
from graphkit.findings import Finding
from graphkit.model import ArticleText, Claim, EvidenceLine, Passage, Quantity, Source, Study, Verification

_WIDTH = 1_000_000  # one value, one line: a changed word is a changed line
_CURIE = re.compile(r"[A-Za-z][\w-]*:[A-Za-z0-9_][\w.-]*")
_Path = tuple[str | int, ...]
_ORDER = {
    model: [info.alias or name for name, info in model.model_fields.items()]
    for model in (Source, Passage, Claim, Study, EvidenceLine, Quantity, ArticleText, Verification)
}
_KEYS = (
    ("source", "passages", "studies"),
    *(tuple(_ORDER[model]) for model in (Source, Passage, Claim, Study, EvidenceLine)),
)
_SCOPE = ("population", "condition", "severity", "form", "route", "site", "dose", "timeframe", "regimen")
_FLOW = {"at", "with", "claim", "about", "by", "cites", "than", "see", "scope", "text", "verified", "standing"}
_FLOW_KEYS = (*_ORDER[Quantity], *_ORDER[ArticleText], *_ORDER[Verification], "state", *_SCOPE)


class _Dumper(yaml.SafeDumper):
    """Writes lists indented under their key, and scalars as the text they are."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (the stubs declare it; every scalar is text)

    def analyze_scalar(self, scalar: str) -> yaml.emitter.ScalarAnalysis:
        """Let CURIEs stand plain in flow style, as YAML 1.2 allows."""
        analysis = super().analyze_scalar(scalar)
        analysis.allow_flow_plain = analysis.allow_flow_plain or bool(_CURIE.fullmatch(scalar))
        return analysis

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists in block style too."""
        super().increase_indent(flow, False)


@dataclass
class _Comments:
    """Comments of a file by the path of what they stand before or beside."""

    before: dict[_Path, list[str]] = field(default_factory=dict)
    beside: dict[_Path, str] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


def format_file(path: Path, name: str, *, write: bool) -> bool | Finding:
    """Put a file in canonical form.

    Args:
        path: the file.
        name: what a finding calls it.
        write: whether to write it back; else only tell.

    Returns:
        Whether it changes, or a finding where it cannot be formatted.
    """
    read = read_yaml(path, name)
    if read.findings:
        return read.findings[0]
    try:
        text = format_text(read.text)
    except ValueError as error:
        return Finding("error", "format", str(error), name, 1, fix="see the format in claims/README.md")
    if text == read.text:
        return False
    if write:
        path.write_text(text, encoding="utf-8", newline="\n")
    return True


def format_text(text: str) -> str:
    """Return the canonical form of a claims file or a studies file.

    Args:
        text: YAML that holds no duplicate keys and no anchors.

    Raises:
        yaml.YAMLError: it is not YAML.
        ValueError: it cannot be put in canonical form without loss; the text must stay as it is.
    """
    node = compose(text)
    if node is None:
        return text
    before = _plain(node)
    comments = _collect_comments(text, node)
    renamed = _arrange(node)
    written = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)
    written = _space_out(_restore_comments(written, comments, renamed))
    again = compose(written)
    if again is None or _sorted_passages(_plain(again)) != _sorted_passages(before):
        raise ValueError("this layout cannot be put in canonical form; write it plainly")
    return written


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return node.value.strip()


def _sorted_passages(data: object) -> object:
    if isinstance(data, dict) and isinstance(data.get("passages"), list):
        return {**data, "passages": sorted(json.dumps(p, sort_keys=True) for p in data["passages"])}
    return data


def _arrange(node: yaml.Node) -> dict[int, int]:
    """Order keys and passages in place; return where each passage went: old index → new index."""
    moved: dict[int, int] = {}
    for key, value in _entries(node):
        if key == "passages" and isinstance(value, yaml.SequenceNode):
            order = sorted(range(len(value.value)), key=lambda n: (_start(value.value[n]), n))
            moved = {old: new for new, old in enumerate(order)}
            value.value = [value.value[n] for n in order]
    _style(node, flow=False)
    return moved


def _start(passage: yaml.Node) -> tuple[int, ...]:
    at = next((value for key, value in _entries(passage) if key == "at"), None)
    numbers = [child.value for child in at.value] if isinstance(at, yaml.SequenceNode) else []
    return tuple(int(n) for n in numbers) if all(n.isdigit() for n in numbers) else ()


def _entries(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(key.value, value) for key, value in node.value]


def _style(node: yaml.Node, *, flow: bool) -> None:
    """Set the layout: flow for short values, block for records, plain scalars where YAML allows."""
    if isinstance(node, yaml.MappingNode):
        node.flow_style = flow
        order = _order(node, flow=flow)
        node.value = sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))
        for key, value in node.value:
            _style(key, flow=flow)
            _style(value, flow=flow or key.value in _FLOW)
    elif isinstance(node, yaml.SequenceNode):
        node.flow_style = flow
        for child in node.value:
            _style(child, flow=flow)
    elif isinstance(node, yaml.ScalarNode):
        node.value, node.style = node.value.strip(), None


def _order(node: yaml.MappingNode, *, flow: bool) -> dict[str, int]:
    """Return the places of keys in a mapping; block mappings follow the record that they share most keys with."""
    names = {key.value for key, _ in node.value}
    fitting = _FLOW_KEYS if flow else max(_KEYS, key=lambda keys: len(names & set(keys)))
    return {name: place for place, name in reversed(list(enumerate(fitting)))}


def _collect_comments(text: str, root: yaml.Node) -> _Comments:
    comments = _Comments()
    starts: dict[int, _Path] = {}
    ends: dict[int, tuple[int, _Path]] = {}
    inside: set[int] = set()
    for path, node in _walk(root, ()):
        starts.setdefault(node.start_mark.line, path)
        first, last = node.start_mark.line, node.end_mark.line
        if isinstance(node, yaml.ScalarNode):
            inside.update(range(first + 1, last + (node.end_mark.column > 0)))
        if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
            ends[last] = max(ends.get(last, (0, path)), (node.end_mark.column, path))
    waiting: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if line.lstrip().startswith("#") and number not in inside:
            waiting.append(line.strip())
            continue
        if number in starts and waiting:
            comments.before[starts[number]] = waiting
            waiting = []
        column, path = ends.get(number, (0, ()))
        rest = line[column:].strip(" :,]}")
        if path and rest.startswith("#"):
            comments.beside[path] = rest
    comments.last = waiting
    return comments


def _walk(node: yaml.Node, path: _Path) -> Iterator[tuple[_Path, yaml.Node]]:
    """Yield keys, list entries and scalars with their paths, outer ones first."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key
            yield from _walk(value, (*path, key.value))
        if node.flow_style:
            yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield (*path, number), child
            yield from _walk(child, (*path, number))
        if node.flow_style:
            yield path, node
    else:
        yield path, node


def _restore_comments(text: str, comments: _Comments, moved: dict[int, int]) -> str:
    if not (comments.before or comments.beside or comments.last):
        return text
    root = compose(text)
    assert root is not None
    lines = text.split("\n")
    at: dict[_Path, int] = {}
    last: dict[_Path, int] = {}
    for path, node in _walk(root, ()):
        at.setdefault(path, node.start_mark.line)
        last[path] = node.end_mark.line - (node.end_mark.column == 0)
    for path, comment in comments.beside.items():
        place = _renamed(path, moved)
        lines[last.get(place, 0)] += f"  {comment}"
    for path, block in sorted(comments.before.items(), key=lambda item: -at.get(_renamed(item[0], moved), 0)):
        number = at.get(_renamed(path, moved), 0)
        indent = re.match(r"\s*", lines[number])
        lines[number:number] = [f"{indent[0] if indent else ''}{line}" for line in block]
    return "\n".join([*lines[:-1], *comments.last, ""])


def _renamed(path: _Path, moved: dict[int, int]) -> _Path:
    if len(path) > 1 and path[0] == "passages" and isinstance(path[1], int):
        return ("passages", moved.get(path[1], path[1]), *path[2:])
    return path


def _space_out(text: str) -> str:
    """Undo what a serializer adds at the end of the file."""
    return text.rstrip("\n").removesuffix("\n...") + "\n"
