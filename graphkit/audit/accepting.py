"""After a person agreed: new places written into a claims file, and the date on which everything held.

Only the words that change are replaced; comments, order and layout of the file stay.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

import yaml

from graphkit.articles import Anchor, Segment, segment
from graphkit.audit.report import SourceReport
from graphkit.claims.yamlfile import compose
from graphkit.findings import UsageError

_Edit = tuple[int, int, str]


def movable(source: SourceReport, claims: Collection[str] | None = None) -> list[Anchor]:
    """Return the anchors that moved, and that these claims (or anything, if None) are read from."""
    moved = [anchor for anchor in source.anchors if anchor.state == "moved"]
    if claims is None:
        return moved
    wanted = {passage.at for c in source.file.claims() if c.key in claims for passage in c.spans}
    return [anchor for anchor in moved if anchor.passage.at in wanted]


def accept(
    text: str, source: SourceReport, claims: Collection[str] | None = None, date: datetime.date | None = None
) -> str:
    """Write new places into the text of a claims file.

    Passages that moved get the place where their characters stand now. Once every passage stands at its place in
    the article as it is now, the file names that article and the date. Until then places of two texts stand side
    by side, and `check` may say that some overlap, or lie past the end: the changed ones are to be mended.

    Args:
        text: the claims file as it is.
        source: what the audit found, by the same file.
        claims: keys of claims whose passages are accepted; None accepts all that moved.
        date: the day to write where everything is verified by that; today, if not given.

    Returns:
        The text with the accepted places.

    Raises:
        UsageError: the source was not checked, a claim is not one of its own, or the text is not that of the
            file that was audited.
    """
    if source.article is None:
        raise UsageError(f"{source.id} was not checked; give --articles DIR")
    known = {c.key for c in source.file.claims()}
    if unknown := sorted(set(claims or ()) - known):
        raise UsageError(f"{source.id} has no claim {unknown[0]}")
    chosen = {anchor.passage.at: anchor for anchor in movable(source, claims)}
    nodes = _Nodes(text)
    segments = {(s.start, s.end): s for s in segment(source.article.text)}
    edits = [edit for at, node in nodes.passages() if at in chosen for edit in _moved(node, chosen[at], segments)]
    rest = [a for a in source.anchors if a.state != "verified" and a.passage.at not in chosen]
    if not rest and (chosen or not source.same_text):
        edits += nodes.text_edits(source.article.sha256, len(source.article.text))
        edits += nodes.verified_edits(date or datetime.date.today(), len(source.anchors))
    return _apply(text, edits)


def record(text: str, source: SourceReport, date: datetime.date) -> str:
    """Write into the text of a claims file that all its anchors were verified on a date.

    Raises:
        UsageError: not all of them were.
    """
    count = len(source.anchors)
    if not source.same_text or source.states["verified"] != count:
        raise UsageError(f"{source.id}: only {source.states['verified']} of {count} anchors are verified")
    return _apply(text, _Nodes(text).verified_edits(date, count))


class _Nodes:
    """The nodes of a claims file that may be rewritten."""

    def __init__(self, text: str) -> None:
        self._text = text
        node = compose(text)
        self._source = _value(node, "source")
        self._passages = _value(node, "passages")
        if not isinstance(self._source, yaml.MappingNode):
            raise UsageError("the claims file has no source")

    def passages(self) -> Iterator[tuple[tuple[int, int], yaml.MappingNode]]:
        """Yield each passage with its place."""
        nodes = self._passages.value if isinstance(self._passages, yaml.SequenceNode) else []
        for node in nodes:
            at = _value(node, "at")
            if isinstance(at, yaml.SequenceNode):
                start, end = (int(child.value) for child in at.value)
                yield (start, end), node

    def text_edits(self, sha256: str, chars: int) -> Iterator[_Edit]:
        """Name another article."""
        text = _value(self._source, "text")
        for key, value in (("sha256", sha256), ("chars", str(chars))):
            node = _value(text, key)
            if node is not None:
                yield _replace(node, value)

    def verified_edits(self, date: datetime.date, anchors: int) -> Iterator[_Edit]:
        """Give the source a date."""
        value = f"{{date: {date.isoformat()}, anchors: {anchors}}}"
        node = _value(self._source, "verified")
        if node is not None:
            yield _replace(node, value)
            return
        text = _value(self._source, "text")
        if text is None or not isinstance(self._source, yaml.MappingNode):
            return
        indent = " " * self._source.value[0][0].start_mark.column
        line_end = self._text.find("\n", _end(text))
        at = line_end if line_end >= 0 else len(self._text)
        yield at, at, f"\n{indent}verified: {value}"


def _moved(node: yaml.MappingNode, anchor: Anchor, segments: dict[tuple[int, int], Segment]) -> Iterator[_Edit]:
    if anchor.at is None:
        return
    at, place = _value(node, "at"), _value(node, "place")
    if at is not None:
        yield _replace(at, f"[{anchor.at[0]}, {anchor.at[1]}]")
    found = segments.get(anchor.at)
    if place is not None and found and found.place != place.value:
        yield _replace(place, _scalar(found.place))


def _scalar(value: str) -> str:
    """Return a text as it stands in YAML: plain where that is safe, else quoted."""
    written: str = yaml.safe_dump(value, allow_unicode=True, width=1_000_000, default_flow_style=True)
    return written.removesuffix("\n").removesuffix("...").removesuffix("\n")


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _end(node: yaml.Node) -> int:
    """Return where a node ends; the parser lets a block reach to whatever comes after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _replace(node: yaml.Node, value: str) -> _Edit:
    return int(node.start_mark.index), _end(node), value


def _apply(text: str, edits: list[_Edit] | Iterator[_Edit]) -> str:
    for start, end, value in sorted(edits, reverse=True):
        text = text[:start] + value + text[end:]
    return text
