"""YAML as text with line numbers: what is read, where it stood, and what is wrong with it.

Scalars stay text (``no`` is not False, ``1e3`` is not a number), so that a digest or a date can never change
on the way in; the records give them types. Anchors, tags and several documents in one file are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from graphkit.findings import Finding

Data = str | list["Data"] | dict[str, "Data"] | None
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # six times faster where libyaml is there
_PLAIN_TAGS = {
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:seq",
    "tag:yaml.org,2002:map",
    "tag:yaml.org,2002:null",
    "!",
    None,
}


@dataclass(frozen=True)
class YamlFile:
    """A file as read: its data, its nodes for line numbers, and its findings.

    `data` is None where the file could not be parsed at all.
    """

    name: str
    text: str
    node: yaml.Node | None
    data: Data
    findings: tuple[Finding, ...]

    def line(self, path: Sequence[str | int]) -> int:
        """Return the 1-based line of the value at a path, or of its nearest parent that exists."""
        node, line = self.node, 1
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node, line = child[1], child[0].start_mark.line + 1
        return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node where a step begins (its key, or itself in a list) and its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read a YAML file.

    Args:
        path: the file.
        name: what findings call it.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fix = "save the file as UTF-8"
        return _unread(name, "", Finding("error", "encoding", "the file is not UTF-8", name, line, fix=fix))
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlFile:
    """Parse YAML text; see `read_yaml`."""
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        tab = "\t" in _line(text, mark.line) if mark else False
        fix = "indent with spaces, not tabs" if tab else "mend the YAML there"
        message = f"not YAML: {error.problem or error.context}"
        return _unread(name, text, Finding("error", "yaml", message, name, mark.line + 1 if mark else None, fix=fix))
    except yaml.reader.ReaderError:
        return _unread(name, text, _bad_character(text, name))
    except RecursionError:
        return _unread(name, text, Finding("error", "yaml", "nested too deeply", name, 1, fix="see claims/README.md"))
    if node is None:
        fix = "write the source and its passages, or remove the file"
        return _unread(name, text, Finding("error", "empty-file", "the file is empty", name, 1, fix=fix))
    findings: list[Finding] = []
    data = _data(node, name, findings, set())
    return YamlFile(name, text, node, data, tuple(findings))


def compose(text: str) -> yaml.Node | None:
    """Compose YAML text into nodes with positions; scalars unresolved.

    Raises:
        yaml.YAMLError: it is not YAML, or holds several documents.
    """
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def _bad_character(text: str, name: str) -> Finding:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    start = match.start() if match else 0
    message = f"a character that YAML does not allow: U+{ord(text[start]):04X}"
    return Finding("error", "yaml", message, name, text.count("\n", 0, start) + 1, fix="remove it")


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number] if number < len(lines) else ""


def _unread(name: str, text: str, finding: Finding) -> YamlFile:
    return YamlFile(name, text, None, None, (finding,))


def _data(node: yaml.Node, name: str, findings: list[Finding], seen: set[int]) -> Data:
    line = node.start_mark.line + 1
    if id(node) in seen:
        findings.append(Finding("error", "alias", "YAML anchors are not used here", name, line, fix="write it out"))
        return None
    seen.add(id(node))
    if node.tag not in _PLAIN_TAGS:
        findings.append(Finding("error", "tag", f"the tag {node.tag} is not used here", name, line, fix="remove it"))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, findings, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_data(child, name, findings, seen) for child in node.value]
    return str(node.value) or None


def _mapping(node: yaml.MappingNode, name: str, findings: list[Finding], seen: set[int]) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            findings.append(Finding("error", "yaml", "a key must be a word", name, line, fix="mend the YAML there"))
            continue
        if key.value in found:
            message = f"the key {key.value!r} stands here twice"
            findings.append(Finding("error", "duplicate-key", message, name, line, fix="keep one of them"))
        child = _data(value, name, findings, seen)
        if child is not None:
            found[key.value] = child
    return found
