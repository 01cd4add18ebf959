"""What a claims file holds: Source, Passage, Claim, Quantity, Study; and what claims have in common.

Records are frozen and checked field by field with pydantic; what only the vocabulary or the article can tell
(is this entity known, do these characters still stand there) is checked in the rooms above. Names of terms are
CURIEs throughout.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Text = Annotated[str, Field(min_length=1)]


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_predicate(value: str) -> str:
    return value if ":" in value else f"gk:{value}"


Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Predicate = Annotated[Text, AfterValidator(_as_predicate)]
Http = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$")]


class Record(BaseModel):
    """Base of all records: frozen; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_strip_whitespace=True)


class Quantity(Record):
    """An amount as the article puts it, with the figures beside it where there are any.

    Attributes:
        quoted: the words of the article, such as ``300 to 400 mg``; kept as text.
        low, high: bounds in `unit`; one of them may be open.
        unit: UCUM code (https://ucum.org), such as ``mg`` or ``%``.
        per: UCUM code of the time or base it counts for, such as ``d``.
        counted_as: whether a dose counts the element or the whole compound (``as`` in YAML).
    """

    quoted: Text
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    per: str = ""
    counted_as: Literal["elemental", "compound", ""] = Field("", alias="as")

    @model_validator(mode="after")
    def _ordered(self) -> Quantity:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        return self

    @property
    def key(self) -> str:
        """A text that is equal for equal quantities, however they were worded."""
        bounds = [_plain(self.low), _plain(self.high), self.unit, self.per, self.counted_as]
        return "|".join(bounds) if any(bounds[:2]) else f"{self.quoted}|{'|'.join(bounds[2:])}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


class Proposition(NamedTuple):
    """Subject, predicate, object: what several sources may assert, deny or doubt."""

    subject: str
    predicate: str
    object: str | Quantity

    @property
    def object_name(self) -> str:
        """The object as text: a CURIE, or ``quantity:`` and the key of a quantity."""
        return f"quantity:{self.object.key}" if isinstance(self.object, Quantity) else self.object


def content_hash(*parts: str) -> str:
    """Return 20 hexadecimal digits of the SHA-256 of the parts joined by spaces; equal parts, equal hash."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:20]


def _kind_of_object(value: object) -> str:
    return "term" if isinstance(value, str) else "quantity"


#: The object of a proposition: a term, or a quantity.
Object = Annotated[Annotated[Text, Tag("term")] | Annotated[Quantity, Tag("quantity")], Discriminator(_kind_of_object)]


class Claim(Record):
    """One thing that one passage says; DESIGN of the format: `claims/README.md`.

    Attributes:
        id: local to its file; appended, never used again.
        claim: subject, predicate and object.
        negated: the article denies the proposition.
        hedge, basis, kind, design, flag: notations of concepts in the schemes of the model.
        by: whose authority the article invokes.
        cites: keys of primary studies.
        scope: under what circumstances it is said to hold, by scope key.
        than: what it is compared with.
        withdrawn: why the claim no longer counts; claims are withdrawn, never deleted.
    """

    id: Identifier
    claim: tuple[Text, Predicate, Object]
    negated: bool = False
    paraphrase: Text
    kind: Text
    hedge: Text
    basis: Text
    design: Text | None = None
    by: Texts = ()
    cites: Texts = ()
    scope: dict[str, Texts] = {}
    than: Texts = ()
    flag: Text | None = None
    note: Text | None = None
    see: Texts = ()
    withdrawn: Text | None = None

    @cached_property
    def proposition(self) -> Proposition:
        """What is asserted, denied or doubted."""
        return Proposition(*self.claim)


class Passage(Record):
    """A span of an article, held by reference.

    Attributes:
        at: start and end in Unicode code points, 0-based, end exclusive.
        sha256: digest of the UTF-8 of exactly those code points.
        place: heading, paragraph and sentence, for a person.
        read_with: ids of passages it makes sense with (``with`` in YAML).
        skip: notation of the reason why it carries no claim.
    """

    at: tuple[int, int]
    sha256: Digest
    id: Identifier | None = None
    place: str = ""
    read_with: Texts = Field((), alias="with")
    skip: Text | None = None
    claims: tuple[Claim, ...] = ()

    @field_validator("at")
    @classmethod
    def _forward(cls, at: tuple[int, int]) -> tuple[int, int]:
        if not 0 <= at[0] < at[1]:
            raise ValueError("start must be at least 0 and below end")
        return at

    @model_validator(mode="after")
    def _one_fate(self) -> Passage:
        if self.skip and self.claims:
            raise ValueError("a passage has claims or a reason to skip it, not both")
        return self

    @property
    def waits(self) -> bool:
        """Whether nobody has judged this passage yet."""
        return not (self.claims or self.skip or self.id)


class ArticleText(Record):
    """Which text the offsets count in: file name, digest and length in code points."""

    file: Text
    sha256: Digest
    chars: Annotated[int, Field(ge=0)]


class Verification(Record):
    """When all anchors were last found in place, and how many there were."""

    date: datetime.date
    anchors: Annotated[int, Field(ge=0)]


class Standing(Record):
    """Whether a source or study still stands: notation of the standing scheme, and when somebody looked."""

    state: Text
    date: datetime.date
    note: Text | None = None


class Source(Record):
    """An article: what is known of it, and its text by reference.

    Attributes:
        derived_from: keys of studies whose text it follows without saying so.
    """

    id: Identifier
    title: Text
    publisher: Text | None = None
    url: Http | None = None
    retrieved: datetime.date | None = None
    issued: datetime.date | None = None
    text: ArticleText
    verified: Verification | None = None
    standing: Standing | None = None
    derived_from: Texts = ()
    note: Text | None = None


class SourceFile(Record):
    """One file of ``claims/``: a source and all passages of its article."""

    source: Source
    passages: tuple[Passage, ...] = ()

    @cached_property
    def named(self) -> dict[str, Passage]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages if passage.id}

    @cached_property
    def leads(self) -> frozenset[str]:
        """Ids that another passage names in ``with``."""
        return frozenset(name for passage in self.passages for name in passage.read_with)

    def claims(self) -> Iterator[SourcedClaim]:
        """Yield every claim with its source and passage, in the order of the file."""
        for passage in self.passages:
            for claim in passage.claims:
                yield SourcedClaim(self, passage, claim)


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim with the passage and the source it was read in."""

    file: SourceFile
    passage: Passage
    claim: Claim

    @property
    def source(self) -> Source:
        """The article that says so."""
        return self.file.source

    @property
    def key(self) -> str:
        """Name of the claim in the workspace: source id, dash, local id."""
        return f"{self.file.source.id}-{self.claim.id}"

    @property
    def spans(self) -> tuple[Passage, ...]:
        """The passages it is read from: its own, then lead-ins."""
        return (self.passage, *(self.file.named[n] for n in self.passage.read_with if n in self.file.named))


class EvidenceLine(Record):
    """What a study found about one proposition.

    Attributes:
        direction: notation of the direction scheme: supports, disputes or inconclusive.
        imprecise: too small or too wide to lean on; lowers certainty by one step.
    """

    about: tuple[Text, Predicate, Object]
    direction: Text
    finding: Text
    imprecise: bool = False
    scope: dict[str, Texts] = {}

    @cached_property
    def proposition(self) -> Proposition:
        """What the finding speaks about."""
        return Proposition(*self.about)


class Study(Record):
    """A primary study, review or reference; fields that nobody verified are left out.

    Attributes:
        design: notation of the design scheme.
        participants: people (or trials' participants in all) as a number.
        population: who they were: a CURIE or words.
    """

    id: Identifier
    title: Text
    authors: Text | None = None
    year: int | None = None
    journal: Text | None = None
    pmid: Annotated[str, Field(pattern=r"^\d+$")] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Http | None = None
    design: Text
    participants: Annotated[int, Field(ge=1)] | None = None
    population: Text | None = None
    standing: Standing | None = None
    note: Text | None = None
    findings: tuple[EvidenceLine, ...] = ()


class StudyFile(Record):
    """The file of studies."""

    studies: tuple[Study, ...]


class Mapping(Record):
    """One row of the crosswalk, SSSOM (https://w3id.org/sssom): our term and somebody else's."""

    subject_id: Text
    subject_label: str = ""
    predicate_id: Text
    object_id: Text
    object_label: str = ""
    mapping_justification: Text
    comment: str = ""
