"""Stores behind one door: Oxigraph in memory or on disk, any SPARQL 1.1 endpoint, and rdflib's view of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphkit.findings import StoreError
from graphkit.store.base import Answer, Dataset, Scope, Store
from graphkit.store.disk import MANIFEST, copy_to_disk, open_store, read_manifest, write_store
from graphkit.store.loading import load_remote
from graphkit.store.local import LocalStore, memory_store
from graphkit.store.remote import RemoteStore

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "MANIFEST",
    "Answer",
    "Dataset",
    "LocalStore",
    "RemoteStore",
    "Scope",
    "Store",
    "as_dataset",
    "copy_to_disk",
    "is_url",
    "load_remote",
    "memory_store",
    "open_any",
    "open_store",
    "read_manifest",
    "write_store",
]


def is_url(where: str | Path) -> bool:
    """Tell an address from a folder.

    >>> is_url("http://localhost:7878/query"), is_url("store")
    (True, False)
    """
    return str(where).startswith(("http://", "https://"))


def open_any(where: str | Path, base: str) -> Store:
    """Open a store on disk, or one behind a URL.

    Args:
        where: folder, or address of a SPARQL 1.1 query endpoint.
        base: what the IRIs of the graphs of the workspace start with.

    Raises:
        StoreError: there is no such store.
    """
    return RemoteStore(str(where), base) if is_url(where) else open_store(Path(where))


def as_dataset(store: Store | ox.Store) -> rdflib.Dataset:
    """Show a store as an rdflib Dataset whose default graph is the union of all graphs.

    Raises:
        StoreError: the store lies behind a URL; rdflib has its own way to those.
    """
    import rdflib
    from oxrdflib.store import OxigraphStore

    inner = store.inner if isinstance(store, LocalStore) else store
    if not isinstance(inner, ox.Store):
        raise StoreError("a store behind a URL is no data set here; rdflib.plugins.stores.sparqlstore reads it")
    return rdflib.Dataset(store=OxigraphStore(store=inner), default_union=True)
