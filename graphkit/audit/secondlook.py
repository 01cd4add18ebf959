"""Sentences that were skipped although they speak of known things: worth a second look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphkit.articles import Anchor, Article
from graphkit.articles.accounting import speaks
from graphkit.model import Passage, SourceFile
from graphkit.vocabulary import Vocabulary

#: Reasons to skip that need no second look: what they stand for names things by its nature.
_PLAIN = frozenset({"heading", "navigation"})
#: A sentence that relates things names more than one.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A skipped passage and the entities (by label) that its words name."""

    passage: Passage
    entities: tuple[str, ...]


class Names:
    """The labels of all entities, to be found in text as whole words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._label: dict[str, str] = {}
        for term in vocabulary.entities.values():
            for name in (*term.alt_labels, term.label):
                self._label[_folded(name)] = term.label
        longest_first = sorted((re.escape(name) for name in self._label if name), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None

    def within(self, text: str) -> tuple[str, ...]:
        """Return the labels of the entities that a text names, each once, in order."""
        if self._pattern is None:
            return ()
        return tuple(dict.fromkeys(self._label[found] for found in self._pattern.findall(_folded(text))))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def second_looks(article: Article, file: SourceFile, anchors: Iterable[Anchor], names: Names) -> Iterator[SecondLook]:
    """Yield the skipped passages of an article whose words name several entities.

    Headings and navigation name things by their nature and are left out.
    """
    for anchor in anchors:
        passage = anchor.passage
        if anchor.at and passage.skip and passage.skip not in _PLAIN and not speaks(passage, file):
            found = names.within(article.text[slice(*anchor.at)])
            if len(found) >= _ENOUGH:
                yield SecondLook(passage, found)
