"""Where things are: a workspace is a folder with claims/, ontology/ and graphkit.toml.

Three come with the package: the corpus, the claim model that all workspaces share, and the demonstration. In a
checkout they lie at the top of the repository; in an installed package under ``graphkit/corpus``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphkit.findings import WorkspaceError
from graphkit.vocabulary import PREFIXES, Prefixes

SETTINGS = "graphkit.toml"
_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "corpus"

#: The workspace that ships with the package, the demonstration, and the model that all workspaces share.
CORPUS = _PACKED if _PACKED.is_dir() else _HERE.parent
DEMO = _HERE / "demo"
MODEL = CORPUS / "ontology" / "model"

#: What gets an IRI of its own in a workspace; each kind is also a prefix: ``claim:ten-teas-c014``.
KINDS = ("claim", "source", "passage", "study", "proposition", "quantity", "conflict", "echo", "graph")

Iri = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+[/#]$")]


class Settings(BaseModel):
    """What graphkit.toml holds.

    Attributes:
        base: IRI below which claims, sources and studies get their names; ends in / or #.
        prefixes: names of the domain vocabularies.
        articles: folder with the texts of the articles, relative to the workspace, where they may lie beside it.
        newer: folder with newer versions of some of them, against which the page of the audit sets them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    description: str = ""
    base: Iri
    license: str = ""
    articles: str = ""
    newer: str = ""
    prefixes: dict[Annotated[str, Field(pattern=r"^[A-Za-z][\w-]*$")], Iri] = {}


@dataclass(frozen=True)
class Workspace:
    """A topic: its folder and its settings."""

    root: Path
    settings: Settings
    model: Path = field(default=MODEL)

    @property
    def claims(self) -> Path:
        """The folder of claims files."""
        return self.root / "claims"

    @property
    def ontology(self) -> Path:
        """The folder of the domain vocabulary and of what is particular to this topic."""
        return self.root / "ontology"

    @property
    def articles(self) -> Path | None:
        """The folder of article texts that the settings name, if any."""
        return self.root / self.settings.articles if self.settings.articles else None

    @property
    def newer(self) -> Path | None:
        """The folder of newer versions of articles that the settings name, if any."""
        return self.root / self.settings.newer if self.settings.newer else None

    @cached_property
    def prefixes(self) -> Prefixes:
        """All prefixes that may be used in this workspace."""
        return Prefixes({**{kind: self.iri(kind, "") for kind in KINDS}, **self.settings.prefixes})

    def source_files(self) -> list[Path]:
        """Files of claims, one per source, in order of name."""
        return [path for path in sorted(self.claims.glob("*.yaml")) if path.name != "studies.yaml"]

    def vocabulary_files(self) -> list[Path]:
        """Turtle files of the claim model, then of the domain."""
        return [*sorted(self.model.glob("*.ttl")), *sorted(self.ontology.glob("*.ttl"))]

    def parts(self, folder: str, pattern: str) -> list[Path]:
        """Files of a kind (queries, checks, shapes, tables): shared ones first, then those of the workspace.

        A file of the workspace replaces a shared one of the same name.
        """
        found = {p.name: p for base in (self.model, self.ontology) for p in sorted((base / folder).glob(pattern))}
        return list(found.values())

    def shown(self, path: Path) -> str:
        """Return a path as a person wants to read it: relative to where they stand, if it lies below."""
        for base in (Path.cwd(), self.root.parent):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.as_posix()

    def iri(self, kind: str, name: str) -> str:
        """Return the IRI of a thing of this workspace: ``iri("claim", "ten-teas-c014")``."""
        return f"{self.settings.base}{kind}/{name}"


def open_workspace(folder: str | Path | None = None, *, demo: bool = False) -> Workspace:
    """Open a workspace.

    Args:
        folder: the folder with graphkit.toml; without it, the current folder if it is a workspace,
            else the corpus that ships with the package.
        demo: open the demonstration instead.

    Raises:
        WorkspaceError: the folder is no workspace, or its settings cannot be read.
    """
    root = DEMO if demo else _choose(folder)
    path = root / SETTINGS
    try:
        settings = Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise WorkspaceError(f"{root} is no workspace: it has no {SETTINGS}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WorkspaceError(f"{path}: {where}: {first['msg']}") from None
    if taken := sorted(set(settings.prefixes) & {*PREFIXES, *KINDS}):
        raise WorkspaceError(f"{path}: prefix {taken[0]} is taken by the claim model; choose another")
    return Workspace(root.resolve(), settings)


def _choose(folder: str | Path | None) -> Path:
    if folder is not None:
        return Path(folder)
    here = Path.cwd()
    return here if (here / SETTINGS).is_file() else CORPUS
