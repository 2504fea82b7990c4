"""Rows: things side by side that face the same way, with no gap one could walk through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hallwright.floor.bodies import Role, Shape
from hallwright.floor.grid import Grid
from hallwright.overlay import overlaid

SAME_WAY = 0.9998  # cosine of about one degree: what is turned less stands in the same row
OVERLAP_M = 0.01  # neighbours that overlap more are in each other, not in a row


@dataclass(frozen=True, slots=True)
class Rows:
    """Nearest neighbour of each thing on its own left and right; two are joined where each is the other's nearest."""

    left: Mapping[str, str]
    right: Mapping[str, str]

    def with_changes(self, ids: Iterable[str], grid: Grid, gap_m: float) -> "Rows":
        """The rows after these things were placed, moved or removed; all whose neighbours may differ must be named."""
        left: dict[str, str | None] = {}
        right: dict[str, str | None] = {}
        for id in ids:
            left[id] = right[id] = None
            shapes = grid.of(id)
            if shapes and shapes[0].role is Role.STANDING:
                left[id], right[id] = _neighbours(shapes[0], grid, gap_m)
        return Rows(overlaid(self.left, left), overlaid(self.right, right))

    def heads(self, ids: Iterable[str]) -> set[str]:
        """The things at the left ends of the rows of these things."""
        head_of: dict[str, str] = {}
        for id in ids:
            walked: dict[str, None] = {}
            while id not in head_of and id not in walked:  # a ring of neighbours has no end
                walked[id] = None
                before = self.left.get(id)
                if before is None or self.right.get(before) != id:
                    break
                id = before
            head_of.update(dict.fromkeys(walked, head_of.get(id, id)))
        return set(head_of.values())

    def row(self, id: str) -> list[str]:
        """The things of the row that starts at one, from left to right; empty where it is not the left end."""
        before = self.left.get(id)
        if before is not None and self.right.get(before) == id:
            return []
        found = [id]
        while (after := self.right.get(id)) is not None and self.left.get(after) == id and after not in found:
            found.append(after)
            id = after
        return found


def _neighbours(shape: Shape, grid: Grid, gap_m: float) -> tuple[str | None, str | None]:
    """Nearest things on own left and right that face the same way and stand in the same line."""
    fx, fy = shape.front
    ux, uy = -fy, fx  # own right, seen from above
    own = [ux * x + uy * y for x, y in shape.points]
    own_deep = [fx * x + fy * y for x, y in shape.points]
    best_left: tuple[float, str] | None = None
    best_right: tuple[float, str] | None = None
    x0, y0, x1, y1 = shape.box
    dx, dy = abs(ux) * gap_m, abs(uy) * gap_m
    for other in grid.near((x0 - dx, y0 - dy, x1 + dx, y1 + dy)):
        if other.role is not Role.STANDING or other.owner == shape.owner:
            continue
        if other.front[0] * fx + other.front[1] * fy < SAME_WAY:
            continue
        deep = [fx * x + fy * y for x, y in other.points]
        shared = min(max(own_deep), max(deep)) - max(min(own_deep), min(deep))
        if shared < 0.5 * min(max(own_deep) - min(own_deep), max(deep) - min(deep)):
            continue
        along = [ux * x + uy * y for x, y in other.points]
        on_right, on_left = min(along) - max(own), min(own) - max(along)
        if -OVERLAP_M <= on_right < gap_m and (best_right is None or (on_right, other.owner) < best_right):
            best_right = on_right, other.owner
        if -OVERLAP_M <= on_left < gap_m and (best_left is None or (on_left, other.owner) < best_left):
            best_left = on_left, other.owner
    return (best_left[1] if best_left else None), (best_right[1] if best_right else None)
