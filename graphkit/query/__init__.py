"""SPARQL over a store: named queries, guards, results."""

from graphkit.query.guards import Inspection, inspect_query
from graphkit.query.named import NamedQuery, Parameter, read_named_queries
from graphkit.query.results import GRAPH_FORMATS, ROW_FORMATS, Result, to_python
from graphkit.query.running import Prepared, Session, open_session
from graphkit.query.tables import result_table, table

__all__ = [
    "GRAPH_FORMATS",
    "ROW_FORMATS",
    "Inspection",
    "NamedQuery",
    "Parameter",
    "Prepared",
    "Result",
    "Session",
    "inspect_query",
    "open_session",
    "read_named_queries",
    "result_table",
    "table",
    "to_python",
]
