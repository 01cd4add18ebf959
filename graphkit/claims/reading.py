"""From the files of claims/ to records: everything that is wrong is collected, with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from graphkit.claims.rules import Places, check_mappings, check_source, check_studies
from graphkit.claims.yamlfile import Data, YamlFile, parse_yaml, read_yaml
from graphkit.findings import Finding, in_order
from graphkit.model import Mapping, Record, SourcedClaim, SourceFile, Study, StudyFile
from graphkit.vocabulary import Vocabulary, read_vocabulary
from graphkit.workspace import Workspace

STUDIES = "studies.yaml"
CROSSWALK = "crosswalk.sssom.tsv"
_Path = tuple[str | int, ...]
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Corpus:
    """Everything that a workspace says, and what is wrong with it.

    Attributes:
        files: one per source, in order of name; records with errors are left out.
        studies: primary studies.
        mappings: the crosswalk to other vocabularies.
        curie_map: prefixes of the identifiers in it.
        places: where each record stands: file and line by key.
        findings: what must be mended.
    """

    workspace: Workspace
    vocabulary: Vocabulary
    files: tuple[SourceFile, ...]
    studies: tuple[Study, ...]
    mappings: tuple[Mapping, ...]
    curie_map: dict[str, str]
    places: Places
    findings: tuple[Finding, ...]

    def claims(self, *, withdrawn: bool = False) -> Iterator[SourcedClaim]:
        """Yield all claims of all sources; withdrawn ones only when asked for."""
        for file in self.files:
            yield from (c for c in file.claims() if withdrawn or not c.claim.withdrawn)


def read_claims(workspace: Workspace) -> Corpus:
    """Read a workspace: its vocabulary, its sources with their claims, its studies and its crosswalk."""
    vocabulary, unread = read_vocabulary(workspace.vocabulary_files(), workspace.prefixes)
    findings = [
        Finding("error", "turtle", u.message, workspace.shown(u.path), u.line, fix="mend the Turtle there")
        for u in unread
    ]
    places: Places = {}
    studies = _read_studies(workspace, findings, places)
    findings += check_studies(studies, vocabulary, places)
    files = []
    for path in workspace.source_files():
        file = _read_source(workspace, path, findings, places)
        if file:
            findings += check_source(file, path.stem, vocabulary, {s.id for s in studies}, places)
            files.append(file)
    mappings, curie_map = _read_crosswalk(workspace, findings, places)
    findings += check_mappings(mappings, vocabulary, places)
    return Corpus(workspace, vocabulary, tuple(files), studies, mappings, curie_map, places, tuple(in_order(findings)))


def _read_source(workspace: Workspace, path: Path, findings: list[Finding], places: Places) -> SourceFile | None:
    yaml_file = read_yaml(path, workspace.shown(path))
    findings += yaml_file.findings
    file = _record(yaml_file, SourceFile, findings)
    if file:
        places[file.source.id] = (yaml_file.name, yaml_file.line(["source"]))
        _place_passages(yaml_file, file.source.id, places)
    return file


def _place_passages(yaml_file: YamlFile, source: str, places: Places) -> None:
    """Remember where passages (``source@start-end``), claims (``source-id``) and their keys stand."""
    for passage in _children(yaml_file.node, "passages"):
        at = _value(passage, "at")
        numbers = [child.value for child in at.value] if isinstance(at, yaml.SequenceNode) else []
        _place(yaml_file, f"{source}@{'-'.join(numbers)}", passage, places)
        for claim in _children(passage, "claims"):
            name = _value(claim, "id")
            if isinstance(name, yaml.ScalarNode):
                _place(yaml_file, f"{source}-{name.value}", claim, places)


def _place(yaml_file: YamlFile, record: str, node: yaml.Node, places: Places) -> None:
    places[record] = (yaml_file.name, node.start_mark.line + 1)
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        places[f"{record}#{key.value}"] = (yaml_file.name, key.start_mark.line + 1)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _children(node: yaml.Node | None, key: str) -> list[yaml.Node]:
    value = _value(node, key)
    return list(value.value) if isinstance(value, yaml.SequenceNode) else []


def _read_studies(workspace: Workspace, findings: list[Finding], places: Places) -> tuple[Study, ...]:
    path = workspace.claims / STUDIES
    if not path.exists():
        return ()
    yaml_file = read_yaml(path, workspace.shown(path))
    findings += yaml_file.findings
    file = _record(yaml_file, StudyFile, findings)
    for study in _children(yaml_file.node, "studies"):
        name = _value(study, "id")
        if isinstance(name, yaml.ScalarNode):
            _place(yaml_file, f"study:{name.value}", study, places)
    return file.studies if file else ()


def _read_crosswalk(
    workspace: Workspace, findings: list[Finding], places: Places
) -> tuple[tuple[Mapping, ...], dict[str, str]]:
    path = workspace.claims / CROSSWALK
    if not path.exists():
        return (), {}
    name = workspace.shown(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    head = len(list(takewhile(lambda line: line.startswith("#"), lines)))
    header = parse_yaml("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[:head]), name)
    findings += header.findings
    found = []
    for number, row in enumerate(csv.DictReader(lines[head:], delimiter="\t"), start=head + 2):
        try:
            mapping = Mapping.model_validate({k: v for k, v in row.items() if v})
        except ValidationError as error:
            findings += [_finding(e, name, number, "", Mapping) for e in error.errors()]
            continue
        found.append(mapping)
        places[f"mapping:{mapping.subject_id} {mapping.object_id}"] = (name, number)
    prefixes = header.data.get("curie_map") if isinstance(header.data, dict) else None
    curie_map = {k: str(v) for k, v in prefixes.items()} if isinstance(prefixes, dict) else {}
    for mapping in found:
        prefix = mapping.object_id.partition(":")[0]
        if prefix not in curie_map:
            file, line = places[f"mapping:{mapping.subject_id} {mapping.object_id}"]
            message = f"the prefix {prefix!r} is not in the curie_map of the header"
            findings.append(Finding("error", "unknown-prefix", message, file, line, fix="add it there"))
    return tuple(found), curie_map


def _record(yaml_file: YamlFile, model: type[_R], findings: list[Finding]) -> _R | None:
    """Validate a file; what is wrong becomes findings, and the rest is kept, so that all of it is checked."""
    data = yaml_file.data
    if yaml_file.node is None:
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors = error.errors()
    for detail in errors:
        claim = _claim_key(data, detail["loc"])
        findings.append(_finding(detail, yaml_file.name, yaml_file.line(_steps(detail)), claim, model))
    try:
        return model.model_validate(_without(data, [_culprit(detail["loc"]) for detail in errors]))
    except ValidationError:
        return None


def _steps(detail: ErrorDetails) -> _Path:
    """Where an error stands in the YAML; a missing key stands where it should have been."""
    return detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]


def _claim_key(data: Data, loc: Sequence[str | int]) -> str:
    """Return the key of the claim that an error is about, or an empty text."""
    if "claims" not in loc[:3]:
        return ""
    source = data.get("source") if isinstance(data, dict) else None
    source_id = source.get("id") if isinstance(source, dict) else None
    for step in loc[:4]:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    name = data.get("id") if isinstance(data, dict) else None
    return f"{source_id}-{name}" if isinstance(name, str) else ""


def _culprit(loc: Sequence[str | int]) -> _Path:
    """Return the path of the smallest record that an error spoils: a claim, a passage, a study."""
    numbers = [n for n, step in enumerate(loc[:4]) if isinstance(step, int)]
    return tuple(loc[: numbers[-1] + 1]) if numbers else tuple(loc[:1])


def _without(data: Data, paths: list[_Path], at: _Path = ()) -> Data:
    if isinstance(data, dict):
        return {k: _without(v, paths, (*at, k)) for k, v in data.items() if (*at, k) not in paths}
    if isinstance(data, list):
        return [_without(v, paths, (*at, n)) for n, v in enumerate(data) if (*at, n) not in paths]
    return data


def _finding(detail: ErrorDetails, file: str, line: int, claim: str, model: type[Record]) -> Finding:
    key = str(next((step for step in reversed(detail["loc"]) if isinstance(step, str)), ""))
    if detail["type"] == "extra_forbidden":
        close = get_close_matches(key, _keys(model), 1)
        fix = f"did you mean {close[0]!r}?" if close else "remove it; the keys are listed in claims/README.md"
        return Finding("error", "unknown-key", f"unknown key {key!r}", file, line, claim, fix)
    if detail["type"] == "missing":
        return Finding("error", "missing-key", f"the key {key!r} is missing", file, line, claim, f"add {key}: …")
    message = f"{key}: {detail['msg'][0].lower()}{detail['msg'][1:]}".removeprefix(": ")
    given = detail["input"]
    shown = f", not {given!r}" if isinstance(given, str | int) and detail["type"] != "value_error" else ""
    fix = "see the format in claims/README.md"
    return Finding("error", "bad-value", f"{message}{shown}", file, line, claim, fix)


def _keys(model: type[Record]) -> list[str]:
    """Return the keys that a file of this model may hold at any depth, as written in YAML."""
    schema = model.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for part in parts for name in part.get("properties", {})})
