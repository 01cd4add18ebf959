"""The house keeps its rules: types, style, and imports that only go down."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "graphkit"


def tool(*command: str) -> None:
    path = Path(sys.executable).parent
    done = subprocess.run(
        [str(path / command[0]), *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_types() -> None:
    tool("mypy", "--no-error-summary", "--cache-dir", "/dev/null")


def test_style() -> None:
    tool("ruff", "check", "--no-cache", "--quiet")
    tool("ruff", "format", "--check", "--no-cache", "--quiet")


def test_imports_only_go_down() -> None:
    tool("lint-imports", "--no-cache")


def test_modules_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {path.name: n for path, n in lengths.items() if n > 400} == {}


def test_functions_stay_short() -> None:
    bodies = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                bodies.append((node.end_lineno or 0) - first.lineno + 1)
    bodies.sort()
    assert bodies[int(len(bodies) * 0.9)] <= 30


@pytest.mark.parametrize(
    "heavy", ["rdflib", "networkx", "pyvis", "pyshacl", "pandas", "pydantic", "yaml", "pyoxigraph"]
)
def test_help_loads_nothing_heavy(heavy: str) -> None:
    code = f"import sys, graphkit, graphkit.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_everything_that_is_exported_is_there() -> None:
    import graphkit

    assert list(graphkit.__all__) == sorted(graphkit.__all__, key=lambda name: (name == "__version__", name))
    for name in graphkit.__all__:
        assert getattr(graphkit, name) is not None
    with pytest.raises(AttributeError):
        _ = graphkit.nothing


def test_the_version_is_said_once() -> None:
    import graphkit

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == graphkit.__version__
