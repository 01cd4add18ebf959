"""The appraisal of a corpus: claims and propositions weighed, conflicts and echoes found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphkit.appraisal.bearing import Scope
from graphkit.appraisal.conflicts import find_conflicts
from graphkit.appraisal.echoes import find_echoes, roots
from graphkit.appraisal.judging import Judgement, deny, judge
from graphkit.appraisal.results import Appraisal, ClaimAppraisal, PropositionAppraisal, proposition_key
from graphkit.appraisal.sayings import Saying, by_proposition, say
from graphkit.appraisal.tables import KindRow, Tables, read_tables
from graphkit.appraisal.tracing import Tracer, name_of
from graphkit.appraisal.weighing import effective_basis, overclaim, strength
from graphkit.claims import Corpus
from graphkit.model import Proposition


def appraise(corpus: Corpus) -> Appraisal:
    """Appraise everything that a corpus says; nothing is typed by hand, each result names its rule.

    Raises:
        WorkspaceError: a table of the appraisal is missing or cannot be read.
    """
    tables = read_tables(corpus.workspace)
    sayings = [say(sourced) for sourced in corpus.claims()]
    bench = _Bench(corpus, tables)
    return Appraisal(
        claims={saying.key: bench.claim(saying) for saying in sayings},
        propositions=bench.propositions(sayings),
        conflicts=find_conflicts(sayings, corpus.vocabulary, tables),
        echoes=find_echoes(sayings, corpus.vocabulary, tables),
    )


class _Bench:
    """What is needed to weigh claims; equal questions are answered once."""

    def __init__(self, corpus: Corpus, tables: Tables) -> None:
        self._corpus = corpus
        self._tables = tables
        self._tracer = Tracer(corpus.studies, corpus.vocabulary, tables)
        self._judged: dict[object, Judgement] = {}

    def claim(self, saying: Saying) -> ClaimAppraisal:
        """Weigh one claim."""
        claim, tables = saying.claim, self._tables
        kind = tables.kinds.get(claim.kind, KindRow())
        judged = self._judge(saying.proposition, claim.scope, denied=claim.negated, looked=kind.traced)
        number, rule = strength(*effective_basis(claim, tables), judged, tables)
        excess, why = overclaim(claim, number, judged, tables, self._corpus.vocabulary)
        return ClaimAppraisal(
            key=saying.key,
            strength=number,
            strength_rule=rule,
            certainty=judged.certainty,
            verdict=judged.verdict,
            traces=judged.traces,
            trace_note=judged.note,
            overclaim=excess,
            overclaim_rule=why,
        )

    def propositions(self, sayings: Sequence[Saying]) -> Mapping[str, PropositionAppraisal]:
        """Weigh every proposition that a claim or an evidence line speaks of."""
        groups = by_proposition(sayings)
        said = {name: group[0].proposition for name, group in groups.items()}
        for study in self._corpus.studies:
            for line in study.findings:
                said.setdefault(proposition_key(line.proposition), line.proposition)
        return {name: self._proposition(said[name], groups.get(name, [])) for name in sorted(said)}

    def _proposition(self, proposition: Proposition, group: Sequence[Saying]) -> PropositionAppraisal:
        """Weigh a proposition by the best basis among its assertions and what is traced without any scope."""
        tables = self._tables
        kinds = [tables.kinds.get(s.claim.kind, KindRow()) for s in group]
        judged = self._judge(proposition, {}, denied=False, looked=any(k.traced for k in kinds) or not kinds)
        asserting = [s for s in group if s.asserts]
        bases = [(*effective_basis(s.claim, tables), s.key) for s in asserting]
        nothing = (tables.bases[0], "", "no claim asserts it")
        basis, why, key = min(bases, key=lambda b: (-tables.bases.index(b[0]), b[2]), default=nothing)
        reason = "; ".join(filter(None, (f"best basis: {key}" if bases else key, why)))
        number, rule = strength(basis, reason, judged, tables)
        return PropositionAppraisal(
            proposition=proposition,
            claims=tuple(s.key for s in group),
            sources=tuple(sorted({s.source.id for s in asserting})),
            roots=roots(asserting),
            strength=number,
            strength_rule=rule,
            certainty=judged.certainty,
            verdict=judged.verdict,
            traces=judged.traces,
            trace_note=judged.note,
        )

    def _judge(self, proposition: Proposition, scope: Scope, *, denied: bool, looked: bool) -> Judgement:
        looked = looked and bool(self._corpus.studies)
        question = (*name_of(proposition, scope), denied, looked)
        if question not in self._judged:
            lines = self._tracer.trace(proposition, scope)
            self._judged[question] = judge(deny(lines) if denied else lines, self._tables, looked=looked)
        return self._judged[question]
