"""The README is true: its blocks run, its output is what comes out, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
CONSOLE = [
    (command, output)
    for language, body in BLOCKS
    if language == "console"
    for command, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, flags=re.MULTILINE)
]


def output_of(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "graphkit"
    environment = {**os.environ, "COLUMNS": "80", "GRAPHKIT_ARTICLES": ""}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == "", done.stderr
    return done.stdout


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_a_command_prints_what_the_readme_shows(command: str, shown: str, tmp_path: Path) -> None:
    """A line of three dots stands for lines left out."""
    printed = output_of(command, tmp_path)
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + "\n" for line in shown.splitlines())
    assert re.match(pattern, printed), printed


@pytest.mark.parametrize("body", [body for language, body in BLOCKS if language == "python"])
def test_python_runs(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(body, "README.md", "exec"), {})


def test_there_are_two_commands_each_one_line_that_needs_only_python_and_pip() -> None:
    commands = [body.strip() for language, body in BLOCKS if language == "sh"][:2]
    assert len(commands) == 2
    for command in commands:
        assert "\n" not in command
        assert command.startswith("python3 -m venv --without-pip .venv && python3 -m pip --python .venv/bin/python")
    assert "graphkit explore" in commands[0]
    assert "-m pytest" in commands[1]


def test_continuous_integration_runs_that_command() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    line = subprocess.run(
        ["bash", "-c", "sed -n '/^<!-- test -->$/,/^```$/p' README.md | grep '^python3'"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert line == [body.strip() for language, body in BLOCKS if language == "sh"][1]


@pytest.mark.parametrize("name", ["README.md", "claims/README.md", "ontology/README.md", "CONTRIBUTING.md"])
def test_paths_that_are_named_exist(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert ((REPOSITORY / name).parent / target).exists(), target


def test_it_says_what_it_is_not() -> None:
    assert "no medical advice" in README
