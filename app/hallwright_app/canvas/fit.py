"""Whether things can stand where they would be dropped; the reason in words, and the nearest place that is free."""

from collections.abc import Sequence

from hallwright.edits.fit import nearest_free_place, refusal
from hallwright.equipment.base import Equipment, Placed, Point
from hallwright.project import Project
from hallwright.units import System


def place_refusal(project: Project, items: Sequence[Equipment], units: System = "metric") -> str:
    """Why things cannot stand there; empty: they can. Only geometry and ports refuse a drop, physics warns."""
    return refusal(project, items, units)


def free_shift(project: Project, items: Sequence[Equipment]) -> Point | None:
    """Shift [m] that brings things to the nearest place where all of them fit; None where there is none near."""
    first = next((i for i in items if isinstance(i, Placed) and i.rack_id is None), None)
    if first is None:
        return None
    found = nearest_free_place(project, items, first.x_m, first.y_m)
    return None if found is None else (found[0] - first.x_m, found[1] - first.y_m)
