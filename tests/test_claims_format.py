"""Canonical form: one layout, nothing lost, comments where they were."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graphkit.claims import format_file, format_text
from graphkit.findings import Finding
from graphkit.workspace import CORPUS, DEMO

MESSY = """# at the top
source:
  title: X  # why
  id: x
# before the passages
passages:  # all of them
  # about the second
  - at: [5, 9]
    sha256: abc # beside
    claims:
      # about the claim
      - claim: [a:b, c, d:e]  # odd
        id: c1
        note: >
          folded text # no comment
          more
      - id: c2
  - {at: [0, 5], sha256: "yes"}
# at the end
"""
NEAT = """# at the top
source:
  id: x
  title: X  # why
# before the passages
passages:  # all of them
  - at: [0, 5]
    sha256: yes
  # about the second
  - at: [5, 9]
    sha256: abc  # beside
    claims:
      # about the claim
      - id: c1
        claim: [a:b, c, d:e]  # odd
        note: 'folded text # no comment more'
      - id: c2
# at the end
"""


def test_keys_passages_and_comments_find_their_place() -> None:
    assert format_text(MESSY) == NEAT


def test_formatting_twice_changes_nothing() -> None:
    assert format_text(NEAT) == NEAT


@pytest.mark.parametrize(
    "path", sorted([*CORPUS.glob("claims/*.yaml"), *DEMO.glob("claims/*.yaml")]), ids=lambda p: p.stem
)
def test_shipped_files_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text, f"run: graphkit format {path}"


def test_a_file_is_rewritten_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(MESSY, encoding="utf-8")
    assert format_file(path, "x.yaml", write=False) is True
    assert path.read_text(encoding="utf-8") == MESSY
    assert format_file(path, "x.yaml", write=True) is True
    assert path.read_text(encoding="utf-8") == NEAT
    assert format_file(path, "x.yaml", write=True) is False


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: b\n\tc: d\n")
    outcome = format_file(path, "x.yaml", write=True)
    assert isinstance(outcome, Finding)
    assert outcome.line == 2
    assert path.read_bytes() == b"a: b\n\tc: d\n"


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.fixed_dictionaries({"paraphrase": words, "note": words, "id": words}), max_size=4), words)
def test_no_text_is_changed(claims: list[dict[str, str]], title: str) -> None:
    document = {"passages": [{"at": ["1", "2"], "claims": claims}], "source": {"title": title, "id": "x"}}
    written = format_text(yaml.safe_dump(document, allow_unicode=True))
    read = yaml.load(written, Loader=yaml.BaseLoader)
    assert read["source"]["title"] == title.strip()
    assert read["passages"][0]["claims"] == [{k: v.strip() for k, v in claim.items()} for claim in claims]
    assert format_text(written) == written
