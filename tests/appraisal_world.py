"""A small world for tests of the appraisal: a few terms, and claims and studies made by hand.

Terms are written bare and live under ``t:``. Predicates, schemes and tables are those of the claim model.

    pain > nervePain > sciatica          supplement > glycinate, citrate, oralDrip (an intervention)
    pain > cramp                         adults > elders, runners
    wellAbsorbed <> poorlyAbsorbed       placebo, exercise, doctors, institute (authorities)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings

from graphkit.appraisal import Appraisal, Conflict, appraise
from graphkit.appraisal.tables import Tables, read_tables
from graphkit.claims import Corpus, read_claims
from graphkit.model import Claim, EvidenceLine, Passage, Proposition, Quantity, Source, SourceFile, Study
from graphkit.vocabulary import Prefixes, Term, Vocabulary, read_vocabulary
from graphkit.workspace import MODEL, Settings, Workspace

DIGEST = "0" * 64

#: Of properties: a busy machine is no failure.
steady = settings(max_examples=60, deadline=None, database=None)
_TERMS: Mapping[str, tuple[str, ...]] = {  # name: types, then what is above it after a bar
    "substance": ("Substance",),
    "supplement": ("Intervention", "|", "substance"),
    "glycinate": ("Form", "|", "supplement"),
    "citrate": ("Form", "|", "supplement"),
    "oralDrip": ("Intervention", "|", "supplement"),
    "exercise": ("Practice",),
    "placebo": ("Intervention",),
    "pain": ("Symptom",),
    "nervePain": ("Condition", "|", "pain"),
    "sciatica": ("Condition", "|", "nervePain"),
    "cramp": ("Symptom", "|", "pain"),
    "lack": ("Deficiency",),
    "adults": ("Population",),
    "elders": ("Population", "|", "adults"),
    "runners": ("Population", "|", "adults"),
    "wellAbsorbed": ("PropertyValue",),
    "poorlyAbsorbed": ("PropertyValue",),
    "barelyAbsorbed": ("PropertyValue", "|", "poorlyAbsorbed"),
    "doctors": ("Authority",),
    "institute": ("Authority",),
}


@cache
def workspace() -> Workspace:
    """A workspace with the shared model and nothing of its own."""
    settings = Settings(title="Test", base="https://example.org/", prefixes={"t": "https://example.org/t/"})
    return Workspace(Path(__file__).resolve().parent / "nowhere", settings)


@cache
def tables() -> Tables:
    return read_tables(workspace())


@cache
def vocabulary() -> Vocabulary:
    """The terms of the claim model and those of the small world."""
    model, findings = read_vocabulary(sorted(MODEL.glob("*.ttl")), Prefixes())
    assert not findings
    terms = dict(model.terms)
    for name, words in _TERMS.items():
        bar = words.index("|") if "|" in words else len(words)
        types = frozenset(f"gk:{word}" for word in words[:bar])
        terms[t(name)] = Term(t(name), name, types, broader=tuple(t(word) for word in words[bar + 1 :]))
    opposed = {"gk:opposedTo": (t("poorlyAbsorbed"),)}
    terms[t("wellAbsorbed")] = replace(terms[t("wellAbsorbed")], values=opposed)  # declared one way only
    return Vocabulary(terms, workspace().prefixes)


def t(name: str) -> str:
    """Put a bare name under ``t:``; what has a colon or a blank stays as it is."""
    return name if ":" in name or " " in name else f"t:{name}"


def amount(low: int | None, high: int | None, unit: str = "mg", **fields: str) -> Quantity:
    return Quantity.model_validate({"quoted": f"{low} to {high}", "low": low, "high": high, "unit": unit, **fields})


def about(words: str | tuple[str, str, Quantity]) -> tuple[str, str, str | Quantity]:
    """Read ``glycinate relieves pain``; with a quantity, a tuple of three."""
    subject, predicate, last = words.split() if isinstance(words, str) else words
    return t(subject), predicate, t(last) if isinstance(last, str) else last


def proposition(words: str | tuple[str, str, Quantity]) -> Proposition:
    subject, predicate, last = about(words)
    return Proposition(subject, f"gk:{predicate}", last)


def scope_of(scope: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(t(word) for word in value.split("/")) for key, value in scope.items()}


def claim(words: str | tuple[str, str, Quantity], **fields: Any) -> Claim:
    """A claim: asserted, of kind effect, on nothing, unless `fields` say otherwise.

    ``scope={"population": "elders"}``; several values are separated by a slash.
    """
    scope = scope_of(fields.pop("scope", {}))
    than = [t(name) for name in fields.pop("than", "").split()]
    by = [t(name) for name in fields.pop("by", "").split()]
    given = {"kind": "effect", "hedge": "asserted", "basis": "none", "id": "x", "paraphrase": "x", **fields}
    return Claim.model_validate({**given, "claim": about(words), "scope": scope, "than": than, "by": by})


def line(words: str, direction: str = "supports", *, imprecise: bool = False, **scope: str) -> EvidenceLine:
    found = {"about": about(words), "direction": direction, "finding": "x", "imprecise": imprecise}
    return EvidenceLine.model_validate({**found, "scope": scope_of(scope)})


def study(name: str, *lines: EvidenceLine, design: str = "randomized-trial", **fields: Any) -> Study:
    """A study; a randomized trial with many participants unless `fields` say otherwise."""
    given = {"id": name, "title": name, "design": design, "participants": 1000, **fields}
    if standing := given.pop("standing", None):
        given["standing"] = {"state": standing, "date": "2026-01-01"}
    return Study.model_validate({**given, "findings": lines})


def source(name: str, *claims: Claim, follows: str = "") -> SourceFile:
    """A source whose claims are called 1, 2, 3 (keys ``name-1`` ...)."""
    numbered = tuple(c.model_copy(update={"id": str(n)}) for n, c in enumerate(claims, 1))
    text = {"file": f"{name}.txt", "sha256": DIGEST, "chars": 10}
    made = Source.model_validate({"id": name, "title": name, "text": text, "derived_from": follows.split()})
    return SourceFile(source=made, passages=(Passage(at=(0, 10), sha256=DIGEST, claims=numbered),))


@cache
def _empty() -> Corpus:
    return read_claims(workspace())


def corpus(*files: SourceFile, studies: tuple[Study, ...] = ()) -> Corpus:
    return replace(_empty(), vocabulary=vocabulary(), files=files, studies=studies)


def appraisal(*files: SourceFile, studies: tuple[Study, ...] = ()) -> Appraisal:
    return appraise(corpus(*files, studies=studies))


def conflicts(*claims: Claim) -> tuple[Conflict, ...]:
    """Conflicts among claims that each stand in a source of their own: a-1, b-1, c-1 ..."""
    return appraisal(*(source(name, c) for name, c in zip("abcdefgh", claims, strict=False))).conflicts


def kinds(found: tuple[Conflict, ...]) -> list[str]:
    return [conflict.kind for conflict in found]
