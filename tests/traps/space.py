"""Traps of the space rules: one fault each, and the lines that mend it."""

from collections.abc import Callable
from typing import Any

from halls import item
from hallwright.edits.change import set_fields
from hallwright.equipment.base import Equipment
from hallwright.project import Project

Trap = tuple[Callable[[Project], Project], tuple[str, ...]]


def fields(id: str, **values: Any) -> Callable[[Project], Project]:
    """A fault in fields of a piece of equipment."""
    return lambda project: set_fields(project, [id], values)


def things(*items: Equipment) -> Callable[[Project], Project]:
    """A fault by more equipment."""
    return lambda project: project.changed(equipment={i.id: i for i in items})


CARD = {"form_factor": "PCIe FHFL", "tdp_kw": 0.0}
RACK = {
    "width_m": 0.6,
    "depth_m": 1.2,
    "height_m": 2.26,
    "mass_kg": 150.0,
    "static_load_kg": 1500.0,
    "mounting_depth_m": 1.1,
}


def _row(project: Project) -> Project:
    """Empty racks in a row of 21."""
    racks = [item("rack", f"q{n:02d}", x_m=1.0 + 0.6 * n, y_m=1.6, **RACK) for n in range(1, 22)]
    return project.changed(equipment={r.id: r for r in racks})


def _rear_door(project: Project) -> Project:
    door = item("rear_door", "rd", rack_id="q", mass_kg=100.0, sensible_kw=20.0, active=False, airflow_m3_s=0.5)
    rack = item("rack", "q", x_m=8.6, y_m=2.0, clearance_rear_m=0.5, **RACK)
    wall = item("wall", "w", points_m=[[8.0, 3.8], [9.2, 3.8]])
    return project.changed(equipment={i.id: i for i in (door, rack, wall)})


TRAPS: dict[str, Trap] = {
    "SPC101": (things(item("rack", "q", x_m=4.6, y_m=5.0, **RACK)), ("equipment.q.x_m=4.2",)),
    "SPC102": (
        things(item("column", "k", x_m=8.6, y_m=9.6), item("rack", "q", x_m=8.1, y_m=9.6, **RACK)),
        ("equipment.q.x_m=7.9",),
    ),
    "SPC103": (
        things(item("wall", "w", points_m=[[8.6, 9.0], [8.6, 11.0]]), item("rack", "q", x_m=8.3, y_m=9.8, **RACK)),
        ("equipment.q.x_m=8.0",),
    ),
    "SPC104": (things(item("rack", "q", x_m=13.0, y_m=0.3, **RACK)), ("equipment.q.y_m=2.0",)),
    "SPC105": (
        things(
            item("zone", "z", use="keep_out", points_m=[[8, 9], [9, 9], [9, 12], [8, 12]]),
            item("rack", "q", x_m=7.9, y_m=9.8, **RACK),
        ),
        ("equipment.q.x_m=7.6",),
    ),
    "SPC106": (
        things(item("door", "d", x_m=7.0, y_m=-0.1, rotation_deg=180.0), item("rack", "q", x_m=7.0, y_m=1.7, **RACK)),
        ("equipment.q.x_m=8.2",),
    ),
    "SPC107": (
        things(
            item("wall", "w", points_m=[[8.0, 9.0], [9.2, 9.0]], thickness_m=0.2),
            item("rack", "q", x_m=8.6, y_m=10.5, clearance_rear_m=0.5, **RACK),
        ),
        ("equipment.w.points_m=[[8.0,8.8],[9.2,8.8]]",),
    ),
    "SPC108": (
        things(
            item("wall", "w", points_m=[[8.0, 3.8], [9.2, 3.8]], thickness_m=0.2),
            item("rack", "q", x_m=8.6, y_m=2.3, **RACK),
        ),
        ("equipment.q.y_m=2.0",),
    ),
    "SPC109": (
        things(item("rack", "q", x_m=5.1, y_m=2.7, rotation_deg=180.0, **RACK)),
        ("equipment.q.y_m=2.6",),
    ),
    "SPC110": (
        things(item("rack", "q", x_m=5.1, y_m=7.0, rotation_deg=180.0, **RACK)),
        ("equipment.q.y_m=7.2",),
    ),
    "SPC111": (_rear_door, ("equipment.q.y_m=1.9",)),
    "SPC112": (
        things(item("wall", "w", points_m=[[1.9, 2.0], [1.9, 4.0]], thickness_m=0.2)),
        ("equipment.w.points_m=[[2.1,2.0],[2.1,4.0]]",),
    ),
    "SPC113": (
        things(item("wall", "w", points_m=[[3.0, 8.3], [5.0, 8.3]], thickness_m=0.2)),
        ("equipment.w.points_m=[[3.0,8.1],[5.0,8.1]]",),
    ),
    "SPC114": (fields("cdu1", mass_kg=2000.0), ("equipment.cdu1.mass_kg=1900.0",)),
    "SPC115": (
        fields("room", floor="raised", floor_void_m=0.6, tile_load_kg=299.0),
        ("equipment.room.tile_load_kg=300.0",),
    ),
    "SPC116": (fields("r1", static_load_kg=149.0), ("equipment.r1.static_load_kg=150.0",)),
    "SPC117": (fields("lf2", u=1), ("equipment.lf2.u=3",)),
    "SPC118": (fields("lf2", u=49), ("equipment.lf2.u=48",)),
    "SPC119": (fields("r1", mounting_depth_m=0.89), ("equipment.r1.mounting_depth_m=0.897",)),
    "SPC120": (fields("lf1", width_m=0.49), ("equipment.lf1.width_m=0.44",)),
    "SPC121": (fields("room", height_m=2.7), ("equipment.room.height_m=2.8",)),
    "SPC122": (
        things(item("tray", "t", points_m=[[4.8, 5.0], [7.2, 5.0]], elevation_m=2.2)),
        ("equipment.t.elevation_m=2.3",),
    ),
    "SPC123": (
        things(
            item("tray", "t", points_m=[[4.0, 8.0], [9.0, 8.0]], elevation_m=3.0),
            item("tray", "t2", points_m=[[6.0, 7.0], [6.0, 8.5]], elevation_m=3.95),
        ),
        ("equipment.t2.elevation_m=3.5",),
    ),
    "SPC124": (
        things(item("door", "d", x_m=13.0, y_m=-0.1, height_m=2.2, rotation_deg=0.0, width_m=1.6)),
        ("equipment.d.height_m=2.4",),
    ),
    "SPC125": (_row, ("equipment.q21.y_m=7.0",)),
    "SPC126": (
        lambda project: set_fields(
            project.changed(equipment={"c1": item("accelerator", "c1", system_id="s1", **CARD)}),
            ["s1"],
            {"accelerator_slots": 8},
        ),
        ("equipment.s1.accelerator_slots=9",),
    ),
    "SPC127": (
        lambda project: set_fields(
            things(
                item("tile", "t", x_m=5.4, y_m=3.9, width_m=1.2, depth_m=1.2, columns=2, rows=2, open_fraction=0.25)
            )(project),
            ["room"],
            {"floor": "raised", "floor_void_m": 0.6, "tile_load_kg": 500.0},
        ),
        ("equipment.t.y_m=3.6",),
    ),
    "SPC301": (
        things(item("tile", "t", x_m=5.4, y_m=3.6, open_fraction=0.25)),
        ('equipment.room.floor="raised"', "equipment.room.floor_void_m=0.6", "equipment.room.tile_load_kg=500.0"),
    ),
}
