"""Cooling engine: hand-worked balances, and that patched equals solved after any sequence of edits."""

import random
from collections.abc import Callable
from typing import TypeVar

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import move, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import disconnect
from hallwright.engines.cooling.engine import Cooling
from hallwright.engines.cooling.records import CduLoad, CoolerDuty, PlantLoop, RackAir, SpaceAir, SystemHeat, TankLoad
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report, evaluate
from hallwright.project import Project
from traps.thermal import FRONT, REAR, TRAPS, added, change, door, in_row, link_id, tank, tiled, zone

R = TypeVar("R")


def cooling(project: Project) -> Cooling:
    found = evaluate(project).results.cooling
    assert found is not None
    return found


def record(project: Project, id: str, kind: type[R]) -> R:
    found = cooling(project).records[id]
    assert isinstance(found, kind)
    return found


def test_room_of_the_good_hall_by_hand() -> None:
    (air,) = record(good_hall(), "room", SpaceAir).volumes
    it_kw = 2 * 10.2 + 0.2 * 10.2 + 4 * 1.7
    assert air.released_kw >= it_kw  # and the losses of what feeds it
    assert air.released_kw == pytest.approx(it_kw + cooling(good_hall()).ledger.losses_kw - _outside(), rel=0.1)
    assert air.needed_m3_s == pytest.approx(2 * 0.521 + 0.1 + 4 * 0.09)
    assert (air.supplied_m3_s, air.supplied_one_out_m3_s) == (9.0, 6.0)
    assert (air.capacity_kw, air.capacity_one_out_kw) == (120.0, 80.0)
    assert air.return_degc == pytest.approx(22.0 + air.released_kw / (1.19 * 1.006 * 9.0))


def _outside() -> float:
    """Losses of gear that stands outside the room [kW]."""
    result = cooling(good_hall())
    return sum(s.room_kw for b in result.kept.bodies.values() for s in b.streams if s.exhaust is None)


def test_short_supply_recirculates() -> None:
    project = change(good_hall(), "crah1", "crah2", "crah3", airflow_m3_s=0.25)
    (air,) = record(project, "room", SpaceAir).volumes
    short = 1.0 - 0.75 / air.needed_m3_s
    assert air.recirculated_fraction == pytest.approx(short)
    assert air.inlet_degc == pytest.approx(22.0 + short / (1.0 - short) * air.rise_k)


def test_contained_aisle_is_a_volume_of_its_own() -> None:
    cold = zone(good_hall(), FRONT, "cold_aisle", True)
    assert not record(cold, "r1", RackAir).supplied
    assert record(cold, "r1", RackAir).returns
    hot = zone(good_hall(), REAR, "hot_aisle", True)
    assert record(hot, "r1", RackAir).supplied
    assert not record(hot, "r1", RackAir).returns
    above = change(change(hot, "z", return_path="ceiling"), "room", ceiling_return=True)
    assert record(above, "r1", RackAir).returns


def test_floor_void_supplies_where_tiles_are() -> None:
    project = zone(tiled(good_hall()), FRONT, "cold_aisle", True)
    (aisle,) = record(project, "z", SpaceAir).volumes
    assert aisle.supplied_m3_s == pytest.approx(3.0)
    assert record(project, "r1", RackAir).supplied
    assert not record(change(project, "room", floor="slab"), "r1", RackAir).supplied


def test_wall_divides_a_room() -> None:
    wall = item("wall", "w", points_m=[[2.5, -0.1], [2.5, 12.1]])
    project = added(good_hall(), wall)
    assert len(record(project, "room", SpaceAir).volumes) == 2
    assert not record(project, "r1", RackAir).supplied
    short = added(good_hall(), item("wall", "w", points_m=[[2.5, -0.1], [2.5, 8.0]]))
    assert record(short, "r1", RackAir).supplied


def test_in_row_takes_from_the_aisle_behind() -> None:
    project = change(zone(in_row(good_hall(), 0.0), REAR, "hot_aisle", True), "z", contained=True)
    duty = record(project, "ir", CoolerDuty)
    assert duty.supplies == ("z",) or duty.returns == ("z",)


def test_rear_door_leaves_the_rest_to_the_room() -> None:
    rack = record(door(good_hall(), 9.0), "r1", RackAir)
    assert rack.door_kw == 9.0
    assert rack.room_kw == pytest.approx(rack.air_kw - 9.0)
    assert record(door(good_hall(), 9.0), "rd", CoolerDuty).offered_kw == pytest.approx(rack.air_kw)


def test_tank_takes_all_heat_of_its_contents() -> None:
    project = tank(good_hall(), 20.0)
    assert record(project, "tank", TankLoad).heat_kw == pytest.approx(10.2)
    assert record(project, "s1", SystemHeat).air_kw == 0.0


def test_rack_loop_chain_and_one_cdu_out() -> None:
    load = record(good_hall(), "cdu1", CduLoad)
    assert load.heat_kw == pytest.approx(4.08)
    assert load.one_out_kw == pytest.approx(8.16)
    assert (load.facility_degc, load.supply_degc) == (12.0, 30.0)
    no_setpoint = change(good_hall(), "cdu1", setpoint_degc=None)
    assert record(no_setpoint, "cdu1", CduLoad).supply_degc == 18.0
    system = record(good_hall(), "s3", SystemHeat)
    assert system.coolant_rise_k == pytest.approx(8.16 * 60000.0 / (1009.9 * 3.969 * 12.0))


def test_capacity_follows_the_approach() -> None:
    project = change(good_hall(), "cdu1", capacity_at_approach=[[4.0, 100.0], [24.0, 300.0]])
    assert record(project, "cdu1", CduLoad).capacity_kw == pytest.approx(240.0)  # 30 - 12 = 18 K


def test_liquid_to_air_cdu_gives_its_heat_to_the_room() -> None:
    before = record(good_hall(), "room", SpaceAir).volumes[0].released_kw
    dry = disconnect(good_hall(), [link_id("chl1", "cdu1")])
    project = change(dry, "cdu1", form="liquid_to_air", airflow_m3_s=1.0)
    after = record(project, "room", SpaceAir).volumes[0].released_kw
    assert after == pytest.approx(before + 4.08 + 3.0)
    assert record(project, "cdu1", CduLoad).facility_degc == 22.0


def test_plants_on_a_header_stand_together() -> None:
    loop = record(good_hall(), "chl2", PlantLoop)
    assert (loop.lead, loop.plants) == ("chl1", ("chl1", "chl2"))
    assert (loop.capacity_kw, loop.one_out_capacity_kw) == (600.0, 300.0)
    header = next(k for k, v in good_hall().links.items() if v.b_port == "header")
    apart = record(disconnect(good_hall(), [header]), "chl2", PlantLoop)
    assert apart.capacity_kw == 300.0
    assert apart.one_out_capacity_kw == 0.0


def test_altitude_thins_the_air() -> None:
    low = record(good_hall(), "s1", SystemHeat).air_rise_k
    high = record(set_settings(good_hall(), {"altitude_m": 1500.0}), "s1", SystemHeat).air_rise_k
    assert low is not None and high is not None and high > 1.15 * low


def test_capacity_falls_on_warmer_water() -> None:
    duty = record(change(good_hall(), "crah1", water_supply_degc=9.0), "crah1", CoolerDuty)
    assert duty.capacity_kw == pytest.approx(40.0 * 21.0 / 24.0)


@pytest.mark.parametrize("code", sorted(TRAPS))
def test_heat_in_is_heat_out(code: str) -> None:
    ledger = cooling(TRAPS[code][0](good_hall())).ledger
    assert abs(ledger.residual_kw) <= 1e-9 * max(ledger.in_kw, 1.0)
    assert ledger.in_kw > 0.0


def test_nothing_changed_returns_the_same_result() -> None:
    before = evaluate(good_hall())
    after = evaluate(good_hall().changed(name="Another name"), before)
    assert after.results.cooling is before.results.cooling


def _edits(rng: random.Random) -> Callable[[Project], Project]:
    loads, coolers = ("s1", "s2", "s3", "lf1", "sp2"), ("crah1", "crah2", "cdu1", "cdu2", "chl1", "chl2")
    racks = ("r1", "r2", "r3", "r4")

    def cut(project: Project, medium: str) -> Project:
        links = sorted(k for k, v in project.links.items() if v.medium == medium)
        return disconnect(project, [rng.choice(links)]) if links else project

    def without_sources(project: Project) -> Project:
        return remove(
            project, sorted(k for k, v in project.equipment.items() if v.kind in ("utility_feed", "generator"))
        )

    choices: list[Callable[[Project], Project]] = [
        lambda p: move(p, [rng.choice(racks + coolers)], rng.uniform(-4, 4), rng.uniform(-4, 4)),
        lambda p: set_fields(p, [rng.choice(loads)], {"nameplate_kw": round(rng.uniform(0.5, 40.0), 3)}),
        lambda p: set_fields(p, [rng.choice(("s1", "s2", "s3"))], {"air_fraction": rng.choice([0.0, 0.3, 1.0])}),
        lambda p: set_fields(p, [rng.choice(("crah1", "crah2"))], {"airflow_m3_s": rng.choice([0.2, 1.0, None])}),
        lambda p: change(disconnect(p, [link_id("chl1", "cdu1")]), "cdu1", form="liquid_to_air"),
        lambda p: change(disconnect(p, [link_id("chl1", "crah3")]), "crah3", cooling="compressor"),
        lambda p: set_fields(p, ["lf1"], {"face": rng.choice(["front", "rear"])}),
        lambda p: set_fields(p, ["s1"], {"rack_id": rng.choice(racks)}),
        lambda p: set_settings(p, {"altitude_m": rng.choice([0.0, 1500.0])}),
        lambda p: zone(p, rng.choice([FRONT, REAR]), rng.choice(["cold_aisle", "hot_aisle"]), rng.random() < 0.7),
        lambda p: tiled(p),
        lambda p: door(p, rng.uniform(3.0, 15.0)),
        lambda p: tank(p, rng.uniform(3.0, 15.0)),
        lambda p: added(p, item("wall", "w", points_m=[[3.0, -1.0], [rng.uniform(2.0, 12.0), 13.0]])),
        lambda p: remove(p, [rng.choice(loads + racks + coolers)]),
        lambda p: cut(p, "coolant"),
        lambda p: cut(p, "power"),
        without_sources,
    ]
    return rng.choice(choices)


@pytest.mark.parametrize("seed", range(12))
def test_patch_equals_solve_and_the_balance_closes(seed: int) -> None:
    rng = random.Random(seed)
    report: Report = evaluate(good_hall())
    history = [report.project]
    for _ in range(25):
        project = report.project
        try:
            project = rng.choice(history) if rng.random() < 0.2 else _edits(rng)(project)
        except HallwrightError:
            continue
        history.append(project)
        before, report = report, evaluate(project, report)
        assert not report.results.failed
        patched, solved = report.results.cooling, evaluate(project).results.cooling
        old = before.results.cooling
        assert patched is not None and solved is not None and old is not None
        assert patched.records == solved.records
        if patched is not old:
            moved = {k for k, r in patched.records.items() if old.records.get(k) is not r}
            moved |= old.records.keys() - patched.records.keys()
            assert patched.dirty == moved
        ledger = solved.ledger
        assert abs(ledger.residual_kw) <= 1e-9 * max(ledger.in_kw, 1.0)
