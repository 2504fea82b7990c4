"""Whether things can stand where they would be dropped; the reason in words, and the nearest place that is free."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from hallwright.equipment.base import Equipment, Point
from hallwright.project import Project


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why things cannot stand there (empty: they can), and the shift to the nearest free place."""

    reason: str = ""
    shift: Point | None = None


def place_refusal(project: Project, items: Sequence[Equipment]) -> Refusal:
    """Ask geometry; only geometry and ports refuse a drop, physics warns."""
    try:
        fit = importlib.import_module("hallwright.edits.fit")
    except ModuleNotFoundError:
        return Refusal()
    reason = fit.refusal(project, items)
    return Refusal(reason, fit.nearest_free_place(project, items)) if reason else Refusal()
