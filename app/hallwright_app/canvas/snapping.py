"""Snapping of what is dragged: to edges of neighbours, else to the tile grid; guides and distances come with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hallwright.equipment.base import Point
from hallwright_app.canvas.ink import Box

EDGE_PX = 8.0  # nearer than this an edge holds
FAR_M = 8.0  # distances longer than this are not shown


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a drag comes to rest.

    Attributes
    ----------
    dx_m, dy_m : float
        Shift after snapping [m].
    guides : list of (x0, y0, x1, y1)
        Lines through edges that line up [m].
    gaps : list of (from, to)
        The two nearest distances to neighbours [m].
    """

    dx_m: float
    dy_m: float
    guides: list[tuple[float, float, float, float]] = field(default_factory=list)
    gaps: list[tuple[Point, Point]] = field(default_factory=list)


def shifted(box: Box, dx: float, dy: float) -> Box:
    """A box moved."""
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def snap(
    box: Box,
    dx_m: float,
    dy_m: float,
    others: Iterable[Box],
    px_per_m: float,
    *,
    origin: Point = (0.0, 0.0),
    tile_m: float = 0.6,
    free: bool = False,
) -> Snap:
    """Let a box dragged by (dx, dy) hold at edges of others or on the grid.

    Parameters
    ----------
    box : (left, top, right, bottom)
        Where it was before the drag [m].
    others : iterable of boxes
        Neighbours.
    origin, tile_m :
        Grid of the room [m].
    free : bool
        No snapping; distances only.
    """
    boxes = list(others)
    if free:
        dx, dy = round(dx_m, 3), round(dy_m, 3)
    else:
        reach = EDGE_PX / px_per_m
        moved = shifted(box, dx_m, dy_m)
        dx = dx_m + _hold((moved[0], moved[2]), [e for b in boxes for e in (b[0], b[2])], reach, origin[0], tile_m)
        dy = dy_m + _hold((moved[1], moved[3]), [e for b in boxes for e in (b[1], b[3])], reach, origin[1], tile_m)
        dx, dy = round(dx, 6), round(dy, 6)
    rest = shifted(box, dx, dy)
    return Snap(dx, dy, [] if free else _guides(rest, boxes), _gaps(rest, boxes))


def snap_point(point: Point, corners: Iterable[Point], px_per_m: float, *, origin: Point, tile_m: float) -> Point:
    """A point held at a near corner, else on half a tile."""
    reach = 10.0 / px_per_m
    near = [c for c in corners if abs(c[0] - point[0]) <= reach and abs(c[1] - point[1]) <= reach]
    if near:
        return min(near, key=lambda c: (c[0] - point[0]) ** 2 + (c[1] - point[1]) ** 2)
    step = tile_m / 2
    return (
        round(origin[0] + round((point[0] - origin[0]) / step) * step, 6),
        round(origin[1] + round((point[1] - origin[1]) / step) * step, 6),
    )


def _hold(edges: tuple[float, float], targets: list[float], reach: float, origin: float, tile: float) -> float:
    """Shift that brings one of two edges onto a target, else the first onto the grid."""
    best = min((t - e for e in edges for t in targets), key=abs, default=reach * 2)
    if abs(best) <= reach:
        return best
    return origin + round((edges[0] - origin) / tile) * tile - edges[0]


def _guides(rest: Box, boxes: list[Box]) -> list[tuple[float, float, float, float]]:
    found: dict[tuple[str, float], tuple[float, float]] = {}
    for b in boxes:
        for mine, theirs in ((rest[0], b[0]), (rest[0], b[2]), (rest[2], b[0]), (rest[2], b[2])):
            if abs(mine - theirs) < 1e-4:
                low, high = found.get(("x", round(mine, 4)), (rest[1], rest[3]))
                found["x", round(mine, 4)] = min(low, b[1]), max(high, b[3])
        for mine, theirs in ((rest[1], b[1]), (rest[1], b[3]), (rest[3], b[1]), (rest[3], b[3])):
            if abs(mine - theirs) < 1e-4:
                low, high = found.get(("y", round(mine, 4)), (rest[0], rest[2]))
                found["y", round(mine, 4)] = min(low, b[0]), max(high, b[2])
    return [
        (at, low - 0.3, at, high + 0.3) if axis == "x" else (low - 0.3, at, high + 0.3, at)
        for (axis, at), (low, high) in found.items()
    ]


def _gaps(rest: Box, boxes: list[Box]) -> list[tuple[Point, Point]]:
    """The two nearest clear distances, along the axes."""
    nearest: dict[str, tuple[float, Point, Point]] = {}
    for b in boxes:
        for edge in (b[0], b[2]):
            if b[1] < rest[3] and b[3] > rest[1]:
                y = (max(rest[1], b[1]) + min(rest[3], b[3])) / 2
                _note(nearest, "left", rest[0] - edge, (rest[0], y), (edge, y))
                _note(nearest, "right", edge - rest[2], (rest[2], y), (edge, y))
        for edge in (b[1], b[3]):
            if b[0] < rest[2] and b[2] > rest[0]:
                x = (max(rest[0], b[0]) + min(rest[2], b[2])) / 2
                _note(nearest, "up", rest[1] - edge, (x, rest[1]), (x, edge))
                _note(nearest, "down", edge - rest[3], (x, rest[3]), (x, edge))
    found = sorted(nearest.values())[:2]
    return [(a, b) for _, a, b in found]


def _note(nearest: dict[str, tuple[float, Point, Point]], way: str, gap: float, a: Point, b: Point) -> None:
    if 1e-4 < gap <= FAR_M and (way not in nearest or gap < nearest[way][0]):
        nearest[way] = gap, a, b
