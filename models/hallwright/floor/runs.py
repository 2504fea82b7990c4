"""Length of power cables that nobody has measured or ordered yet."""

import math
from collections.abc import Sequence
from itertools import pairwise

from hallwright.equipment.base import Drawn, Placed, Point
from hallwright.project import Project

DEEPEST = 3  # a card in a system in a rack


def power_run_m(project: Project, a: str, b: str) -> float:
    """Length of a power cable between two things [m]: along x and y of the room, plus both ends.

    Approximation: the way over trays is longer where they make a detour, and shorter never. At each end stands the
    setting `cable_end_m`. A busway is met at its nearest point.
    """
    ends_m = 2.0 * project.settings.cable_end_m
    first, second = _points(project, a), _points(project, b)
    if not first or not second:
        return ends_m
    near = [(one, _nearest(second, one)) for one in first] + [(_nearest(first, two), two) for two in second]
    return ends_m + min(abs(x0 - x1) + abs(y0 - y1) for (x0, y0), (x1, y1) in near)


def _nearest(line: Sequence[Point], point: Point) -> Point:
    """The point of a line of corners that is nearest to another."""
    found = list(line)
    x, y = point
    for (x0, y0), (x1, y1) in pairwise(line):
        dx, dy = x1 - x0, y1 - y0
        t = min(max(((x - x0) * dx + (y - y0) * dy) / ((dx * dx + dy * dy) or 1.0), 0.0), 1.0)
        found.append((x0 + t * dx, y0 + t * dy))
    return min(found, key=lambda one: math.dist(one, point))


def _points(project: Project, id: str) -> tuple[Point, ...]:
    item = project.equipment.get(id)
    for _ in range(DEEPEST):
        carrier = item.carrier_id() if item is not None else None
        if carrier is None:
            break
        item = project.equipment.get(carrier)
    if isinstance(item, Drawn):
        return tuple(item.points_m)
    return ((item.x_m, item.y_m),) if isinstance(item, Placed) else ()
