"""What tests share: the demonstration, a workspace to break, the articles where they are given."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphkit.claims import Corpus, read_claims
from graphkit.compiler import Build, build_graph
from graphkit.query import Session
from graphkit.store import memory_store
from graphkit.workspace import CORPUS, DEMO, Workspace, open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; tests that need it are skipped where there is none."""
    from tests.explorer_world import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def demo_page(demo_session: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the demonstration, with the text of its articles."""
    from graphkit.explorer import explore_html

    file = tmp_path_factory.mktemp("explorer") / "demo.html"
    articles = demo_session.workspace.articles
    file.write_text(explore_html(demo_session, articles=articles), encoding="utf-8", newline="\n")
    return file
