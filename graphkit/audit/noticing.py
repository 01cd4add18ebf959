"""Findings of the audit: what the texts of the articles tell about the passages of a source."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from graphkit.articles import Anchor, Article, digest
from graphkit.articles.windows import Span
from graphkit.audit.report import SourceReport
from graphkit.claims import Corpus
from graphkit.findings import Finding, Severity
from graphkit.model import Passage, SourceFile

_READ_AGAIN = "read the place again; mend the claims or withdraw them with a reason"
_FIXES = {
    "moved": "graphkit audit --accept, once somebody has looked",
    "ambiguous": "look which one it is, and set at: to it",
    "changed": f"{_READ_AGAIN}; then set at: and sha256:",
    "lost": "withdraw its claims with a reason, or set at: where it stands now",
}


def notice(corpus: Corpus, source: SourceReport, texts_given: bool) -> Iterator[Finding]:
    """Say what is off with a source.

    Args:
        corpus: knows where each passage stands in its file.
        source: what was found out about it.
        texts_given: whether somebody said where the articles lie.
    """
    if source.article is None:
        yield _not_checked(corpus, source, texts_given)
        return
    concerned = _claims_by_passage(source.file)
    if not source.same_text:
        yield _other_text(corpus, source, source.article)
    for anchor in source.anchors:
        if anchor.state in _FIXES:
            yield from _anchor_findings(corpus, source, anchor, concerned[_key(anchor.passage)])
    yield from _gap_findings(corpus, source, source.article, concerned)
    for look in source.second_looks:
        passage = look.passage
        message = f"{_name(passage)} is skipped ({passage.skip}) and speaks of {', '.join(look.entities)}"
        yield Finding("note", "second-look", message, *_at(corpus, source, passage), fix="read it once more")


def notice_standing(corpus: Corpus) -> Iterator[Finding]:
    """Say which sources and studies no longer stand as they did."""
    standings = [(file.source.id, "source", file.source.standing) for file in corpus.files]
    standings += [(f"study:{study.id}", "study", study.standing) for study in corpus.studies]
    for key, kind, standing in standings:
        if standing and standing.state != "current":
            name, (file, line) = key.removeprefix("study:"), corpus.places.get(key, ("", 0))
            message = f"the {kind} {name} is {standing.state}, as of {standing.date}"
            fix = "look which claims rest on it" if kind == "study" else "look whether its claims may stay"
            severity: Severity = "note" if standing.state == "changed" else "warning"
            yield Finding(severity, f"{kind}-{standing.state}", message, file, line or None, fix=fix)


def _key(passage: Passage) -> tuple[Span, str]:
    return passage.at, passage.sha256


def _claims_by_passage(file: SourceFile) -> dict[tuple[Span, str], list[str]]:
    """Return the claims that are read from each passage, be it their own or a lead-in."""
    found: dict[tuple[Span, str], list[str]] = defaultdict(list)
    for sourced in file.claims():
        if not sourced.claim.withdrawn:
            for passage in sourced.spans:
                found[_key(passage)].append(sourced.key)
    return found


def _at(corpus: Corpus, source: SourceReport, passage: Passage | None = None) -> tuple[str, int | None]:
    keys = [f"{source.id}@{passage.at[0]}-{passage.at[1]}"] if passage else []
    return next((corpus.places[key] for key in [*keys, source.id] if key in corpus.places), ("", None))


def _not_checked(corpus: Corpus, source: SourceReport, texts_given: bool) -> Finding:
    known = source.file.source
    last = "never verified so far"
    if known.verified:
        last = f"last verified on {known.verified.date} ({known.verified.anchors} anchors)"
    message = f"not checked: {len(source.anchors)} anchors; {last} against sha256 {known.text.sha256[:12]}…"
    severity: Severity = "warning" if texts_given else "note"
    fix = f"put {known.text.file} into the folder of articles" if texts_given else "give --articles DIR"
    return Finding(severity, "not-checked", message, *_at(corpus, source), fix=fix)


def _other_text(corpus: Corpus, source: SourceReport, article: Article) -> Finding:
    known = source.file.source.text
    message = (
        f"the article is not the text that was read in: {len(article.text):,} characters, sha256 "
        f"{article.sha256[:12]}…, not {known.chars:,} and {known.sha256[:12]}…"
    )
    fix = "see what moved and what changed; accept the one, read the other again"
    return Finding("warning", "article-changed", message, *_at(corpus, source), fix=fix)


def _anchor_findings(corpus: Corpus, source: SourceReport, anchor: Anchor, claims: list[str]) -> Iterator[Finding]:
    """Yield one finding per claim concerned, or one for the passage where there is none."""
    passage = anchor.passage
    message = f"{_name(passage)} {_what(anchor)}"
    if anchor.state in ("changed", "lost") and not anchor.searched:
        message += "; the search stopped before it had looked everywhere"
    grave = anchor.state in ("changed", "lost") and claims
    make = partial(Finding, "error" if grave else "warning", f"anchor-{anchor.state}", message)
    for claim in claims or [""]:
        yield make(*_at(corpus, source, passage), claim=claim, fix=_FIXES[anchor.state])


def _name(passage: Passage) -> str:
    return f"passage {passage.at[0]}-{passage.at[1]}" + (f" ({passage.place})" if passage.place else "")


def _what(anchor: Anchor) -> str:
    if anchor.at:
        return f"moved to {anchor.at[0]}-{anchor.at[1]}"
    if anchor.candidates:
        places = ", ".join(f"{start}-{end}" for start, end in anchor.candidates[:5])
        return f"stands at {len(anchor.candidates)} places: {places}{', …' if len(anchor.candidates) > 5 else ''}"
    if anchor.gap:
        return f"changed: other words stand at {anchor.gap[0]}-{anchor.gap[1]} now"
    return "is gone, and nothing stands at its place"


def _gap_findings(
    corpus: Corpus, source: SourceReport, article: Article, claims: dict[tuple[Span, str], list[str]]
) -> Iterator[Finding]:
    """Say which stretches no passage covers, unless another finding shows them already."""
    if not source.accounting:
        return
    shown = [span for a in source.anchors for span in (*a.candidates, *([a.gap] if a.gap else []))]
    shown += [a.at for a in source.anchors if a.at and a.passage.waits]
    found = sorted(((a.at, a.passage) for a in source.anchors if a.at), key=lambda pair: pair[0])
    starts = [at[0] for at, _ in found]
    segments = [sentence.segment for sentence in source.accounting.sentences]
    for start, end in source.accounting.gaps:
        if any(low <= start and end <= high for low, high in shown):
            continue
        place = next((s for s in segments if s.start < end and start < s.end), None)
        name = f"{start}-{end}" + (f" ({place.place})" if place and place.place else "")
        before = bisect_right(starts, start) - 1
        at = _at(corpus, source, found[before][1] if before >= 0 else None)
        fix = f"add a passage at: [{start}, {end}], sha256: {digest(article.text[start:end])}"
        beside = [p for span, p in found if place and span[0] < place.end and place.start < span[1]]
        keys = sorted({key for passage in beside for key in claims.get(_key(passage), [])})
        if keys and not source.same_text:
            message = f"the sentence at {name} says more than the passage that was read in it"
            yield from (Finding("warning", "sentence-grew", message, *at, claim=key, fix=fix) for key in keys)
        else:
            yield Finding("warning", "unaccounted", f"no passage covers {name}", *at, fix=fix)
