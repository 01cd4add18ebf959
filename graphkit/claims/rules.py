"""What must hold within a file and between a file and the vocabulary.

Each rule says what is wrong and what to do; none of them needs the text of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from graphkit.findings import Finding, Severity
from graphkit.model import Claim, EvidenceLine, Mapping, Passage, Proposition, Quantity, SourceFile, Study
from graphkit.vocabulary import CONCEPT_FIELDS, Vocabulary

#: File and line of a record by its key.
Places = dict[str, tuple[str, int]]


class _At:
    """A record at which findings are made; with the key of the record, at the line of that key."""

    def __init__(self, places: Places, record: str, claim: str = "") -> None:
        self._places = places
        self._record = record
        self._claim = claim

    def finding(self, code: str, message: str, fix: str, key: str = "", severity: Severity = "error") -> Finding:
        file, line = self._places.get(f"{self._record}#{key}", self._places.get(self._record, ("", 0)))
        return Finding(severity, code, message, file, line or None, self._claim, fix)


def check_source(
    file: SourceFile, stem: str, vocabulary: Vocabulary, studies: Collection[str], places: Places
) -> Iterator[Finding]:
    """Check one source file.

    Args:
        file: the file as read.
        stem: its name without the ending, which its source id must equal.
        vocabulary: the terms it may use.
        studies: keys of known studies.
        places: where its records stand.
    """
    source = file.source
    at = _At(places, source.id)
    if source.id != stem:
        message = f"the source is called {source.id!r} but its file {stem!r}"
        yield at.finding("source-id", message, "give both the same name")
    for key in source.derived_from:
        yield from _known_study(at, key, studies, "derived_from")
    if source.standing:
        yield from _concept(at, "standing", source.standing.state, vocabulary)
    yield from _unique(file, places)
    yield from _spans(file, places)
    for passage in file.passages:
        yield from _check_passage(file, passage, vocabulary, places)
    for sourced in file.claims():
        yield from check_claim(sourced.claim, _At(places, sourced.key, sourced.key), vocabulary, studies)


def _unique(file: SourceFile, places: Places) -> Iterator[Finding]:
    claims = Counter(sourced.key for sourced in file.claims())
    passages = Counter(passage.id for passage in file.passages if passage.id)
    for key, count in claims.items():
        if count > 1:
            message = f"the claim id {key.removeprefix(file.source.id + '-')!r} is used {count} times"
            yield _At(places, key, key).finding("duplicate-id", message, "give the later one a new id")
    for name, count in passages.items():
        if count > 1:
            passage = [p for p in file.passages if p.id == name][-1]
            message = f"the passage id {name!r} is used {count} times"
            yield _at_passage(file, passage, places).finding("duplicate-id", message, "rename the later one")


def _at_passage(file: SourceFile, passage: Passage, places: Places) -> _At:
    return _At(places, f"{file.source.id}@{passage.at[0]}-{passage.at[1]}")


def _spans(file: SourceFile, places: Places) -> Iterator[Finding]:
    """Spans end inside the article, none stands twice, and a skipped one overlaps no other."""
    reached, skipped_until = 0, 0
    before: Passage | None = None
    for passage in sorted(file.passages, key=lambda p: p.at):
        at = _at_passage(file, passage, places)
        start, end = passage.at
        if end > file.source.text.chars:
            message = f"the passage ends at {end}, but the article has {file.source.text.chars} characters"
            yield at.finding("offset", message, "correct the offsets, or the text they count in", "at")
        if before and before.at == passage.at:
            yield at.finding("same-span", f"the span {start}-{end} stands twice", "put its claims together")
        elif start < (reached if passage.skip else skipped_until):
            message = f"the skipped passage overlaps another one at {start}"
            yield at.finding("overlap", message, "let skipped passages end where others begin")
        reached = max(reached, end)
        skipped_until = max(skipped_until, end) if passage.skip else skipped_until
        before = passage


def _check_passage(file: SourceFile, passage: Passage, vocabulary: Vocabulary, places: Places) -> Iterator[Finding]:
    at = _at_passage(file, passage, places)
    for name in passage.read_with:
        if name not in file.named:
            close = get_close_matches(name, file.named, 1)
            fix = f"did you mean {close[0]!r}?" if close else "give that passage an id"
            yield at.finding("unknown-passage", f"no passage here has the id {name!r}", fix, "with")
    if passage.skip:
        yield from _concept(at, "skip", passage.skip, vocabulary)
    if passage.waits or (passage.id and passage.id not in file.leads and not (passage.claims or passage.skip)):
        where = f" ({passage.place})" if passage.place else ""
        message = f"passage {passage.at[0]}-{passage.at[1]}{where} waits for claims or a reason to skip it"
        yield at.finding("unaccounted", message, "write claims:, or skip: with a reason", severity="warning")


def check_claim(claim: Claim, at: _At, vocabulary: Vocabulary, studies: Collection[str]) -> Iterator[Finding]:
    """Check that everything a claim names is known."""
    yield from _proposition(at, claim.proposition, vocabulary)
    for key in ("kind", "hedge", "basis", "design", "flag"):
        value = getattr(claim, key)
        if value is not None:
            yield from _concept(at, key, value, vocabulary)
    for key in ("by", "than"):
        for name in getattr(claim, key):
            yield from _entity(at, name, vocabulary, key)
    yield from _scope(at, claim.scope, vocabulary)
    for name in claim.cites:
        yield from _known_study(at, name, studies, "cites")
    for name in claim.see:
        if not name.startswith(("http://", "https://")):
            yield from _known_study(at, name, studies, "see")
    if claim.flag and not claim.note:
        yield at.finding("flag-note", f"flagged {claim.flag} without a note", "say in note: what is off", "flag")


def check_studies(studies: Iterable[Study], vocabulary: Vocabulary, places: Places) -> Iterator[Finding]:
    """Check studies and what they found."""
    studies = tuple(studies)
    for name, count in Counter(study.id for study in studies).items():
        if count > 1:
            at = _At(places, f"study:{name}")
            yield at.finding("duplicate-id", f"the study id {name!r} is used {count} times", "rename one")
    for study in studies:
        at = _At(places, f"study:{study.id}")
        yield from _concept(at, "design", study.design, vocabulary)
        if study.standing:
            yield from _concept(at, "standing", study.standing.state, vocabulary)
        if study.population and vocabulary.prefixes.is_curie(study.population):
            yield from _entity(at, study.population, vocabulary, "population")
        for line in study.findings:
            yield from _check_line(at, line, vocabulary)


def _check_line(at: _At, line: EvidenceLine, vocabulary: Vocabulary) -> Iterator[Finding]:
    yield from _proposition(at, line.proposition, vocabulary)
    yield from _concept(at, "direction", line.direction, vocabulary)
    yield from _scope(at, line.scope, vocabulary)


def check_mappings(mappings: Iterable[Mapping], vocabulary: Vocabulary, places: Places) -> Iterator[Finding]:
    """Check that the crosswalk speaks of known terms."""
    for mapping in mappings:
        at = _At(places, f"mapping:{mapping.subject_id} {mapping.object_id}")
        yield from _entity(at, mapping.subject_id, vocabulary, "subject_id")


def _proposition(at: _At, proposition: Proposition, vocabulary: Vocabulary) -> Iterator[Finding]:
    yield from _entity(at, proposition.subject, vocabulary, "claim")
    if not isinstance(proposition.object, Quantity):
        yield from _entity(at, proposition.object, vocabulary, "claim")
    if proposition.predicate not in vocabulary.predicates:
        name = proposition.predicate.removeprefix("gk:")
        known = [p.removeprefix("gk:") for p in vocabulary.predicates]
        yield at.finding("unknown-predicate", f"no predicate is called {name!r}", _hint(name, known), "claim")


def _entity(at: _At, name: str, vocabulary: Vocabulary, key: str) -> Iterator[Finding]:
    if name not in vocabulary.entities:
        yield at.finding("unknown-entity", f"no entity is called {name!r}", _hint(name, vocabulary.entities), key)


def _concept(at: _At, field: str, value: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    allowed = vocabulary.schemes.get(CONCEPT_FIELDS[field], {})
    if value not in allowed:
        fix = f"one of: {', '.join(sorted(allowed))}"
        yield at.finding(f"bad-{field}", f"{field}: {value!r} is not in the scheme", fix, field)


def _scope(at: _At, scope: dict[str, tuple[str, ...]], vocabulary: Vocabulary) -> Iterator[Finding]:
    for key, values in scope.items():
        if key not in vocabulary.scope_keys:
            fix = f"one of: {', '.join(vocabulary.scope_keys)}"
            yield at.finding("bad-scope", f"scope has no key {key!r}", fix, "scope")
        for value in values:
            if vocabulary.prefixes.is_curie(value):
                yield from _entity(at, value, vocabulary, "scope")


def _known_study(at: _At, name: str, studies: Collection[str], key: str) -> Iterator[Finding]:
    if name not in studies:
        yield at.finding("unknown-study", f"no study is called {name!r}", _hint(name, studies, "studies.yaml"), key)


def _hint(name: str, known: Iterable[str], where: str = "the ontology") -> str:
    close = get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]}?" if close else f"add it to {where}, or use a known one"
