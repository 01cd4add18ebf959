"""The workbench: a SPARQL 1.1 endpoint, a query page, the explorer, and a page for each thing of the graph."""

from graphkit.server.application import create_app
from graphkit.server.limits import Access, Limits
from graphkit.server.serving import serve

__all__ = ["Access", "Limits", "create_app", "serve"]
