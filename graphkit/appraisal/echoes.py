"""Roots and echoes: what agreement rests on, and where it is mere repetition.

A root is a primary study that a claim cites or an authority that it names. An article's own word is no root; nor
is a study that is told of but not identified, since two articles may tell of the same one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graphkit.appraisal.bearing import is_symmetric
from graphkit.appraisal.results import Echo
from graphkit.appraisal.sayings import Saying
from graphkit.appraisal.tables import KindRow, Tables
from graphkit.vocabulary import Vocabulary


def roots(sayings: Iterable[Saying]) -> tuple[str, ...]:
    """Return what claims rest on, each root once: studies cited and authorities named, sorted."""
    return tuple(sorted({root for s in sayings for root in (*s.claim.cites, *s.claim.by)}))


def find_echoes(sayings: Iterable[Saying], vocabulary: Vocabulary, tables: Tables) -> tuple[Echo, ...]:
    """Find propositions that several sources repeat (or deny) without any independent root.

    Two rules, on claims of one polarity on exactly one proposition, doubts left out:

    - *repetition*: no claim on it has a root; members are those on a basis that anyone can repeat (``bases.csv``).
    - *one text*: all roots are one study, and a source follows its text without saying so (``derived_from``);
      members are the claims that cite it and the rootless claims of sources that follow it.

    Returns:
        echoes with members from two sources or more, largest first.
    """
    groups: dict[tuple[object, ...], list[Saying]] = defaultdict(list)
    for saying in sayings:
        if not saying.doubts:
            groups[_exactly(saying, vocabulary), saying.claim.negated].append(saying)
    telling = (group for group in groups.values() if len(group) > 1 and _weighs(group, tables))
    found = [echo for group in telling if (echo := _echo(group, tables))]
    return tuple(sorted(found, key=lambda e: (-len(e.members), e.members)))


def _weighs(group: Sequence[Saying], tables: Tables) -> bool:
    """Whether any claim is of a kind with weight: what words mean needs no root."""
    return any(tables.kinds.get(s.claim.kind, KindRow()).weight for s in group)


def _exactly(saying: Saying, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Name a proposition so that the two ways to write a symmetric one are the same."""
    p = saying.proposition
    ends = (p.subject, p.object_name)
    return (p.predicate, *(sorted(ends) if is_symmetric(p.predicate, vocabulary) else ends))


def _echo(group: Sequence[Saying], tables: Tables) -> Echo | None:
    rest_on = roots(group)
    if not rest_on:
        members = [s for s in group if s.claim.basis in tables.repeats or s.source.derived_from]
        shared = set.intersection(*(set(s.source.derived_from) for s in members)) if members else set()
        return _of(members, min(shared, default=""), "no claim on it cites a study or names an authority")
    if len(rest_on) == 1 and any(rest_on[0] in s.source.derived_from for s in group):
        text = rest_on[0]
        members = [s for s in group if text in s.claim.cites or text in s.source.derived_from]
        return _of(members, text, "its only root is a text that a source follows without saying so")
    return None


def _of(members: Sequence[Saying], follows: str, why: str) -> Echo | None:
    sources = sorted({s.source.id for s in members})
    if len(sources) < 2:
        return None
    said = "deny" if members[0].claim.negated else "say"
    bases = ", ".join(sorted({s.claim.basis for s in members}))
    text = f"; all follow {follows}" if follows else ""
    rule = f"{', '.join(sources)} {said} {members[0].name} on: {bases}; {why}{text} (bases.csv, column repeats)."
    return Echo(tuple(sorted(s.key for s in members)), follows, rule)
