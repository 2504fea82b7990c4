"""Traps of the thermal rules: one fault each, and the lines that mend it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from halls import good_hall, item
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import connect
from hallwright.equipment.base import Equipment
from hallwright.project import Project

Trap = tuple[Callable[[Project], Project], tuple[str, ...]]

CRAHS = ("crah1", "crah2", "crah3")
CHILLERS = ("chl1", "chl2")
CDUS = ("cdu1", "cdu2")
FRONT = [[4.8, 3.2], [7.6, 3.2], [7.6, 4.4], [4.8, 4.4]]
REAR = [[4.8, 5.6], [7.6, 5.6], [7.6, 6.8], [4.8, 6.8]]
BESIDE = [[2.9, 13], [8.2, 13], [8.2, 23], [2.9, 23]]  # around the transformer of side A
SMALL = {"supply_degc": None, "setpoint_degc": 22.0}  # no rated supply: nothing to balance the rating with


def change(project: Project, *ids: str, **values: Any) -> Project:
    """The project with fields of these things set."""
    return set_fields(project, ids, values)


def fields(ids: str | Iterable[str], mend: dict[str, Any], **values: Any) -> Trap:
    """A fault in fields of things, and the values that mend it."""
    names = (ids,) if isinstance(ids, str) else tuple(ids)
    lines = tuple(f"equipment.{i}.{key}={json.dumps(value)}" for i in names for key, value in mend.items())
    return lambda project: change(project, *names, **values), lines


def setting(mend: Any, **values: Any) -> Trap:
    """A fault in one setting."""
    ((key, _),) = values.items()
    return lambda project: set_settings(project, values), (f"settings.{key}={json.dumps(mend)}",)


def added(project: Project, *things: Equipment) -> Project:
    """The project with more equipment."""
    return project.changed(equipment={t.id: t for t in things})


def link_id(a: str, b: str) -> str:
    """Identifier of the coolant link between two things of the good hall."""
    return next(k for k, v in good_hall().links.items() if v.a == (a,) and v.b == (b,) and v.medium == "coolant")


def zone(project: Project, points: list[list[float]], use: str, contained: bool) -> Project:
    """The project with an aisle drawn."""
    return added(project, item("zone", "z", points_m=points, use=use, contained=contained))


def loops_joined(project: Project) -> Project:
    """The rack loop of a CDU opens into the water of the plant."""
    header = project.links[link_id("chl1", "chl2")]
    trap = header.model_copy(
        update={"id": "trap", "a": ("cdu1",), "a_port": "rack", "a_first": 20, "b_first": header.b_first + 1}
    )
    return project.changed(links={"trap": trap})


def door(project: Project, sensible_kw: float) -> Project:
    """A watered rear door on the first rack, in air dry enough for it."""
    project = set_settings(project, {"room_dew_point_degc": 9.0})
    made = item("rear_door", "rd", rack_id="r1", mass_kg=80.0, sensible_kw=sensible_kw, active=False, airflow_m3_s=0.5)
    return connect(added(project, made), "chl1", "out", "rd", "water")


def tank(project: Project, capacity_kw: float) -> Project:
    """A watered tank that holds the first system."""
    made = item(
        "immersion_tank",
        "tank",
        x_m=8.0,
        y_m=8.2,
        width_m=1.2,
        depth_m=0.9,
        height_m=1.2,
        mass_kg=400.0,
        capacity_kw=capacity_kw,
        pump_kw=0.0,
    )
    project = change(added(project, made), "s1", rack_id="tank")
    for side in "ab":
        project = connect(project, f"sg{side}", "out", "tank", "feed")
    return connect(project, "chl1", "out", "tank", "water")


def in_row(project: Project, rotation_deg: float) -> Project:
    """A watered in-row cooler at the end of the row, by a marked cold aisle."""
    made = item(
        "in_row",
        "ir",
        x_m=7.35,
        y_m=5.0,
        rotation_deg=rotation_deg,
        width_m=0.3,
        depth_m=1.2,
        height_m=2.0,
        mass_kg=180.0,
        sensible_kw=20.0,
        airflow_m3_s=1.0,
        fan_kw=0.0,
        setpoint_degc=22.0,
    )
    project = connect(added(project, made), "chl1", "out", "ir", "water")
    for side in "ab":
        project = connect(project, f"sg{side}", "out", "ir", "feed")
    return zone(project, FRONT, "cold_aisle", False)


def tiled(project: Project) -> Project:
    """A raised floor with tiles before the racks, fed by the first cooler."""
    tiles = item("tile", "tiles", x_m=6.0, y_m=3.9, width_m=2.4, columns=4, open_fraction=0.5)
    project = change(added(project, tiles), "room", floor="raised", floor_void_m=0.6)
    return change(project, "crah1", discharge="floor_void")


def two_coolants(project: Project, coolant: str) -> Project:
    """A second system on the rack loop, made for this coolant."""
    project = change(
        project,
        "s1",
        air_fraction=0.9,
        airflow_m3_s=0.47,
        liquid_flow_l_min=2.0,
        liquid_supply_max_degc=45.0,
        coolant=coolant,
    )
    for cdu in CDUS:
        project = connect(project, cdu, "rack", "s1", "coolant")
    return project


def warm_water(project: Project) -> Project:
    """Facility water beyond the class that the project states."""
    return set_settings(change(project, *CHILLERS, water_supply_degc=18.0), {"facility_water_class": "W17"})


def miswired(project: Project) -> Project:
    """The pipe that a cooler should have ends at the common header instead."""
    return set_fields(project, [link_id("chl1", "crah1")], {"b": ["chl2"], "b_port": "header", "b_first": 2})


def on_one_cdu(project: Project) -> Project:
    """Both coolant connections of the liquid-cooled system on one CDU."""
    return set_fields(project, [link_id("cdu2", "s3")], {"a": ["cdu1"], "a_first": 9})


TRAPS: dict[str, Trap] = {
    "THM101": fields(CRAHS, {"sensible_kw": 40.0, "airflow_m3_s": 3.0}, sensible_kw=10.0, airflow_m3_s=0.8),
    "THM102": fields(CRAHS, {"airflow_m3_s": 3.0}, airflow_m3_s=0.48, **SMALL),
    "THM103": fields("s1", {"inlet_max_degc": 30.0}, inlet_max_degc=21.0),
    "THM104": setting(27.0, inlet_recommended_max_degc=21.0),
    "THM105": fields("s1", {"inlet_min_degc": 5.0}, inlet_min_degc=23.0),
    "THM106": fields("cdu1", {"capacity_kw": 150.0}, capacity_kw=4.0),
    "THM107": fields("cdu1", {"secondary_flow_l_min": 200.0}, secondary_flow_l_min=5.0),
    "THM108": fields("s3", {"liquid_supply_max_degc": 45.0}, liquid_supply_max_degc=29.0),
    "THM109": fields(CHILLERS, {"capacity_kw": 300.0}, capacity_kw=20.0),
    "THM110": fields(CHILLERS, {"water_flow_l_min": 720.0}, water_flow_l_min=30.0),
    "THM111": (lambda p: door(p, 9.0), ("equipment.rd.sensible_kw=12.0",)),
    "THM112": (lambda p: tank(p, 9.0), ("equipment.tank.capacity_kw=20.0",)),
    "THM113": fields("crah1", {"water_supply_degc": 12.0}, water_supply_degc=11.0),
    "THM114": fields("s3", {"liquid_return_max_degc": 50.0}, liquid_return_max_degc=40.0),
    "THM115": fields("cdu1", {"secondary_supply_max_degc": 50.0}, secondary_supply_max_degc=29.0),
    "THM116": setting(15.0, air_practice_uncontained_kw=10.0),
    "THM201": fields(CRAHS, {"sensible_kw": 40.0, "airflow_m3_s": 3.0}, sensible_kw=15.0, airflow_m3_s=1.2),
    "THM202": fields(CRAHS, {"airflow_m3_s": 3.0}, airflow_m3_s=0.7, **SMALL),
    "THM203": (
        on_one_cdu,
        (f'links.{link_id("cdu2", "s3")}.a=["cdu2"]', f"links.{link_id('cdu2', 's3')}.a_first=1"),
    ),
    "THM204": fields("cdu1", {"capacity_kw": 150.0}, capacity_kw=5.0),
    "THM205": fields("chl2", {"capacity_kw": 300.0}, capacity_kw=30.0),
    "THM301": (lambda p: zone(p, FRONT, "cold_aisle", True), ("equipment.z.contained=false",)),
    "THM302": (lambda p: zone(p, REAR, "hot_aisle", True), ("equipment.z.contained=false",)),
    "THM303": (lambda p: in_row(p, 180.0), ("equipment.ir.rotation_deg=0.0",)),
    "THM304": (lambda p: zone(p, REAR, "cold_aisle", False), ('equipment.z.use="hot_aisle"',)),
    "THM305": fields("lf1", {"face": "front"}, face="rear"),
    "THM310": (
        lambda project: added(project, item("room", "room2", points_m=BESIDE, height_m=5.0, uniform_load_kpa=30.0)),
        ("equipment.txa.x_m=30.0",),
    ),
    "THM306": fields("s1", {"air_fraction": 1.0}, air_fraction=0.9, liquid_supply_max_degc=40.0),
    "THM307": (
        miswired,
        (
            f'links.{link_id("chl1", "crah1")}.b=["crah1"]',
            f'links.{link_id("chl1", "crah1")}.b_port="water"',
            f"links.{link_id('chl1', 'crah1')}.b_first=1",
        ),
    ),
    "THM311": (
        lambda p: set_fields(p, [link_id("chl1", "crah1")], {"b_first": 2}),
        (f"links.{link_id('chl1', 'crah1')}.b_first=1",),
    ),
    "THM312": (loops_joined, ('links.trap.a_port="out"', 'links.trap.a=["chl1"]')),
    "THM308": fields("crah1", {"discharge": "free"}, discharge="floor_void"),
    "THM309": fields("chl2", {"rejects_to": "air"}, rejects_to="water"),
    "THM401": fields("crah1", {"return_degc": 33.0}, return_degc=21.0),
    "THM402": fields("crah1", {"sensible_kw": 40.0}, sensible_kw=60.0),
    "THM403": fields("s1", {"airflow_m3_s": 0.521}, airflow_m3_s=0.2),
    "THM404": fields("s1", {"airflow_m3_s": 0.521}, airflow_m3_s=2.0),
    "THM405": fields("s3", {"liquid_flow_l_min": 12.0}, liquid_flow_l_min=60.0),
    "THM117": fields(CDUS, {"secondary_pressure_kpa": None}, secondary_pressure_kpa=5.0),
    "THM118": fields(CDUS, {"capacity_kw": 150.0}, capacity_kw=4.5, setpoint_degc=20.0),
    "THM119": setting(15.0, room_dew_point_degc=29.0),
    "THM120": fields(CHILLERS, {"pump_pressure_kpa": None}, pump_pressure_kpa=5.0),
    "THM121": fields("s3", {"cold_plate_k_w": 0.03}, cold_plate_k_w=0.2, chip_case_max_degc=85.0, accelerator_kw=0.7),
    "THM122": (
        warm_water,
        (*(f"equipment.{i}.water_supply_degc=12.0" for i in CHILLERS), 'settings.facility_water_class="W45"'),
    ),
    "THM123": setting(15.0, ride_through_min_s=3000.0),
    "THM124": fields(
        "s3",
        {"liquid_supply_max_degc": 45.0, "liquid_shutdown_degc": None},
        liquid_supply_max_degc=29.0,
        liquid_shutdown_degc=34.0,
    ),
    "THM125": (
        lambda p: change(tank(p, 20.0), "tank", bath_max_degc=13.0),
        ("equipment.tank.bath_max_degc=50.0",),
    ),
    "THM126": (
        lambda p: change(p, *CHILLERS, water_supply_degc=0.5),
        tuple(f"equipment.{i}.water_supply_degc=12.0" for i in CHILLERS),
    ),
    "THM127": fields(CDUS, {"setpoint_degc": 30.0}, setpoint_degc=12.5),
    "THM206": fields(CDUS, {"secondary_flow_l_min": 200.0}, secondary_flow_l_min=6.2, pumps=2),
    "THM207": fields(CDUS, {"secondary_flow_l_min": 200.0}, secondary_flow_l_min=8.0),
    "THM208": fields(CHILLERS, {"water_flow_l_min": 720.0}, water_flow_l_min=60.0),
    "THM313": fields(CDUS, {"secondary_flow_l_min": 200.0}, secondary_flow_l_min=0.0),
    "THM314": (lambda p: two_coolants(p, "eg25"), ('equipment.s1.coolant="pg25"',)),
    "THM406": fields("cdu1", {"facility_flow_l_min": 220.0}, facility_flow_l_min=20.0),
}
