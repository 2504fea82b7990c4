"""Edits of order: line up and space out."""

from collections.abc import Collection
from typing import Literal

from hallwright.edits.arrange import refuse_locked
from hallwright.equipment.base import Equipment
from hallwright.errors import EditRefused
from hallwright.project import Project

Edge = Literal["left", "right", "top", "bottom", "middle_x", "middle_y"]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1


def box(item: Equipment) -> Box:
    """Smallest upright rectangle round a footprint on the floor [m]."""
    corners = item.outline()
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _standing(project: Project, ids: Collection[str], least: int) -> list[Equipment]:
    items = [i for i in project.pick([i for i in ids if i not in project.links]) if i.outline()]
    if len(items) < least:
        raise EditRefused(f"Select at least {least} things that stand on the floor.")
    refuse_locked(items)
    return items


def align(project: Project, ids: Collection[str], edge: Edge) -> Project:
    """Shift things so that one edge, or their middles, line up with the first one's.

    Raises
    ------
    EditRefused
        Fewer than two things stand on the floor, or one is locked.
    """
    items = _standing(project, ids, 2)

    def place(found: Box) -> float:
        x0, y0, x1, y1 = found
        return {"left": x0, "right": x1, "top": y0, "bottom": y1, "middle_x": (x0 + x1) / 2, "middle_y": (y0 + y1) / 2}[
            edge
        ]

    wanted = place(box(items[0]))
    across = edge in ("left", "right", "middle_x")
    moved = {}
    for item in items[1:]:
        shift = wanted - place(box(item))
        if abs(shift) > 1e-9:
            moved[item.id] = item.moved(shift, 0.0) if across else item.moved(0.0, shift)
    return project.changed(equipment=moved)


def distribute(project: Project, ids: Collection[str], axis: Literal["x", "y"]) -> Project:
    """Space things so that the gaps between them are equal; the outer two stay.

    Raises
    ------
    EditRefused
        Fewer than three things stand on the floor, or one is locked.
    """
    items = _standing(project, ids, 3)
    low, high = (0, 2) if axis == "x" else (1, 3)
    items.sort(key=lambda item: (box(item)[low] + box(item)[high], item.id))
    boxes = [box(item) for item in items]
    whole = boxes[-1][high] - boxes[0][low]
    gap = (whole - sum(b[high] - b[low] for b in boxes)) / (len(items) - 1)
    moved = {}
    at = boxes[0][high] + gap
    for item, found in zip(items[1:-1], boxes[1:-1], strict=True):
        shift = at - found[low]
        if abs(shift) > 1e-9:
            moved[item.id] = item.moved(shift, 0.0) if axis == "x" else item.moved(0.0, shift)
        at += found[high] - found[low] + gap
    return project.changed(equipment=moved)
