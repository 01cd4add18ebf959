"""The audit: each article found, its passages located, what is off gathered."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from graphkit.appraisal import Appraisal
from graphkit.articles import Article, Library, account, locate
from graphkit.audit.grounds import grounds
from graphkit.audit.noticing import notice, notice_standing
from graphkit.audit.report import Report, SourceReport
from graphkit.audit.secondlook import Names, second_looks
from graphkit.audit.versions import compare
from graphkit.claims import Corpus
from graphkit.findings import Finding, UsageError, in_order
from graphkit.model import SourceFile


def audit(
    corpus: Corpus,
    appraisal: Appraisal | None,
    articles: Path | Sequence[Path] | None,
    against: Path | Sequence[Path] | None = None,
    *,
    today: datetime.date | None = None,
) -> Report:
    """Audit the sources of a corpus.

    Args:
        corpus: claims as read; its findings become part of the report, since what could not be read is not
            audited.
        appraisal: what the claims stand on; without it the report says nothing of that.
        articles: folder with the texts as they are now, or several, the first to have a text being taken;
            without any no anchor is checked.
        against: folder with an older version of the texts, or several.
        today: date of the report.

    Raises:
        UsageError: a folder is not there.
    """
    now, old = _libraries(articles), _libraries(against)
    findings = list(corpus.findings)
    sources, names = [], Names(corpus.vocabulary)
    for file in corpus.files:
        article = _find(now, file, findings)
        source = _audit_source(corpus, appraisal, file, article, _find(old, file, findings), names)
        findings += notice(corpus, source, bool(now))
        sources.append(source)
    findings += notice_standing(corpus)
    if not sources and not findings:
        findings.append(Finding("error", "nothing-checked", "there are no sources to audit", fix="graphkit add FILE"))
    overall = grounds(corpus, appraisal) if appraisal else None
    day = today or datetime.date.today()
    return Report(corpus, appraisal, day, tuple(sources), tuple(in_order(findings)), overall)


def _libraries(folders: Path | Sequence[Path] | None) -> list[Library]:
    several = [folders] if isinstance(folders, Path) else folders or []
    for folder in several:
        if not folder.is_dir():
            raise UsageError(f"{folder}: there is no such folder")
    return [Library(folder) for folder in several]


def _find(libraries: Sequence[Library], file: SourceFile, findings: list[Finding]) -> Article | None:
    for library in libraries:
        found = library.find(file.source.text)
        if isinstance(found, Article):
            return found
        if found:
            findings.append(found)
            return None
    return None


def _audit_source(
    corpus: Corpus,
    appraisal: Appraisal | None,
    file: SourceFile,
    article: Article | None,
    old: Article | None,
    names: Names,
) -> SourceReport:
    anchors = locate(article.text if article else None, file)
    own = grounds(corpus, appraisal, file.source.id) if appraisal else None
    if article is None:
        return SourceReport(file, None, anchors, None, own)
    return SourceReport(
        file=file,
        article=article,
        anchors=anchors,
        accounting=account(article.text, file, anchors),
        grounds=own,
        versions=compare(file, old, locate(old.text, file), anchors) if old else None,
        second_looks=tuple(second_looks(article, file, anchors, names)),
    )
