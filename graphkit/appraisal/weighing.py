"""Strength and overclaim: what a claim stands on, and how much more firmly it is said."""

from __future__ import annotations

from graphkit.appraisal.judging import Judgement
from graphkit.appraisal.tables import KindRow, Tables
from graphkit.model import Claim
from graphkit.vocabulary import Vocabulary


def effective_basis(claim: Claim, tables: Tables) -> tuple[str, str]:
    """Return the basis that counts, and why it is not the one given (or an empty text).

    A study of animals or cells that the source tells of counts as a mechanism; an unknown basis counts as the weakest.
    """
    if claim.basis not in tables.bases:
        return tables.bases[0], f"basis {claim.basis} has no column and counts as {tables.bases[0]}"
    ceiling = tables.counts_as.get(claim.design or "", claim.basis)
    if tables.bases.index(ceiling) < tables.bases.index(claim.basis):
        return ceiling, f"basis {claim.basis} counts as {ceiling}, its design being {claim.design} (designs.csv)"
    return claim.basis, ""


def strength(basis: str, why: str, judged: Judgement, tables: Tables) -> tuple[int, str]:
    """Look up strength, 0 to 5.

    Args:
        basis: the column.
        why: how the basis came about, for the rule; may be empty.
        judged: certainty and verdict, the row.
        tables: holds ``strength.csv``.

    Returns:
        strength, and the rule in words.
    """
    number = tables.strength[judged.certainty, judged.verdict][basis]
    reason = f"; {why}" if why else ""
    return number, f"strength.csv, row {judged.certainty} {judged.verdict}, column {basis}: {number}{reason}."


def overclaim(claim: Claim, number: int, judged: Judgement, tables: Tables, vocabulary: Vocabulary) -> tuple[int, str]:
    """Hold how firmly a claim is said against what it stands on.

    Args:
        claim: what is said, and how.
        number: its strength.
        judged: what studies say of it; being disputed counts before strength.
        tables: points, weights and extras.
        vocabulary: predicates inherit the extra of those above them.

    Returns:
        0 (not at all) upwards, and the sum in words.
    """
    stands_on = f"disputed {judged.certainty}" if judged.verdict == "disputed" else str(number)
    points = tables.overclaim.get((claim.hedge, stands_on), 0)
    unshown = tables.unshown.get(claim.basis, 0) if points and judged.verdict != "supported" else 0
    flagged = tables.flags.get(claim.flag or "", 0)
    weight = tables.kinds.get(claim.kind, KindRow()).weight
    predicate, extra = _extra(claim, tables, vocabulary)
    total = max(1, (points + unshown + flagged) * weight + extra) if (points + flagged) * weight else 0
    standing = stands_on if judged.verdict == "disputed" else f"strength {stands_on}"
    said = f"overclaim.csv, {claim.hedge} on {standing}: {points}"
    shown = f"; {unshown:+d} for {claim.basis} that no traced study bears out (bases.csv)" if unshown else ""
    flag = f"; {flagged:+d} for the flag {claim.flag} (flags.csv)" if flagged else ""
    added = f"; {extra:+d} for {predicate} (predicates.csv)" if extra and total else ""
    return total, f"{said}{shown}{flag}; times {weight} for {claim.kind} (kinds.csv){added}: {total}."


def _extra(claim: Claim, tables: Tables, vocabulary: Vocabulary) -> tuple[str, int]:
    """Return the extra of the nearest predicate at or above that of a claim that has a row, and its name."""
    predicate = claim.proposition.predicate
    for name, _ in sorted(vocabulary.above(predicate).items(), key=lambda item: (item[1], item[0])):
        row = tables.predicates.get(name)
        if row:
            return (f"{name} denied", row.denied) if claim.negated else (name, row.extra)
    return predicate, 0
