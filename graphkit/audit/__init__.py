"""The audit: does the article still say so, and what does it stand on?"""

from graphkit.audit.accepting import accept, movable, record
from graphkit.audit.auditing import audit
from graphkit.audit.rendering import FORMATS, render
from graphkit.audit.report import Report, SourceReport

__all__ = ["FORMATS", "Report", "SourceReport", "accept", "audit", "movable", "record", "render"]
