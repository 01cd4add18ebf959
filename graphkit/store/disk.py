"""A store on disk: a folder with Oxigraph's files under ``data`` and ``manifest.json``, which says what went in.

It is built aside and swapped in, so a build that fails leaves the previous store as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graphkit.findings import StoreError
from graphkit.store.local import LocalStore, load

MANIFEST = "manifest.json"
_DATA = "data"


def write_store(lines: list[str], folder: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Write N-Quads lines into a store on disk, replacing the one that stood there.

    Args:
        lines: sorted N-Quads.
        folder: where the store is to be; it must be empty, new, or a store of ours.
        about: what the manifest says besides the number and the digest of the statements.

    Returns:
        The manifest.

    Raises:
        StoreError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is not empty and no store of graphkit; name another folder")
    manifest = {
        **about,
        "statements": len(lines),
        "sha256": hashlib.sha256("\n".join([*lines, ""]).encode()).hexdigest(),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}); name another folder") from None
    try:
        _fill(aside, lines, manifest)
        _swap(aside, folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def _fill(folder: Path, lines: list[str], manifest: dict[str, Any]) -> None:
    store = ox.Store(str(folder / _DATA))
    load(store, lines)
    store.flush()
    store.optimize()
    del store  # closes the database: pyoxigraph has no other way
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    folder.chmod(0o755)


def _swap(new: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what went into a store on disk.

    Raises:
        StoreError: there is no store of ours.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise StoreError(f"{folder} is no store of graphkit; make one with: graphkit build --store {folder}") from None
    return manifest


def open_store(folder: Path) -> LocalStore:
    """Open a store on disk for reading; any number of processes may.

    Raises:
        StoreError: there is no store of ours, or it is damaged.
    """
    read_manifest(folder)
    try:
        return LocalStore(ox.Store.read_only(str(folder / _DATA)), folder)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder} cannot be opened: {error}; build it again") from None


def copy_to_disk(store: LocalStore, folder: Path) -> None:
    """Write a store in memory to a new folder, so that several processes may read it."""
    lines = (store.inner.dump(format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines()
    write_store(lines, folder, {})
