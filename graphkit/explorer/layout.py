"""Places for the nodes of a drawing, computed once when the page is written: same graph, same picture.

Springs (Fruchterman & Reingold 1991) from a fixed start, with repulsion between near nodes only, in plain Python:
numpy is no requirement. Then labels that overlap are pushed apart.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Point = tuple[float, float]

#: Graphs with more nodes than this are not sprung: the page draws parts of them, and lays those out itself.
SPRUNG = 400
_ROUNDS = 80
_ROW = 58.0


def spiral(count: int, step: float = 70.0) -> list[Point]:
    """Return points of a sunflower spiral, evenly spread, first in the middle."""
    golden = math.pi * (3 - math.sqrt(5))
    return [
        (step * math.sqrt(n) * math.cos(n * golden), step * math.sqrt(n) * math.sin(n * golden)) for n in range(count)
    ]


def place(
    names: Sequence[str], links: Iterable[tuple[str, str]], widths: Mapping[str, float], *, stretch: float = 2.0
) -> dict[str, Point]:
    """Return a place for each node.

    Args:
        names: nodes, most important first.
        links: pairs of nodes.
        widths: how wide the label of each node is.
        stretch: how much wider than high the picture is.
    """
    points = dict(zip(names, spiral(len(names)), strict=True))
    if len(names) <= SPRUNG:
        pairs = sorted({(min(a, b), max(a, b)) for a, b in links if a != b and a in points and b in points})
        points = _spring(points, pairs)
        points = _apart({name: (x * stretch, y) for name, (x, y) in points.items()}, widths)
    return {name: (round(x, 1), round(y, 1)) for name, (x, y) in points.items()}


def _spring(points: dict[str, Point], pairs: Sequence[tuple[str, str]]) -> dict[str, Point]:
    ideal = 75.0
    for turn in range(_ROUNDS):
        heat = 60.0 * (1 - turn / _ROUNDS) + 1
        push = _repulsion(points, ideal)
        for a, b in pairs:
            (ax, ay), (bx, by) = points[a], points[b]
            dx, dy = bx - ax, by - ay
            pull = math.hypot(dx, dy) / ideal / 2
            push[a][0] += dx * pull
            push[a][1] += dy * pull
            push[b][0] -= dx * pull
            push[b][1] -= dy * pull
        for name, (dx, dy) in push.items():
            x, y = points[name]
            to_x, to_y = dx - x * 0.12, dy - y * 0.12
            length = math.hypot(to_x, to_y) or 1.0
            points[name] = (x + to_x / length * min(length, heat), y + to_y / length * min(length, heat))
    return points


def _repulsion(points: Mapping[str, Point], ideal: float) -> dict[str, list[float]]:
    """Return the push on each node from those in its own and the neighboring squares of a grid."""
    reach = 2.5 * ideal
    grid: dict[tuple[int, int], list[str]] = defaultdict(list)
    for name, (x, y) in points.items():
        grid[int(x // reach), int(y // reach)].append(name)
    push = {}
    for name, (x, y) in points.items():
        column, row = int(x // reach), int(y // reach)
        total = [0.0, 0.0]
        for near in (o for c in (-1, 0, 1) for r in (-1, 0, 1) for o in grid.get((column + c, row + r), ())):
            if near != name:
                dx, dy = x - points[near][0], y - points[near][1]
                square = max(dx * dx + dy * dy, 1.0)
                total[0] += dx * ideal * ideal / square
                total[1] += dy * ideal * ideal / square
        push[name] = total
    return push


def _apart(points: dict[str, Point], widths: Mapping[str, float]) -> dict[str, Point]:
    """Push labels that overlap apart, along the shorter way, until none does or patience ends."""
    names = sorted(points)
    for _ in range(120):
        moved = False
        for n, a in enumerate(names):
            for b in names[n + 1 :]:
                (ax, ay), (bx, by) = points[a], points[b]
                over_x = (widths[a] + widths[b]) / 2 + 12 - abs(bx - ax)
                over_y = _ROW - abs(by - ay)
                if over_x > 0 and over_y > 0:
                    moved = True
                    if over_x < over_y:
                        shift = over_x / 2 if bx >= ax else -over_x / 2
                        points[a], points[b] = (ax - shift, ay), (bx + shift, by)
                    else:
                        shift = over_y / 2 if by >= ay else -over_y / 2
                        points[a], points[b] = (ax, ay - shift), (bx, by + shift)
        if not moved:
            break
    return points
