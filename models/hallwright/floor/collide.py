"""What a footprint stands in: other things, columns, walls, outlines, zones, door swings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hallwright.equipment.room import Room
from hallwright.floor.bodies import SOLID, Role, Shape
from hallwright.floor.shapes import TOUCH_M, boxes_meet, distance_to_outline, inside, overlap_depth, reach_outside

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


def place_of(shape: Shape, rooms: Mapping[str, Room], crosses: bool) -> Place:
    """Room of a footprint; `crosses` tells whether it stands on the outline of any."""
    x = (shape.points[0][0] + shape.points[2][0]) / 2.0
    y = (shape.points[0][1] + shape.points[2][1]) / 2.0
    for room_id, room in rooms.items():
        if inside((x, y), room.points_m):
            return Place(room_id, reach_outside(shape.points, room.points_m) if crosses else 0.0)
    if crosses:
        for room_id, room in rooms.items():
            if any(inside(p, room.points_m) for p in shape.points) or any(
                inside(p, shape.points) for p in room.points_m
            ):
                return Place(room_id, reach_outside(shape.points, room.points_m))
    nearest = min(
        (max(distance_to_outline(p, room.points_m) for p in shape.points) for room in rooms.values()), default=0.0
    )
    return Place(None, nearest)
