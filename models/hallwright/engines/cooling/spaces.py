"""Air volumes of the hall: rooms, cut by walls and by contained aisles.

A contained hot or cold aisle is a volume of its own. What is left of a room is one volume, for air passes above
containment, unless walls (which reach the ceiling) divide it. An uncontained zone divides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hallwright.equipment.base import Point
from hallwright.equipment.room import Room
from hallwright.equipment.wall import Wall
from hallwright.equipment.zone import Zone

PITCH_M = 0.2  # raster on which walls divide a room: gaps below it count as closed
CELL_M = 10.0  # of the raster that finds rooms and aisles: few cells an outline, few outlines a cell
OFFSET = 0.0137  # keeps raster lines off the round coordinates on which walls are drawn
AISLES = ("cold_aisle", "hot_aisle")


def inside(point: Point, polygon: tuple[Point, ...]) -> bool:
    """Whether a point lies in a polygon (even-odd rule)."""
    x, y = point
    found = False
    x0, y0 = polygon[-1]
    for x1, y1 in polygon:
        if (y1 > y) != (y0 > y) and x < (x0 - x1) * (y - y1) / (y0 - y1) + x1:
            found = not found
        x0, y0 = x1, y1
    return found


@dataclass(frozen=True, slots=True)
class Outline:
    """A polygon with the box around it."""

    id: str
    points: tuple[Point, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @staticmethod
    def around(id: str, points: tuple[Point, ...]) -> "Outline":
        """The outline of these points."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return Outline(id, points, min(xs), min(ys), max(xs), max(ys))

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        x, y = point
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1 and inside(point, self.points)

    @property
    def area_m2(self) -> float:
        """Area [m2]."""
        p = self.points
        return abs(sum(p[i - 1][0] * p[i][1] - p[i][0] * p[i - 1][1] for i in range(len(p)))) / 2


class Finder:
    """Finds the first of many outlines that holds a point, by the cells of a coarse raster that they cover."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self._cells: dict[tuple[int, int], list[Outline]] = {}
        for outline in outlines:
            for column in range(int(outline.x0 // CELL_M), int(outline.x1 // CELL_M) + 1):
                for row in range(int(outline.y0 // CELL_M), int(outline.y1 // CELL_M) + 1):
                    self._cells.setdefault((column, row), []).append(outline)

    def at(self, point: Point) -> Outline | None:
        """The first outline, in the order given, that holds a point."""
        for outline in self._cells.get((int(point[0] // CELL_M), int(point[1] // CELL_M)), ()):
            if outline.holds(point):
                return outline
        return None


@dataclass(frozen=True, eq=False)
class Parts:
    """A room's raster: number of the part that each cell lies in."""

    x0: float
    y0: float
    label: NDArray[np.int32]
    walls: tuple[tuple[Point, Point], ...]

    def at(self, point: Point) -> int:
        """Part that a point lies in: that of the nearest cell centre with no wall in between."""
        rows, columns = self.label.shape
        column, row = int((point[0] - self.x0) / PITCH_M), int((point[1] - self.y0) / PITCH_M)
        best, nearest = 0, float("inf")
        for r in range(max(row - 1, 0), min(row + 2, rows)):
            for c in range(max(column - 1, 0), min(column + 2, columns)):
                centre = self.x0 + (c + 0.5) * PITCH_M, self.y0 + (r + 0.5) * PITCH_M
                distance = (centre[0] - point[0]) ** 2 + (centre[1] - point[1]) ** 2
                if distance < nearest and not any(_cross(point, centre, a, b) for a, b in self.walls):
                    best, nearest = int(self.label[r, c]), distance
        return best


def _cross(p: Point, q: Point, a: Point, b: Point) -> bool:
    def side(u: Point, v: Point, w: Point) -> bool:
        return (v[0] - u[0]) * (w[1] - u[1]) - (v[1] - u[1]) * (w[0] - u[0]) > 0.0

    return side(p, q, a) != side(p, q, b) and side(a, b, p) != side(a, b, q)


@dataclass(frozen=True, eq=False)
class Spaces:
    """Where the air volumes lie. A volume's key is the identifier of its room or aisle, with ``/2``… for parts.

    Attributes
    ----------
    rooms, aisles : tuple of Outline
        Rooms, smallest first; contained aisles, smallest first.
    parts : mapping
        Rasters of rooms that walls divide.
    raised, ceiling_return : frozenset of str
        Rooms with a raised floor; rooms whose air returns above the ceiling.
    ceiling_aisles, contained : frozenset of str
        Aisles that open above the ceiling; aisles that are closed off.
    cold, hot : tuple of Outline
        Marked aisles, contained or not, for what faces the wrong way.
    """

    rooms: tuple[Outline, ...]
    aisles: tuple[Outline, ...]
    parts: dict[str, Parts]
    raised: frozenset[str]
    ceiling_return: frozenset[str]
    ceiling_aisles: frozenset[str]
    contained: frozenset[str]
    cold: tuple[Outline, ...]
    hot: tuple[Outline, ...]

    @staticmethod
    def of(rooms: Iterable[Room], zones: Iterable[Zone], walls: Iterable[Wall]) -> "Spaces":
        """The volumes of these rooms, zones and walls."""
        rooms, zones = tuple(rooms), tuple(zones)
        outlines = _by_area(Outline.around(r.id, r.points_m) for r in rooms if len(r.points_m) > 2)
        aisles = [z for z in zones if z.use in AISLES and len(z.points_m) > 2]
        lines = [(w.points_m[i], w.points_m[i + 1]) for w in walls for i in range(len(w.points_m) - 1)]
        parts = {}
        for room in outlines:
            near = tuple(
                (a, b)
                for a, b in lines
                if max(a[0], b[0]) > room.x0
                and min(a[0], b[0]) < room.x1
                and max(a[1], b[1]) > room.y0
                and min(a[1], b[1]) < room.y1
            )
            raster = _raster(room, near) if near else None
            if raster is not None:
                parts[room.id] = raster
        return Spaces(
            outlines,
            _by_area(Outline.around(z.id, z.points_m) for z in aisles if z.contained),
            parts,
            frozenset(r.id for r in rooms if r.floor == "raised"),
            frozenset(r.id for r in rooms if r.ceiling_return),
            frozenset(z.id for z in aisles if z.return_path == "ceiling"),
            frozenset(z.id for z in aisles if z.contained),
            tuple(Outline.around(z.id, z.points_m) for z in aisles if z.use == "cold_aisle"),
            tuple(Outline.around(z.id, z.points_m) for z in aisles if z.use == "hot_aisle"),
        )

    @cached_property
    def find_room(self) -> Finder:
        """Finds rooms."""
        return Finder(self.rooms)

    @cached_property
    def find_aisle(self) -> Finder:
        """Finds contained aisles."""
        return Finder(self.aisles)

    @cached_property
    def find_cold(self) -> Finder:
        """Finds cold aisles, contained or not."""
        return Finder(self.cold)

    @cached_property
    def find_hot(self) -> Finder:
        """Finds hot aisles, contained or not."""
        return Finder(self.hot)

    @cached_property
    def room_of_aisle(self) -> dict[str, str | None]:
        """Key of the room, or room part, around each contained aisle."""
        found = {}
        for aisle in self.aisles:
            n = len(aisle.points)
            found[aisle.id] = self.room_at((sum(p[0] for p in aisle.points) / n, sum(p[1] for p in aisle.points) / n))
        return found

    def room_at(self, point: Point) -> str | None:
        """Key of the room, or room part, that a point lies in, whatever is contained there."""
        room = self.find_room.at(point)
        if room is None:
            return None
        raster = self.parts.get(room.id)
        number = raster.at(point) if raster is not None else 0
        return f"{room.id}/{number + 1}" if number else room.id

    def at(self, point: Point) -> str | None:
        """Key of the volume that a point lies in; None outside every room and contained aisle."""
        aisle = self.find_aisle.at(point)
        return self.room_at(point) if aisle is None else aisle.id

    def room_of(self, volume: str) -> str | None:
        """Key of the room, or room part, around a volume."""
        return self.room_of_aisle.get(volume, volume)

    def is_contained(self, volume: str | None) -> bool:
        """Whether a volume is a contained aisle."""
        return volume in self.contained


def owner(volume: str) -> str:
    """Identifier of the room or aisle that a volume belongs to."""
    return volume.partition("/")[0]


def _by_area(outlines: Iterable[Outline]) -> tuple[Outline, ...]:
    return tuple(sorted(outlines, key=lambda o: (o.area_m2, o.id)))


def _raster(room: Outline, walls: tuple[tuple[Point, Point], ...]) -> Parts | None:
    """The parts into which walls divide a room, largest first; None where they divide nothing."""
    pitch = PITCH_M
    x0, y0 = room.x0 - pitch + OFFSET, room.y0 - pitch + OFFSET
    columns = int((room.x1 - x0) / pitch) + 2
    rows = int((room.y1 - y0) / pitch) + 2
    xs = np.asarray(x0 + (np.arange(columns) + 0.5) * pitch, dtype=np.float64)
    ys = np.asarray(y0 + (np.arange(rows) + 0.5) * pitch, dtype=np.float64)
    free = _cells_inside(room.points, xs, ys)
    # east[r, c]: open from cell (r, c) to (r, c + 1); south likewise to (r + 1, c)
    east, south = free[:, :-1] & free[:, 1:], free[:-1, :] & free[1:, :]
    for (ax, ay), (bx, by) in walls:
        r = np.flatnonzero((ys > min(ay, by)) & (ys <= max(ay, by)))
        if r.size:
            c = np.floor((ax + (ys[r] - ay) * (bx - ax) / (by - ay) - xs[0]) / pitch).astype(int)
            kept = (c >= 0) & (c < columns - 1)
            east[r[kept], c[kept]] = False
        c = np.flatnonzero((xs > min(ax, bx)) & (xs <= max(ax, bx)))
        if c.size:
            r = np.floor((ay + (xs[c] - ax) * (by - ay) / (bx - ax) - ys[0]) / pitch).astype(int)
            kept = (r >= 0) & (r < rows - 1)
            south[r[kept], c[kept]] = False
    number = np.arange(rows * columns).reshape(rows, columns)
    a = np.concatenate([number[:, :-1][east], number[:-1, :][south]])
    b = np.concatenate([number[:, 1:][east], number[1:, :][south]])
    from scipy.sparse import coo_array  # here: most halls have no walls inside, and it is slow to import
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(a.size, dtype=np.int8), (a, b)), shape=(rows * columns, rows * columns))
    label = connected_components(graph, directed=False)[1].reshape((rows, columns))
    sizes = np.bincount(label[free])
    order = [int(i) for i in np.argsort(-sizes, kind="stable") if sizes[i] * pitch**2 >= 1.0]  # slivers are no rooms
    if len(order) < 2:
        return None
    ranks = np.zeros(int(label.max()) + 1, dtype=np.int32)
    for rank, old in enumerate(order):
        ranks[old] = rank
    return Parts(x0, y0, ranks[label], walls)


def _cells_inside(polygon: tuple[Point, ...], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = np.meshgrid(xs, ys)
    found = np.zeros(x.shape, dtype=bool)
    px, py = polygon[-1]
    for qx, qy in polygon:
        if qy != py:
            found ^= ((qy > y) != (py > y)) & (x < (px - qx) * (y - qy) / (py - qy) + qx)
        px, py = qx, qy
    return found
