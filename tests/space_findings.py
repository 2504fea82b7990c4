"""What the tests of the space rules share: a plain room, and the findings of one rule in it."""

from typing import Any

from halls import item
from hallwright.equipment.base import Equipment
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Finding, Gap

RACK: dict[str, Any] = {
    "width_m": 0.6,
    "depth_m": 1.2,
    "height_m": 2.2,
    "mass_kg": 150.0,
    "static_load_kg": 1000.0,
    "mounting_depth_m": 1.0,
}


def rack(id: str, x_m: float, y_m: float, **fields: Any) -> Equipment:
    """A rack of 600 by 1200 mm."""
    return item("rack", id, x_m=x_m, y_m=y_m, **{**RACK, **fields})


def room(*things: Equipment, **fields: Any) -> Project:
    """A room of 20 by 10 m with these things."""
    plain = {"points_m": [[0, 0], [20, 0], [20, 10], [0, 10]], "height_m": 4.0, "uniform_load_kpa": 12.0}
    return Project().changed(equipment={i.id: i for i in (item("room", "room", **{**plain, **fields}), *things)})


def findings(code: str, project: Project) -> list[Finding]:
    """Findings of one rule, by subjects."""
    return sorted((f for f in evaluate(project).findings if f.code == code), key=lambda f: f.subjects)


def gaps(code: str, project: Project) -> list[Gap]:
    """What one rule could not evaluate."""
    return [g for g in evaluate(project).not_evaluated if g.code == code]
