"""The shapes that equipment has on the plan: footprints, walls, outlines, door swings, overhead runs."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from hallwright.equipment.base import Equipment, Mount, Placed
from hallwright.equipment.busway import Busway
from hallwright.equipment.column import Column
from hallwright.equipment.door import Door
from hallwright.equipment.room import Room
from hallwright.equipment.tile import Tile
from hallwright.equipment.tray import Tray
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone
from hallwright.floor.shapes import Box, Point, box_of, convex_parts, edges


class Role(IntEnum):
    """What a shape stands for."""

    STANDING = 0
    COLUMN = 1
    WALL = 2
    EDGE = 3  # outline of a room
    FENCE = 4  # outline of a cage
    KEEP_OUT = 5
    SWING = 6
    OVERHEAD = 7
    TILES = 8


SOLID = frozenset({Role.STANDING, Role.COLUMN, Role.WALL, Role.EDGE, Role.FENCE})  # one cannot stand or work in it


@dataclass(frozen=True, slots=True)
class Shape:
    """One convex shape on the plan.

    Attributes
    ----------
    owner : str
        Equipment it belongs to.
    points : tuple of (x, y)
        Corners in order; two points are a line without thickness. A footprint starts at own left front.
    upright : bool
        It fills its box.
    front : (x, y)
        Unit vector to the side its front faces; (0, 0) where it has none.
    bottom_m, top_m : float
        Heights above the finished floor.
    """

    owner: str
    role: Role
    points: tuple[Point, ...]
    box: Box
    upright: bool
    front: Point = (0.0, 0.0)
    bottom_m: float = 0.0
    top_m: float = math.inf


def stands(item: Equipment) -> bool:
    """Whether it stands on the floor and is no part of the building."""
    return (
        isinstance(item, Placed)
        and item.rack_id is None
        and Mount.BUILDING not in item.mounts
        and (bool(item.mounts & {Mount.FLOOR, Mount.OUTDOOR}))
    )


def may_stand_outdoors(item: Equipment) -> bool:
    """Whether it may stand outside every room."""
    return Mount.OUTDOOR in item.mounts


def added_depth_m(carried: Iterable[Equipment]) -> float:
    """Depth that things hung behind a rack add to it: rear doors."""
    return max(
        (i.depth_m for i in carried if isinstance(i, Placed) and i.mounts == frozenset({Mount.RACK_SIDE})), default=0.0
    )


def shapes_of(item: Equipment, added_m: float = 0.0) -> tuple[Shape, ...]:
    """Shapes of a piece of equipment; `added_m` is the depth that hangs behind its rear."""
    if isinstance(item, Placed):
        if item.rack_id is not None:
            return ()
        if stands(item):
            return (footprint(item, added_m),)
        if isinstance(item, Column):
            return (_shape(item.id, Role.COLUMN, item.outline(), top_m=item.height_m),)
        if isinstance(item, Tile):
            return (_shape(item.id, Role.TILES, item.outline(), top_m=0.0),)
        if isinstance(item, Door):
            swing = item.swing_area()
            return (_shape(item.id, Role.SWING, swing),) if swing else ()
        return ()
    if isinstance(item, Wall):
        return tuple(_run(item.id, Role.WALL, item.points_m, item.thickness_m))
    if isinstance(item, Room):
        return tuple(_shape(item.id, Role.EDGE, side) for side in edges(item.points_m) if side[0] != side[1])
    if isinstance(item, Zone):
        if item.use == "cage":
            return tuple(_shape(item.id, Role.FENCE, side) for side in edges(item.points_m) if side[0] != side[1])
        if item.use == "keep_out":
            return tuple(_shape(item.id, Role.KEEP_OUT, part) for part in convex_parts(item.points_m))
        return ()
    if isinstance(item, Tray) and item.level == "overhead":
        top = item.elevation_m + item.side_m
        return tuple(_run(item.id, Role.OVERHEAD, item.points_m, item.width_m, item.elevation_m, top))
    if isinstance(item, Busway):
        top = item.elevation_m + item.height_m
        return tuple(_run(item.id, Role.OVERHEAD, item.points_m, item.width_m, item.elevation_m, top))
    return ()


def footprint(item: Placed, added_m: float = 0.0, before_m: float = 0.0) -> Shape:
    """Footprint of a floor-standing thing, corners from own left front, with depth added behind and before it."""
    w, d = item.width_m / 2.0, item.depth_m / 2.0
    points = item.local_rectangle(-w, -d - before_m, w, d + added_m)
    (x0, y0), (x1, y1), _, _ = points
    ux, uy = (x1 - x0) / item.width_m, (y1 - y0) / item.width_m
    return _shape(item.id, Role.STANDING, points, front=(uy, -ux), top_m=item.height_m)


def _shape(
    owner: str,
    role: Role,
    points: tuple[Point, ...],
    *,
    front: Point = (0.0, 0.0),
    bottom_m: float = 0.0,
    top_m: float = math.inf,
) -> Shape:
    box = box_of(points)
    upright = len(points) == 4 and all(p[0] in (box[0], box[2]) and p[1] in (box[1], box[3]) for p in points)
    return Shape(owner, role, points, box, upright, front, bottom_m, top_m)


def _run(
    owner: str, role: Role, line: tuple[Point, ...], width_m: float, bottom_m: float = 0.0, top_m: float = math.inf
) -> Iterable[Shape]:
    """Rectangles along a line of points."""
    for (x0, y0), (x1, y1) in pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0)
        if length == 0.0:
            continue
        nx, ny = -(y1 - y0) / length * width_m / 2.0, (x1 - x0) / length * width_m / 2.0
        points = ((x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny))
        yield _shape(owner, role, points, bottom_m=bottom_m, top_m=top_m)
