"""Small halls for the field of air: one row of racks and what cools them, solved in a moment."""

from functools import cache
from typing import Any

from halls import item
from hallwright.edits.arrange import place
from hallwright.edits.change import set_settings
from hallwright.engines.air.engine import Air, solve_rooms
from hallwright.engines.air.hall import RoomAir, rooms
from hallwright.engines.air.records import RackField
from hallwright.engines.base import Results
from hallwright.engines.cooling.engine import Cooling
from hallwright.equipment.base import Equipment
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import Context, Outcome

KW, FLOW = 8.0, 0.55  # of each rack


def crac(id: str, x_m: float, y_m: float, **fields: Any) -> Equipment:
    """A unit with a compressor: it needs no water. Its front faces up the sheet (to smaller y)."""
    own: dict[str, Any] = {"x_m": x_m, "y_m": y_m, "width_m": 0.8, "depth_m": 0.6, "height_m": 2.0}
    own |= {"cooling": "compressor", "sensible_kw": 30.0, "airflow_m3_s": 1.4, "fan_kw": 0.0, "supply_degc": 20.0}
    return item("crah", id, **{**own, "return_degc": 32.0, "mass_kg": 300.0, **fields})


def rack(
    id: str, x_m: float, y_m: float, kw: float = KW, flow_m3_s: float | None = FLOW, **fields: Any
) -> list[Equipment]:
    """A rack with one system over its whole height."""
    size: dict[str, Any] = {"width_m": 0.6, "depth_m": 1.0, "height_m": 2.0, "mass_kg": 100.0, **fields}
    system = item("system", f"{id}-s", role="cpu", rack_id=id, u=1, u_height=40, depth_m=0.8, design_kw=kw,
                  nameplate_kw=kw, airflow_m3_s=flow_m3_s, inlet_max_degc=35.0, inlet_min_degc=10.0)  # fmt: skip
    return [item("rack", id, x_m=x_m, y_m=y_m, **size), system]


def room(width_m: float = 4.0, depth_m: float = 4.8, **fields: Any) -> Equipment:
    """A room from the origin."""
    points = [[0, 0], [width_m, 0], [width_m, depth_m], [0, depth_m]]
    return item("room", "room", points_m=points, **{"height_m": 2.8, **fields})


def hall(*things: Equipment | list[Equipment]) -> Project:
    """These things in a project."""
    flat = [one for thing in things for one in (thing if isinstance(thing, list) else [thing])]
    return place(Project(name="Air"), flat, [])


@cache
def open_hall() -> Project:
    """Two racks side by side, fronts to the unit's supply: free discharge, return at the top."""
    unit = crac("c", 2.0, 4.4, airflow_m3_s=1.2)
    return hall(room(), rack("r1", 1.7, 1.6, rotation_deg=180.0), rack("r2", 2.3, 1.6, rotation_deg=180.0), unit)


def floor_hall(**unit: Any) -> Project:
    """A raised floor: two tiles before two racks, a unit that blows into the void."""
    tiles = item("tile", "t", x_m=2.0, y_m=2.6, width_m=1.2, columns=2, open_fraction=0.5)
    return hall(
        room(floor="raised", floor_void_m=0.6),
        rack("r1", 1.7, 1.6, rotation_deg=180.0),
        rack("r2", 2.3, 1.6, rotation_deg=180.0),
        tiles,
        crac("c", 2.0, 4.4, discharge="floor_void", **unit),
    )


def cooling_of(project: Project) -> Cooling:
    """The balance of a hall."""
    found = evaluate(project).results.cooling
    assert found is not None
    return found


def told(project: Project, out: frozenset[str] = frozenset()) -> RoomAir:
    """What the solver is told of the only room."""
    (found,) = rooms(project, cooling_of(project), out)
    return found


def solved(project: Project, previous: Air | None = None) -> Air:
    """The field of a hall."""
    return solve_rooms(project, cooling_of(project), previous)


def found_of(code: str, id: str, record: Any, **settings: float) -> list[Outcome]:
    """What a rule says of a thing of the open hall whose field is this record."""
    project = set_settings(open_hall(), settings) if settings else open_hall()
    rule = next(r for r in rules() if r.code == code)
    context = Context(project, Results(air=Air({id: record})))
    return list(rule.check(project.equipment[id], context))


def rack_field(hottest_degc: float, limit_degc: float | None = 35.0) -> RackField:
    """A rack whose hottest band is so warm."""
    bands = (hottest_degc - 1.0, hottest_degc)
    return RackField(
        "room", hottest_degc - 0.5, bands, hottest_degc, 40.0, 0.0, 1.0, 10.0, 20.0, 0.1, limit_degc, "r1-s"
    )
