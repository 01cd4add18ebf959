"""The explorer: one HTML file on vis-network, through pyvis, that works without a network."""

from __future__ import annotations

import html
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.explorer.drawing import to_pyvis
from graphkit.explorer.passages import passage_texts
from graphkit.explorer.payload import Payload, kinds_above
from graphkit.explorer.selection import select
from graphkit.findings import GraphkitError
from graphkit.network import build_network
from graphkit.page import environment, json_script, vis_network
from graphkit.query import Session, open_session
from graphkit.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from pyvis.network import Network as Drawing

__all__ = ["Explorer", "explore", "explore_html", "to_network"]

_SCRIPTS = (
    *("data.js", "filter.js", "map.js", "map_view.js", "map_export.js"),
    *("layout.js", "graph.js", "graph_export.js", "graph_view.js"),
    *("card.js", "cards.js", "lists.js", "contradictions.js", "about.js", "app.js"),
)
_STYLES = ("map.css", "graph.css", "explorer.css")


def explore_html(
    session: Session, *, articles: Path | None = None, entity: str | None = None, query: str | None = None
) -> str:
    """Return the explorer as one HTML page that asks for nothing else.

    Args:
        session: the claims.
        articles: folder with the texts of the articles; without it the page shows places and no text.
        entity: show only claims about this entity (CURIE, IRI or label) and what lies below it.
        query: show only claims that this named query, file or SPARQL text finds.

    Raises:
        UsageError: nothing is called so, or there are no such claims.
        QueryError: the query is refused or does not parse.
    """
    network = select(session, build_network(session), entity=entity, query=query)
    texts = passage_texts(session, articles) if articles else {}
    payload = Payload(session, network, texts, articles=articles is not None)
    drawing = to_pyvis(network, payload.kinds)
    drawing.templateEnv = environment("graphkit.explorer", _SCRIPTS, _STYLES)
    drawing.templateEnv.globals |= {
        "data": partial(_data, payload.build()),
        "title": session.workspace.settings.title,
        "vis_network": vis_network(),
    }
    drawing.path = "explorer.html.j2"
    page: str = drawing.generate_html()
    return page


def _data(payload: dict[str, Any], nodes: list[dict[str, Any]]) -> str:
    """Return the payload with the places of the drawing, as the content of a JSON script element."""
    places = {node["id"]: (node["x"], node["y"]) for node in nodes}
    points = [places[name] for name in payload["entities"]["id"]]
    payload["entities"] |= {"x": [x for x, _ in points], "y": [y for _, y in points]}
    return json_script(payload)


def to_network(session: Session) -> Drawing:
    """Return all claims as a ``pyvis.network.Network``, to go on with in pyvis."""
    return to_pyvis(build_network(session), kinds_above(session))


class Explorer:
    """A page that shows itself in a notebook and can be written to a file."""

    def __init__(self, page: str) -> None:
        self.html = page

    def write(self, path: str | Path) -> Path:
        """Write the page as UTF-8.

        Raises:
            GraphkitError: the file cannot be written.
        """
        target = Path(path)
        try:
            target.write_text(self.html, encoding="utf-8", newline="\n")
        except OSError as error:
            raise GraphkitError(f"{target} cannot be written: {error.strerror}") from None
        return target

    def _repr_html_(self) -> str:
        content = html.escape(self.html, quote=True)
        return (
            f'<iframe title="graphkit explorer" srcdoc="{content}" width="100%" height="760" '
            'style="border:1px solid #8888;border-radius:6px"></iframe>'
        )


def explore(
    where: Session | Workspace | str | Path | None = None,
    *,
    demo: bool = False,
    articles: str | Path | None = None,
    entity: str | None = None,
    query: str | None = None,
) -> Explorer:
    """Explore claims in a notebook, or write the page with ``.write(path)``.

    Args:
        where: a session, a workspace, or the folder of one; without it, as of `open_workspace`.
        demo: explore the demonstration.
        articles: folder with the texts of the articles; else the one that the workspace names, if it is there.
        entity: show only claims about this entity and what lies below it.
        query: show only claims that this query finds.
    """
    session = where if isinstance(where, Session) else open_session(_workspace(where, demo))
    own = session.workspace.articles
    folder = Path(articles) if articles else own if own and own.is_dir() else None
    return Explorer(explore_html(session, articles=folder, entity=entity, query=query))


def _workspace(where: Workspace | str | Path | None, demo: bool) -> Workspace:
    return where if isinstance(where, Workspace) else open_workspace(where, demo=demo)
