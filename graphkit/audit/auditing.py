"""The audit: each article found, its passages located, what is off gathered."""

from __future__ import annotations

import datetime
from pathlib import Path

from graphkit.appraisal import Appraisal
from graphkit.articles import Accounting, Article, Library, account, locate
from graphkit.audit.grounds import grounds
from graphkit.audit.noticing import notice, notice_standing
from graphkit.audit.report import Report, SourceReport
from graphkit.audit.versions import compare
from graphkit.claims import Corpus
from graphkit.findings import Finding, UsageError, in_order
from graphkit.model import SourceFile


def audit(
    corpus: Corpus,
    appraisal: Appraisal | None,
    articles: Path | None,
    against: Path | None = None,
    *,
    today: datetime.date | None = None,
) -> Report:
    """Audit the sources of a corpus.

    Args:
        corpus: claims as read; its findings become part of the report, since what could not be read is not
            audited.
        appraisal: what the claims stand on; without it the report says nothing of that.
        articles: folder with the texts as they are now; without it no anchor is checked.
        against: folder with an older version of the texts, or one file of it.
        today: date of the report.

    Raises:
        UsageError: a folder is not there.
    """
    now, old = _library(articles), _library(against)
    findings = list(corpus.findings)
    sources = []
    for file in corpus.files:
        article = _find(now, file, findings)
        source = _audit_source(corpus, appraisal, file, article, _find(old, file, findings))
        findings += notice(corpus, source, now is not None)
        sources.append(source)
    findings += notice_standing(corpus)
    if not sources and not findings:
        findings.append(Finding("error", "nothing-checked", "there are no sources to audit", fix="graphkit add FILE"))
    overall = grounds(corpus, appraisal) if appraisal else None
    day = today or datetime.date.today()
    return Report(corpus, appraisal, day, tuple(sources), tuple(in_order(findings)), overall)


def _library(folder: Path | None) -> Library | None:
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    return Library(folder) if folder else None


def _find(library: Library | None, file: SourceFile, findings: list[Finding]) -> Article | None:
    found = library.find(file.source.text) if library else None
    if isinstance(found, Finding):
        findings.append(found)
        return None
    return found


def _audit_source(
    corpus: Corpus, appraisal: Appraisal | None, file: SourceFile, article: Article | None, old: Article | None
) -> SourceReport:
    anchors = locate(article.text if article else None, file)
    accounting: Accounting | None = account(article.text, file, anchors) if article else None
    own = grounds(corpus, appraisal, file.source.id) if appraisal else None
    versions = compare(file, old, locate(old.text, file), anchors) if old and article else None
    return SourceReport(file, article, anchors, accounting, own, versions)
