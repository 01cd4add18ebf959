"""What an audit found, as plain records, and as JSON."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphkit.appraisal import Appraisal
from graphkit.articles import STATES, Accounting, Anchor, Article, count_states
from graphkit.articles.accounting import speaks
from graphkit.audit.grounds import Grounds
from graphkit.audit.secondlook import SecondLook
from graphkit.audit.versions import SourceVersions
from graphkit.claims import Corpus
from graphkit.findings import Finding
from graphkit.model import SourcedClaim, SourceFile, Standing

Json = dict[str, Any]


@dataclass(frozen=True)
class SourceReport:
    """What was found out about one source.

    Attributes:
        file: its passages and claims.
        article: its text as it is now; None where that was not given or could not be read.
        anchors: one per passage, in the order of the file.
        accounting: what of the text is accounted for; None without text.
        grounds: what its claims stand on; None without an appraisal.
        versions: what became of each claim since another version of the text, where one was given.
        second_looks: passages that were skipped although they speak of known things.
    """

    file: SourceFile
    article: Article | None
    anchors: tuple[Anchor, ...]
    accounting: Accounting | None
    grounds: Grounds | None = None
    versions: SourceVersions | None = None
    second_looks: tuple[SecondLook, ...] = ()

    @property
    def id(self) -> str:
        """The source's name."""
        return self.file.source.id

    @property
    def same_text(self) -> bool:
        """Whether the article is exactly the text that the passages were read in."""
        return self.article is not None and self.article.sha256 == self.file.source.text.sha256

    @cached_property
    def states(self) -> dict[str, int]:
        """How many anchors are in each state."""
        return state_counts(self.anchors)

    @property
    def passages(self) -> dict[str, int]:
        """How many passages have claims (or lead in to some), are skipped, or wait."""
        said = sum(speaks(passage, self.file) for passage in self.file.passages)
        skipped = sum(bool(p.skip) and not speaks(p, self.file) for p in self.file.passages)
        return {"claims": said, "skipped": skipped, "waiting": len(self.file.passages) - said - skipped}

    def as_dict(self) -> Json:
        """Return the source as JSON; what only its text could tell is null without it."""
        source, counted = self.file.source, self.accounting
        sentences = counted and {f: counted.count(f) for f in ("claims", "skipped", "unaccounted")}
        found: Json = {
            "id": source.id,
            "title": source.title,
            "checked": self.article is not None,
            "text": {"file": source.text.file, "sha256": source.text.sha256, "chars": source.text.chars},
            "found": self.article
            and {"file": self.article.path.name, "sha256": self.article.sha256, "chars": len(self.article.text)},
            "verified": source.verified and source.verified.model_dump(mode="json"),
            "standing": source.standing and source.standing.model_dump(mode="json"),
            "anchors": self.states,
            "sentences": sentences,
            "letters": counted and {"covered": counted.covered, "all": counted.letters},
            "passages": self.passages,
        }
        if self.grounds:
            found["grounds"] = self.grounds.as_dict()
        if self.article:
            found["second_look"] = [
                {"at": list(look.passage.at), "place": look.passage.place, "entities": list(look.entities)}
                for look in self.second_looks
            ]
        if self.versions:
            found["versions"] = self.versions.as_dict()
        return found


def state_counts(anchors: tuple[Anchor, ...]) -> dict[str, int]:
    """Count anchors by state, in words that serve as JSON keys."""
    return {state.replace("-", "_"): count for state, count in count_states(anchors).items()}


@dataclass(frozen=True, slots=True)
class Noted:
    """A source or study, and whether it still stands."""

    kind: str
    id: str
    title: str
    standing: Standing


@dataclass(frozen=True)
class Report:
    """What an audit found.

    Attributes:
        date: the day of the audit.
        sources: one report per source, in the order of the corpus.
        findings: what must be mended or looked at, those of the claims files first.
        grounds: what all claims together stand on; None without an appraisal.
    """

    corpus: Corpus
    appraisal: Appraisal | None
    date: datetime.date
    sources: tuple[SourceReport, ...]
    findings: tuple[Finding, ...]
    grounds: Grounds | None = None

    @cached_property
    def anchors(self) -> dict[str, int]:
        """How many anchors of all sources are in each state; the numbers add up to the number of anchors."""
        total = Counter({state.replace("-", "_"): 0 for state in STATES})
        for source in self.sources:
            total.update(source.states)
        return dict(total)

    @cached_property
    def checked(self) -> dict[str, int]:
        """How much was looked at."""
        counts = self.anchors
        return {
            "sources": len(self.sources),
            "articles": sum(source.article is not None for source in self.sources),
            "anchors": sum(counts.values()) - counts["not_checked"],
            "claims": sum(1 for _ in self.corpus.claims(withdrawn=True)),
            "studies": len(self.corpus.studies),
        }

    @cached_property
    def standings(self) -> tuple[Noted, ...]:
        """The sources and studies of which somebody noted whether they still stand; those that do not come first."""
        known = [("source", f.source.id, f.source.title, f.source.standing) for f in self.corpus.files]
        known += [("study", s.id, s.title, s.standing) for s in self.corpus.studies]
        noted = (Noted(kind, name, title, standing) for kind, name, title, standing in known if standing)
        return tuple(sorted(noted, key=lambda found: found.standing.state == "current"))

    @cached_property
    def claims(self) -> Mapping[str, SourcedClaim]:
        """All claims by key, withdrawn ones too."""
        return {sourced.key: sourced for sourced in self.corpus.claims(withdrawn=True)}

    def as_dict(self) -> Json:
        """Return the report as JSON."""
        found: Json = {
            "workspace": self.corpus.workspace.settings.title,
            "date": self.date.isoformat(),
            "checked": self.checked,
            "anchors": self.anchors,
            "sources": [source.as_dict() for source in self.sources],
            "standing": [{"kind": n.kind, "id": n.id, **n.standing.model_dump(mode="json")} for n in self.standings],
            "findings": [finding.as_dict() for finding in self.findings],
        }
        if self.grounds:
            found["grounds"] = self.grounds.as_dict()
        return found
