"""A uniform grid that finds what lies near a box, and shares what it does not change with its older self."""

import math
from collections.abc import Iterable, Iterator, Mapping

from hallwright.floor.bodies import Shape
from hallwright.floor.shapes import Box, boxes_meet, grown
from hallwright.overlay import overlaid

CELL_M = 1.5  # about two racks: few cells a shape, few shapes a cell

Cell = tuple[int, int]


class Grid:
    """Shapes by the cells of the floor they touch. Never changed: `with_changes` gives a new one."""

    def __init__(self, shapes: Iterable[Shape] = ()) -> None:
        cells: dict[Cell, list[Shape]] = {}
        owned: dict[str, list[Shape]] = {}
        for shape in shapes:
            owned.setdefault(shape.owner, []).append(shape)
            for cell in _cells(shape):
                cells.setdefault(cell, []).append(shape)
        self._cells: Mapping[Cell, tuple[Shape, ...]] = {k: tuple(v) for k, v in cells.items()}
        self._owned: Mapping[str, tuple[Shape, ...]] = {k: tuple(v) for k, v in owned.items()}

    def of(self, owner: str) -> tuple[Shape, ...]:
        """Shapes of one piece of equipment."""
        return self._owned.get(owner, ())

    def near(self, box: Box) -> Iterator[Shape]:
        """Every shape whose box meets a box, once each."""
        x0, y0, x1, y1 = (math.floor(v / CELL_M) for v in box)
        left, top, right, bottom = box
        cells = self._cells
        seen: set[int] = set()
        if (x1 - x0 + 1) * (y1 - y0 + 1) > len(cells):  # a box larger than the hall
            for shapes in self._owned.values():
                yield from (s for s in shapes if boxes_meet(box, s.box))
            return
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                for shape in cells.get((x, y), ()):
                    b = shape.box
                    if b[0] <= right and left <= b[2] and b[1] <= bottom and top <= b[3] and id(shape) not in seen:
                        seen.add(id(shape))
                        yield shape

    def with_changes(self, new: Mapping[str, tuple[Shape, ...]]) -> "Grid":
        """A grid in which these owners have these shapes (none: they are gone)."""
        cells: dict[Cell, tuple[Shape, ...] | None] = {}
        for owner, shapes in new.items():
            for shape in self._owned.get(owner, ()):
                for cell in _cells(shape):
                    there = (cells[cell] if cell in cells else self._cells.get(cell)) or ()
                    cells[cell] = tuple([s for s in there if s is not shape]) or None
            for shape in shapes:
                for cell in _cells(shape):
                    there = (cells[cell] if cell in cells else self._cells.get(cell)) or ()
                    cells[cell] = (*there, shape)
        after = Grid()
        after._cells = overlaid(self._cells, cells)
        after._owned = overlaid(self._owned, {owner: shapes or None for owner, shapes in new.items()})
        return after


def _cells(shape: Shape) -> set[Cell]:
    """Cells a shape may touch; a long oblique line takes only those along it."""
    box = shape.box
    if len(shape.points) == 2 and min(box[2] - box[0], box[3] - box[1]) > CELL_M:
        (ax, ay), (bx, by) = shape.points
        steps = math.ceil(math.hypot(bx - ax, by - ay) / CELL_M)
        found: set[Cell] = set()
        for i in range(steps):
            x0, y0 = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
            x1, y1 = ax + (bx - ax) * (i + 1) / steps, ay + (by - ay) * (i + 1) / steps
            found |= _box_cells(grown((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), 1e-6))
        return found
    return _box_cells(box)


def _box_cells(box: Box) -> set[Cell]:
    x0, y0, x1, y1 = (math.floor(v / CELL_M) for v in box)
    return {(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)}
