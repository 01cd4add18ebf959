"""Article text: read as stored, cut into segments, anchored by digest."""

from graphkit.articles.accounting import Accounting, account
from graphkit.articles.anchors import STATES, Anchor, State, count_states, locate
from graphkit.articles.segments import Segment, segment
from graphkit.articles.text import Article, Library, count_letters, digest, read_article, uncovered

__all__ = [
    "STATES",
    "Accounting",
    "Anchor",
    "Article",
    "Library",
    "Segment",
    "State",
    "account",
    "count_letters",
    "count_states",
    "digest",
    "locate",
    "read_article",
    "segment",
    "uncovered",
]
