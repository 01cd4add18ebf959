"""The wheel holds what is needed and works outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked somewhere else."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    wheel = folder / done.stdout.strip().splitlines()[-1]
    target = folder / "unpacked"
    zipfile.ZipFile(wheel).extractall(target)
    return target


def graphkit(unpacked: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "GRAPHKIT_ARTICLES": ""}
    return subprocess.run(
        [sys.executable, "-P", "-m", "graphkit", *words],
        cwd=unpacked.parent, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_holds_the_corpus_the_model_and_the_demonstration(unpacked: Path) -> None:
    for part in (
        "graphkit/py.typed",
        "graphkit/corpus/graphkit.toml",
        "graphkit/corpus/claims/studies.yaml",
        "graphkit/corpus/ontology/magnesium.ttl",
        "graphkit/corpus/ontology/model/claims.ttl",
        "graphkit/corpus/ontology/model/queries/claims.rq",
        "graphkit/corpus/ontology/queries/dosing.rq",
        "graphkit/demo/articles/ten-teas.txt",
        "graphkit/demo/claims/ten-teas.yaml",
    ):
        assert (unpacked / part).is_file(), part


def test_the_corpus_is_the_default_workspace(unpacked: Path) -> None:
    where = graphkit(unpacked, "query", "sources")
    assert where.returncode == 0, where.stderr
    assert where.stdout.count("\n") == 6


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--demo"], ["audit", "--demo"], ["query", "--demo", "conflicts"]]
)
def test_commands_work_there(unpacked: Path, words: list[str]) -> None:
    done = graphkit(unpacked, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_explore_writes_the_corpus(unpacked: Path) -> None:
    done = graphkit(unpacked, "explore", "-o", "corpus.html")
    assert done.returncode == 0, done.stderr
    assert (unpacked.parent / "corpus.html").stat().st_size > 500_000
