"""A network as a pyvis drawing: shapes by kind of entity, colors and widths by strength, dashes by hedge.

The drawing is filled directly: ``from_nx`` of pyvis is quadratic, changes the caller's graph, and drops parallel
edges of an undirected network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from graphkit.explorer.layout import place
from graphkit.network import Network

if TYPE_CHECKING:
    from pyvis.network import Network as Drawing


@dataclass(frozen=True)
class Family:
    """Kinds that are drawn alike."""

    label: str
    shape: str
    light: str
    dark: str
    kinds: tuple[str, ...]


FAMILIES = (
    Family("agents", "dot", "#1f6fb5", "#6cb2f0", ("gk:Agent", "gk:ProductType")),
    Family("practices and purposes", "hexagon", "#0e7c6b", "#4fc7b2", ("gk:Practice", "gk:Purpose")),
    Family("complaints and states", "square", "#b4491a", "#f0935f", ("gk:State",)),
    Family("processes and functions", "triangle", "#7a4fa3", "#c39be8", ("gk:Process", "gk:Function")),
    Family(
        "measures and amounts",
        "diamond",
        "#8a6d00",
        "#dcb93a",
        ("gk:Measure", "gk:Quantity", "gk:Test", "gk:PropertyValue", "gk:Dimension"),
    ),
    Family("parts of the body", "triangleDown", "#a03a6b", "#ef8fbb", ("gk:BodyPart", "gk:Receptor", "gk:Channel")),
    Family("people and species", "star", "#4d6a1c", "#a8cc66", ("gk:Population", "gk:Species", "gk:Authority")),
    Family("other", "dot", "#5c6470", "#a5adb8", ()),
)

#: What an edge looks like. Strength: color and width, weakest first. Hedge: dashes.
STYLE: dict[str, Any] = {
    "families": [asdict(family) for family in FAMILIES],
    "strength": {
        "light": ["#a3abb5", "#8b9bb0", "#6389b6", "#3f75b2", "#1d5a9c", "#0a3a6e"],
        "dark": ["#5b6571", "#6f8399", "#7f9fc0", "#93badf", "#b3d4f5", "#e2f0ff"],
        "width": [1.0, 1.4, 1.9, 2.5, 3.3, 4.2],
    },
    "dashes": {"asserted": False, "hedged": [9, 6], "uncertain": [2, 5]},
}


def family_of(types: Collection[str], kinds: Mapping[str, Collection[str]]) -> int:
    """Return the number of the family that types belong to; `kinds` are the types above each type."""
    held = {above for t in types for above in kinds.get(t, (t,))}
    for number, family in enumerate(FAMILIES):
        if held & set(family.kinds):
            return number
    return len(FAMILIES) - 1


def to_pyvis(network: Network, kinds: Mapping[str, Collection[str]]) -> Drawing:
    """Return a network as a pyvis drawing with fixed places and no physics.

    Args:
        network: claims as edges.
        kinds: the types above each type, itself included.
    """
    from pyvis.network import Network as Drawing

    drawing = Drawing(directed=True, height="100%", width="100%")
    degrees = dict(network.degree())
    names = sorted(network, key=lambda name: (-degrees[name], name))
    points = place(names, network.edges(), label_widths(network, names))
    for name in names:
        node = _node(name, network.nodes[name], points[name], family_of(network.nodes[name]["types"], kinds))
        drawing.nodes.append(node)
        drawing.node_ids.append(name)
        drawing.node_map[name] = node
    drawing.edges = [_edge(s, o, k, a) for s, o, k, a in network.edges(keys=True, data=True)]
    drawing.toggle_physics(False)
    return drawing


def label_widths(network: Network, names: Iterable[str]) -> dict[str, float]:
    """Return how wide the label of each node is about to be; long labels are wrapped."""
    return {name: 7.5 * min(len(network.nodes[name]["label"]), 22) for name in names}


def _node(name: str, entity: Mapping[str, Any], point: tuple[float, float], family: int) -> dict[str, Any]:
    look = FAMILIES[family]
    return {
        "id": name,
        "label": entity["label"],
        "shape": look.shape,
        "color": look.light,
        "group": look.label,
        "x": point[0],
        "y": point[1],
    }


def _edge(subject: str, thing: str, key: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    strength = claim["strength"]
    return {
        "id": key,
        "from": subject,
        "to": thing,
        "color": STYLE["strength"]["light"][strength],
        "width": STYLE["strength"]["width"][strength],
        "dashes": STYLE["dashes"].get(claim["hedge"], False),
        "arrows": {"to": {"enabled": True, "type": "bar" if claim["negated"] else "arrow"}},
    }
