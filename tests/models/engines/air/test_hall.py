"""From the hall to rooms of air: the same air and heat as the balance, faces, voids, containment, refusals."""

from math import fsum

import pytest

from air_halls import FLOW, KW, cooling_of, crac, floor_hall, hall, open_hall, rack, room, told
from halls import good_hall, item
from hallwright.edits.change import set_fields
from hallwright.engines.air.hall import FLOOR_VOID, rooms
from hallwright.engines.air.inputs import AirInputs
from hallwright.engines.air.voxels import cut
from hallwright.equipment.base import Equipment
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright.resources import example


def given(project: Project, out: frozenset[str] = frozenset()) -> AirInputs:
    found = told(project, out)
    assert found.given is not None, found.refused
    return found.given


def test_racks_and_units_carry_the_air_and_heat_of_the_balance() -> None:
    project = open_hall()
    air = given(project)
    assert [(r.id, r.flow_m3_s, r.heat_w) for r in air.racks] == [
        ("r1", pytest.approx(FLOW), pytest.approx(1000 * KW)),
        ("r2", pytest.approx(FLOW), pytest.approx(1000 * KW)),
    ]
    (unit,) = air.coolers
    balanced = cooling_of(project).kept.coolers["c"]
    assert unit.blows is not None and unit.blows.flow_m3_s == balanced.part.flow_m3_s
    assert unit.supply_degc == balanced.supply_degc and unit.capacity_w == 1000.0 * balanced.capacity_kw
    assert unit.blows.face == "-y" and unit.draws is not None and unit.draws.face == "+z"
    assert air.fluid.heat_j_m3_k == pytest.approx(1000.0 * cooling_of(project).inputs.assumed.rho_cp)
    assert cut(air).cells > 0


@pytest.mark.parametrize(("turn", "front"), [(0.0, "-y"), (90.0, "+x"), (180.0, "+y"), (270.0, "-x")])
def test_a_rack_breathes_at_the_front_that_the_plan_shows(turn: float, front: str) -> None:
    project = hall(room(), rack("r", 2.0, 2.0, rotation_deg=turn), crac("c", 2.0, 4.4))
    (one,) = given(project).racks
    assert one.front == front
    (x0, y0, _), (x1, y1, _) = one.box
    assert (x1 - x0, y1 - y0) == pytest.approx((0.6, 1.0) if front[1] == "y" else (1.0, 0.6))


def test_bands_follow_the_height_of_the_contents() -> None:
    low = item("system", "low", role="cpu", rack_id="r", u=1, u_height=4, design_kw=6.0, nameplate_kw=6.0,
               airflow_m3_s=0.4, depth_m=0.8)  # fmt: skip
    frame = item("rack", "r", x_m=2.0, y_m=2.0, width_m=0.6, depth_m=1.0, height_m=2.1, mass_kg=100.0)
    project = hall(room(), frame, low, crac("c", 2.0, 4.4))
    (one,) = given(project).racks
    assert [b.flow_m3_s for b in one.bands] == pytest.approx([0.4, 0.0, 0.0])
    assert [b.heat_w for b in one.bands] == pytest.approx([6000.0, 0.0, 0.0])


def test_a_floor_void_shares_the_units_air_among_its_tiles() -> None:
    air = given(floor_hall(airflow_m3_s=1.3))
    assert {t.void for t in air.tiles} == {FLOOR_VOID}
    assert fsum(t.flow_m3_s for t in air.tiles) == pytest.approx(1.3)
    (unit,) = air.coolers
    assert unit.blows is not None and unit.blows.void == FLOOR_VOID


def test_a_failed_unit_moves_no_air_and_what_is_left_cannot_take_the_heat() -> None:
    project = hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4))
    found = told(project, frozenset({"c"}))
    assert found.given is None and found.subject == "room"
    assert (found.heat_kw, found.capacity_kw) == (pytest.approx(KW), 0.0)
    assert "0 kW" in found.refused and "8 kW" in found.refused


def test_a_unit_that_takes_less_than_the_heat_is_refused_and_at_the_heat_it_is_not() -> None:
    project = hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4, sensible_kw=KW))
    assert told(project).given is not None
    assert told(set_fields(project, ["c"], {"sensible_kw": KW - 0.1})).given is None


def test_a_rack_that_faces_a_wall_is_named() -> None:
    for y, side in ((0.51, "front"), (4.29, "rear")):
        found = told(hall(room(), rack("r", 2.0, y), crac("c", 3.5, 2.0, rotation_deg=270.0)))
        assert found.given is None and found.subject == "r" and side in found.refused


def test_a_rack_back_to_back_with_a_cabinet_is_named() -> None:
    project = hall(room(), rack("r1", 2.0, 1.6), rack("r2", 2.0, 2.6), crac("c", 0.5, 4.4))
    found = told(project)
    assert found.given is None and found.subject in ("r1", "r2")


def test_gear_that_is_walled_in_breathes_through_its_own_front_and_rear() -> None:
    around = {
        "n": (6.4, 8.65, 1.2, 1.0),
        "s": (6.4, 10.55, 1.2, 1.0),
        "w": (5.3, 9.6, 1.0, 2.9),
        "e": (7.5, 9.6, 1.0, 2.9),
    }
    columns = [
        item("column", f"k{k}", x_m=x, y_m=y, width_m=w, depth_m=d, height_m=4.0) for k, (x, y, w, d) in around.items()
    ]
    project = good_hall().changed(equipment={c.id: c for c in columns})
    air = given(project)
    ups = next(r for r in air.racks if r.id == "upsa")
    assert ups.box[1][1] - ups.box[0][1] == pytest.approx(0.4, abs=0.11)  # one cell less before and behind
    assert any("walled in" in note for note in told(project).assumed)


def test_volumes_balance_in_every_good_example_and_the_grid_takes_them() -> None:
    seen = 0
    for name in ("gb200-nvl72-row", "h100-scalable-unit", "hybrid-retrofit"):
        project = load(example(f"{name}.hall")).project
        for room_air in rooms(project, cooling_of(project)):
            assert room_air.given is not None, room_air.refused
            seen += cut(room_air.given).cells  # refuses a closed volume that does not balance
    assert seen > 100_000


def test_the_heat_of_the_field_is_that_of_the_balance_in_the_good_hall() -> None:
    project = good_hall()
    cooling = cooling_of(project)
    found = {r.room_id: r for r in rooms(project, cooling)}
    bodies = cooling.kept.bodies
    released = fsum(s.heat_kw for b in bodies.values() for s in b.streams if s.intake is not None)
    assert fsum(r.heat_kw for r in found.values()) == pytest.approx(released, rel=1e-9)


def test_an_uneven_contained_aisle_gets_one_leak_that_balances_it() -> None:
    things: list[Equipment | list[Equipment]] = [
        room(6.0, 6.0),
        rack("r1", 2.7, 1.5, rotation_deg=180.0),
        rack("r2", 3.3, 1.5, rotation_deg=180.0),
        rack("r3", 2.7, 4.3),
        rack("r4", 3.3, 4.3),
        crac("c", 5.4, 3.0, rotation_deg=270.0, sensible_kw=60.0, airflow_m3_s=2.6),
        item("zone", "z", points_m=[[2.4, 2.0], [3.6, 2.0], [3.6, 3.8], [2.4, 3.8]], use="cold_aisle", contained=True),
    ]
    air = given(hall(*things))
    assert len(air.partitions) == 5
    (leak,) = air.leaks
    assert abs(leak.flow_m3_s) == pytest.approx(4 * FLOW)  # nothing is supplied inside: all that is breathed leaks in
    cut(air)


def test_a_room_without_heat_is_not_asked_for_its_air() -> None:
    project = hall(room(), crac("c", 2.0, 4.4))
    assert rooms(project, cooling_of(project)) == ()


def test_what_lies_outside_an_l_shaped_room_is_solid() -> None:
    corner = item("room", "room", points_m=[[0, 0], [4, 0], [4, 2.4], [2, 2.4], [2, 4.8], [0, 4.8]], height_m=2.8)
    air = given(hall(corner, rack("r", 1.0, 1.6), crac("c", 1.0, 4.4)))
    solid = sum((b[0] - a[0]) * (b[1] - a[1]) for s in air.solids for a, b in [s.box])
    assert solid == pytest.approx(2.0 * 2.4)
