"""Stores on disk: built aside, swapped in, opened for reading."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graphkit.compiler import Build
from graphkit.findings import StoreError
from graphkit.query import Session, open_session
from graphkit.store import open_store, read_manifest, write_store
from graphkit.workspace import Workspace

LINES = ["<urn:a> <urn:b> <urn:c> <urn:g> ."]


def test_a_store_on_disk_answers_as_one_in_memory(
    tmp_path: Path, demo: Workspace, demo_build: Build, demo_session: Session
) -> None:
    write_store(demo_build.quads, tmp_path / "store", demo_build.manifest)
    on_disk = open_session(demo, tmp_path / "store")
    for name in demo_session.named:
        assert on_disk.ask_for(name).serialize("csv") == demo_session.ask_for(name).serialize("csv"), name


def test_the_manifest_says_what_went_in(tmp_path: Path, demo_build: Build) -> None:
    write_store(demo_build.quads, tmp_path / "store", demo_build.manifest)
    manifest = read_manifest(tmp_path / "store")
    assert manifest["claims"] == 75
    assert manifest["statements"] == len(demo_build.quads)
    assert manifest["files"]["claims/ten-teas.yaml"]


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(LINES, folder, {})
    write_store([*LINES, "<urn:a> <urn:b> <urn:d> <urn:g> ."], folder, {})
    assert len(open_store(folder)) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


def test_a_build_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(LINES, folder, {})
    with pytest.raises(SyntaxError):
        write_store(["this is no quad"], folder, {})
    assert len(open_store(folder)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="no store of graphkit"):
        write_store(LINES, tmp_path / "letters", {})
    assert (tmp_path / "letters" / "dear.txt").exists()


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="graphkit build"):
        open_store(tmp_path)


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    write_store(LINES, tmp_path / "store", {})
    (tmp_path / "store" / "data" / "CURRENT").write_text("junk", encoding="utf-8")
    with pytest.raises(StoreError, match="build it again"):
        open_store(tmp_path / "store")


def test_two_processes_read_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(LINES, folder, {})
    held = open_store(folder)
    code = "import sys, pathlib, graphkit.store as s; print(len(s.open_store(pathlib.Path(sys.argv[1]))))"
    other = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "1" == str(len(held))
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["statements"] == 1
