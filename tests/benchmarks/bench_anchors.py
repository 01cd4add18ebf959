"""How long it takes to find 100,000 passages in 10 MB of text again, against merely hashing the same bytes.

Run: ``python tests/benchmarks/bench_anchors.py [CHARACTERS]``
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from graphkit.articles import count_states, digest, locate, segment
from graphkit.model import ArticleText, Passage, Source, SourceFile

SEED = 7
_R = TypeVar("_R")


def made_up(size: int, random_: random.Random) -> str:
    """Return an article of about so many characters: sentences, paragraphs, headings, bullets."""
    letters = "aabcdeefghiijklmnoopqrstuvwxyz"
    words = ["".join(random_.choices(letters, k=random_.randint(2, 9))) for _ in range(5000)]
    parts: list[str] = []
    length = 0
    while length < size:
        sentence = " ".join(random_.choices(words, k=random_.randint(8, 22))).capitalize() + "."
        kind = random_.random()
        mark = "\n\n" if kind < 0.2 else "\n- " if kind < 0.3 else " "
        parts.append(sentence + mark)
        length += len(sentence) + len(mark)
    return "".join(parts)


def read_in(text: str) -> SourceFile:
    """Return a file whose passages are all segments of a text."""
    passages = tuple(
        Passage(at=(s.start, s.end), sha256=digest(text[s.start : s.end]), place=s.place, skip="heading")
        for s in segment(text)
    )
    facts = ArticleText(file="big.txt", sha256=digest(text), chars=len(text))
    return SourceFile(source=Source(id="big", title="Big", text=facts), passages=passages)


def edited(text: str, file: SourceFile, every: int) -> str:
    """Return a text in which one passage in so many has another letter in its middle, and is longer by one."""
    parts, reached = [], 0
    for passage in file.passages[::every]:
        middle = sum(passage.at) // 2
        parts += [text[reached:middle], "q"]
        reached = middle
    return "".join([*parts, text[reached:]])


def shuffled(text: str, random_: random.Random) -> str:
    """Return a text with its paragraphs in another order."""
    paragraphs = text.split("\n\n")
    random_.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def timed(work: Callable[[], _R]) -> tuple[float, _R]:
    """Return how many seconds of processor time something took, and what it returned."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main(size: int) -> None:
    """Print a table of cases: seconds, ratio to hashing, states."""
    random_ = random.Random(SEED)
    text = made_up(size, random_)
    file = read_in(text)
    cases = {
        "unchanged": text,
        "sentence put in front": "A new sentence. " + text,
        "1% of passages edited": edited(text, file, 100),
        "20% of passages edited": edited(text, file, 5),
        "paragraphs shuffled": shuffled(text, random_),
        "cut in half": text[: len(text) // 2],
        "another text": made_up(size, random_),
        "empty": "",
    }
    hashing = min(timed(lambda: hashlib.sha256(text.encode()).hexdigest())[0] for _ in range(5))
    print(f"{len(text):,} characters, {len(file.passages):,} passages; hashing alone {hashing:.3f} s of processor time")
    for name, now in cases.items():
        seconds, anchors = timed(partial(locate, now, file))
        states = {state: n for state, n in count_states(anchors).items() if n}
        print(f"{name:24}{seconds:7.2f} s  ×{seconds / hashing:5.0f}  {states}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
