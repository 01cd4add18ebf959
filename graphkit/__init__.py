"""What is claimed, by whom, on what evidence: a knowledge graph of claims.

    import graphkit

    workspace = graphkit.open_workspace()          # the corpus that ships; or a folder
    corpus = graphkit.read_claims(workspace)       # sources, passages, claims, studies
    session = graphkit.open_session(workspace)     # SPARQL: session.ask_for("conflicts").to_pandas()
    dataset = graphkit.as_dataset(session.store)   # an rdflib.Dataset over the same store
    network = graphkit.build_network(session)      # a networkx.MultiDiGraph

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Claim": "graphkit.model",
    "Corpus": "graphkit.claims",
    "Finding": "graphkit.findings",
    "GraphkitError": "graphkit.findings",
    "Passage": "graphkit.model",
    "Quantity": "graphkit.model",
    "Result": "graphkit.query",
    "Session": "graphkit.query",
    "Source": "graphkit.model",
    "Study": "graphkit.model",
    "Workspace": "graphkit.workspace",
    "appraise": "graphkit.appraisal",
    "as_dataset": "graphkit.store",
    "build_graph": "graphkit.compiler",
    "build_network": "graphkit.network",
    "explore": "graphkit.explorer",
    "open_session": "graphkit.query",
    "open_workspace": "graphkit.workspace",
    "read_claims": "graphkit.claims",
}

__all__ = [*sorted(_HOMES), "__version__"]  # noqa: PLE0604

if TYPE_CHECKING:
    from graphkit.appraisal import appraise as appraise
    from graphkit.claims import Corpus as Corpus
    from graphkit.claims import read_claims as read_claims
    from graphkit.compiler import build_graph as build_graph
    from graphkit.explorer import explore as explore
    from graphkit.findings import Finding as Finding
    from graphkit.findings import GraphkitError as GraphkitError
    from graphkit.model import Claim as Claim
    from graphkit.model import Passage as Passage
    from graphkit.model import Quantity as Quantity
    from graphkit.model import Source as Source
    from graphkit.model import Study as Study
    from graphkit.network import build_network as build_network
    from graphkit.query import Result as Result
    from graphkit.query import Session as Session
    from graphkit.query import open_session as open_session
    from graphkit.store import as_dataset as as_dataset
    from graphkit.workspace import Workspace as Workspace
    from graphkit.workspace import open_workspace as open_workspace


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'graphkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
