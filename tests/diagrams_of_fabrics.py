"""Fabrics to draw: examples, generated ones of every kind, synthetic ones of any size."""

from functools import cache
from pathlib import Path
from typing import Any

from generated import bare_hall, with_fabric
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine as fabric_engine
from hallwright.engines.topology import Topology
from hallwright.engines.traffic import engine as traffic_engine
from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright.templates import TEMPLATES

PROJECTS = Path(__file__).resolve().parents[1] / "projects"
KINDS: dict[str, tuple[int, dict[str, Any]]] = {
    "1 SU": (32, {}),
    "16 SU": (512, {}),
    "rail-only": (64, {"topology": "rail_only"}),
    "one leaf a unit": (64, {"leaves_a_unit": 1}),
    "dragonfly": (64, {"topology": "dragonfly", "routers_a_group": 4, "globals_a_router": 4, "leaves_a_unit": 1}),
    "torus": (64, {"topology": "torus", "dims": (4, 4), "globals_a_router": 4, "leaves_a_unit": 1}),
}


def of_fabric_alone(project: Project) -> Report:
    """A report in which only the fabric and its traffic were looked at: the rest says nothing of the drawing."""
    report = evaluate(Project(name=project.name))
    results, topology = Results(), Topology(project)
    step = Step(project, topology, results)
    results.fabric = fabric_engine.solve(fabric_engine.inputs(step))
    results.traffic = traffic_engine.solve(traffic_engine.inputs(step))
    found = Report.__new__(Report)
    for name, value in {**{k: getattr(report, k) for k in report.__dataclass_fields__}, "project": project,
                        "results": results, "topology": topology}.items():  # fmt: skip
        object.__setattr__(found, name, value)
    return found


@cache
def report_of(name: str) -> Report:
    if name in KINDS:
        systems, fields = KINDS[name]
        return of_fabric_alone(with_fabric(bare_hall(systems, spare=systems // 30 + 2), **fields))
    if name.isdigit():
        return of_fabric_alone(TEMPLATES["synthetic"](gpus=int(name), seed=0))
    return of_fabric_alone(load(PROJECTS / f"{name}.hall").project)
