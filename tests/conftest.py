"""What tests share: the demonstration, a workspace to break, the articles where they are given."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graphkit.claims import Corpus, read_claims
from graphkit.compiler import Build, build_graph
from graphkit.query import Session
from graphkit.store import memory_store
from graphkit.workspace import CORPUS, DEMO, Workspace, open_workspace

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def demo() -> Workspace:
    return open_workspace(demo=True)


@pytest.fixture(scope="session")
def demo_corpus(demo: Workspace) -> Corpus:
    return read_claims(demo)


@pytest.fixture(scope="session")
def demo_build(demo: Workspace) -> Build:
    return build_graph(demo)


@pytest.fixture(scope="session")
def demo_session(demo: Workspace, demo_build: Build) -> Session:
    return Session(demo, memory_store(demo_build.quads))


@pytest.fixture(scope="session")
def corpus_workspace() -> Workspace:
    return open_workspace(CORPUS)


@pytest.fixture(scope="session")
def corpus(corpus_workspace: Workspace) -> Corpus:
    return read_claims(corpus_workspace)


@pytest.fixture(scope="session")
def corpus_session(corpus_workspace: Workspace) -> Session:
    return Session(corpus_workspace, memory_store(build_graph(corpus_workspace).quads))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the demonstration that a test may break."""
    folder = tmp_path / "teas"
    shutil.copytree(DEMO, folder)
    return folder


@pytest.fixture
def broken(copy: Path) -> Callable[..., Workspace]:
    """Replace text in a file of the copy and open it."""

    def replace(old: str, new: str, file: str = "claims/ten-teas.yaml") -> Workspace:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return open_workspace(copy)

    return replace


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the five articles, which are not part of the repository."""
    folder = os.environ.get("GRAPHKIT_ARTICLES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("the five articles are not here: set GRAPHKIT_ARTICLES to their folder")
    return Path(folder)
