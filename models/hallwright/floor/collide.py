"""What a footprint stands in: other things, columns, walls, outlines, zones, door swings."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hallwright.equipment.room import Room
from hallwright.floor.bodies import SOLID, Role, Shape
from hallwright.floor.shapes import (
    TOUCH_M,
    Box,
    Point,
    box_of,
    boxes_meet,
    distance_to_outline,
    inside,
    overlap_depth,
    reach_outside,
)

Hit = tuple[str, float]  # identifier, depth [m]


@dataclass(frozen=True, slots=True)
class Place:
    """The room a footprint belongs to, and how far it reaches out of it.

    Attributes
    ----------
    room_id : str or None
        Room that holds its middle, or else a corner; None = outside every room.
    outside_m : float
        How far it reaches over the outline; outside every room: how far the nearest room is from its farthest
        corner.
    """

    room_id: str | None
    outside_m: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A room's corners [m] and the box around them."""

    room_id: str
    points: tuple[Point, ...]
    box: Box


def outlines_of(rooms: Iterable[Room]) -> tuple[Outline, ...]:
    """Outlines of rooms, in the same order."""
    return tuple(Outline(room.id, room.points_m, box_of(room.points_m)) for room in rooms)


def depth_of(a: Shape, b: Shape) -> float:
    """How far two shapes stand in each other [m]."""
    if not boxes_meet(a.box, b.box):
        return 0.0
    if a.upright and b.upright:
        p, q = a.box, b.box
        depth = min(p[2] - q[0], q[2] - p[0], p[3] - q[1], q[3] - p[1])
        return depth if depth > TOUCH_M else 0.0
    return overlap_depth(a.points, b.points)


def scan(shape: Shape, others: Iterable[Shape]) -> tuple[dict[Role, dict[str, float]], list[Shape]]:
    """What a footprint stands in (or below), and the solid shapes that it does not stand in.

    Returns
    -------
    hits : by role, depth [m] by owner
        The deepest of the owner's shapes.
    clear : list of Shape
        What may limit the free depth around it.
    """
    hits: dict[Role, dict[str, float]] = {}
    clear: list[Shape] = []
    for other in others:
        if other.owner == shape.owner:
            continue
        depth = depth_of(shape, other)
        if depth > 0.0:
            of_role = hits.setdefault(other.role, {})
            of_role[other.owner] = max(depth, of_role.get(other.owner, 0.0))
        elif other.role in SOLID:
            clear.append(other)
    return hits, clear


def place_of(shape: Shape, rooms: Sequence[Outline], crosses: bool) -> Place:
    """Room of a footprint; `crosses` tells whether it stands on the outline of any."""
    x = (shape.points[0][0] + shape.points[2][0]) / 2.0
    y = (shape.points[0][1] + shape.points[2][1]) / 2.0
    for room in rooms:
        x0, y0, x1, y1 = room.box
        if x0 <= x <= x1 and y0 <= y <= y1 and inside((x, y), room.points):
            return Place(room.room_id, reach_outside(shape.points, room.points) if crosses else 0.0)
    if crosses:
        for room in rooms:
            if boxes_meet(room.box, shape.box) and (
                any(inside(p, room.points) for p in shape.points) or any(inside(p, shape.points) for p in room.points)
            ):
                return Place(room.room_id, reach_outside(shape.points, room.points))
    nearest = math.inf
    for away, room in sorted(((_apart(shape.box, r.box), r) for r in rooms), key=lambda found: found[0]):
        if away >= nearest:
            break  # no corner of the room, nor of those after it, is nearer
        nearest = min(nearest, max(distance_to_outline(p, room.points) for p in shape.points))
    return Place(None, nearest if rooms else 0.0)


def _apart(a: Box, b: Box) -> float:
    """Distance between two upright boxes [m]; 0 where they meet."""
    return math.hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))
