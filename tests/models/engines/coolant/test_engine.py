"""The coolant engine on whole halls: laws, failures against brute force, and what a change touches."""

import math
import os
import random

import pytest

from coolant_halls import coolant, random_hall
from halls import good_hall, item
from hallwright.edits.arrange import move, place, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import connect
from hallwright.engines.coolant.engine import Coolant
from hallwright.engines.coolant.records import NO_PUMP, SOLVED, CduCoolant, PlantWater, Stream
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.resources import example

HALLS = range(int(os.environ.get("HALLS", "20")))  # a longer run: see docs/engines/coolant.md


def of(result: Coolant, id: str) -> CduCoolant:
    found = result.records[id]
    assert isinstance(found, CduCoolant)
    return found


def closes(result: Coolant) -> None:
    """Heat and mass of every loop, and of what passes from one to the other."""
    for loop in result.loops:
        if loop.verdict != SOLVED:
            assert loop.reason
            continue
        assert loop.mass_error <= 1e-6
        assert abs(loop.heat_error) <= 1e-6
        sources = [result.records[i] for i in loop.sources]
        pumped = math.fsum(r.flow_l_min for r in sources)
        streams = [result.records[i] for i in loop.consumers]
        streams = [r.facility if isinstance(r, CduCoolant) else r for r in streams]
        drawn = math.fsum(s.flow_l_min for s in streams if s is not None)
        assert drawn == pytest.approx(pumped, rel=1e-6, abs=1e-6)
        for stream in streams:
            if stream is not None and stream.return_degc is not None and stream.heat_kw > 0.0:
                assert stream.supply_degc is not None and stream.return_degc >= stream.supply_degc
    for record in result.records.values():
        if isinstance(record, CduCoolant) and record.facility is not None and record.verdict == SOLVED:
            assert record.facility.heat_kw >= record.heat_kw - 1e-9  # what it takes, and its pumps


@pytest.mark.parametrize("seed", HALLS)
def test_heat_and_mass_close_on_random_halls(seed: int) -> None:
    closes(coolant(random_hall(seed)))


@pytest.mark.parametrize("name", ["gb200-nvl72-row", "hybrid-retrofit", "h100-scalable-unit"])
def test_heat_and_mass_close_on_the_examples(name: str) -> None:
    from hallwright.fileformat.io import load

    result = coolant(load(example(f"{name}.hall")).project)
    assert result.loops and all(loop.verdict == SOLVED for loop in result.loops)
    closes(result)


@pytest.mark.parametrize("seed", HALLS)
def test_a_unit_out_is_what_the_hall_without_it_does(seed: int) -> None:
    """Brute force: take the CDU away, and evaluate everything anew."""
    project = random_hall(seed)
    before = coolant(project)
    for key, record in before.records.items():
        if not isinstance(record, CduCoolant) or record.out is None or not record.out.solved:
            continue
        loop = next(loop for loop in before.loops if loop.kind == "rack" and key in loop.sources)
        if len(loop.sources) == 1:
            assert set(record.out.cut) == set(loop.consumers)
            continue
        after = coolant(remove(project, [key]))
        tolerated = 1.0 - project.settings.flow_short_fraction

        def short(result: Coolant, tolerated: float = tolerated, loop: object = loop) -> set[str]:
            found = set()
            for i in loop.consumers:  # type: ignore[attr-defined]
                r = result.records.get(i)
                if r is None or not isinstance(r, Stream) or r.flow_l_min < tolerated * r.wanted_l_min:
                    found.add(i)
            return found

        facility = after.records.get(next(c for c in loop.sources if c != key))
        water = facility.facility if isinstance(facility, CduCoolant) else None
        if water is not None and water.flow_l_min < 0.99 * water.wanted_l_min:
            continue  # the facility loop has its say too: kept by the outage, solved anew here
        starved = {i for i in short(after) if (r := after.records.get(i)) is None or r.flow_l_min < 1e-4}
        assert {*record.out.short, *record.out.cut} == (short(after) - short(before)) | starved, key


def test_a_smaller_pump_never_gives_more_and_a_tighter_system_never_draws_more() -> None:
    for seed in range(8):
        project = random_hall(seed)
        before = coolant(project)
        for key, record in before.records.items():
            if not isinstance(record, Stream) or record.loop not in before.records or not key.startswith("sys"):
                continue
            tighter = coolant(set_fields(project, [key], {"liquid_pressure_drop_kpa": 900.0}))
            assert tighter.records[key].flow_l_min <= record.flow_l_min * (1 + 1e-6) + 1e-6


def test_turning_and_renaming_changes_nothing() -> None:
    project = random_hall(3)
    here = coolant(project)
    there = coolant(move(project, list(project.equipment), 13.0, -4.0))
    for key, record in here.records.items():
        if isinstance(record, Stream):
            assert there.records[key].flow_l_min == pytest.approx(record.flow_l_min, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_patching_equals_solving_while_things_move_and_change(seed: int) -> None:
    chance = random.Random(seed)
    project = random_hall(seed)
    report = evaluate(project)
    movable = [k for k in project.equipment if k != "room"]
    for _ in range(12):
        key = chance.choice(movable)
        kind = chance.random()
        if kind < 0.5:
            project = move(project, [key], chance.uniform(-2.0, 2.0), 0.0)
        elif kind < 0.7 and key.startswith("sys"):
            project = set_fields(project, [key], {"nameplate_kw": chance.uniform(1.0, 120.0)})
        elif kind < 0.8 and key.startswith("cdu"):
            project = set_fields(project, [key], {"setpoint_degc": chance.uniform(20.0, 44.0)})
        else:
            project = set_settings(project, {"coolant_fittings_k": chance.uniform(0.0, 40.0)})
        report = evaluate(project, report)
        fresh = evaluate(project)
        assert report.results.coolant is not None and fresh.results.coolant is not None
        assert dict(report.results.coolant.records) == dict(fresh.results.coolant.records)
        assert report.results.coolant.loops == fresh.results.coolant.loops


def test_a_move_far_from_any_pipe_solves_nothing_again() -> None:
    report = evaluate(good_hall())
    after = evaluate(move(good_hall(), ["r4"], 0.6, 0.0), report)
    assert after.results.coolant is not None and report.results.coolant is not None
    assert after.results.coolant is report.results.coolant


def test_the_good_hall_needs_nothing() -> None:
    result = coolant(good_hall())
    assert [loop.kind for loop in result.loops] == ["rack", "facility"]
    cdu = of(result, "cdu1")
    assert cdu.out is not None and cdu.out.harmless and cdu.fitted and cdu.dew_margin_k is not None
    assert cdu.supply_degc == 30.0
    plant = result.records["chl1"]
    assert isinstance(plant, PlantWater) and plant.out is not None and plant.out.harmless


def test_a_cdu_that_cannot_pump_is_a_verdict_of_its_loop() -> None:
    project = set_fields(good_hall(), ["cdu1", "cdu2"], {"secondary_flow_l_min": 0.0})
    result = coolant(project)
    (loop,) = [loop for loop in result.loops if loop.kind == "rack"]
    assert loop.verdict == NO_PUMP and loop.unhandled_kw == pytest.approx(8.16)
    assert result.records["s3"].flow_l_min == 0.0 and result.records["s3"].return_degc is None


def test_a_catalogue_point_that_no_exchanger_meets_is_named_and_nothing_hangs_on_it() -> None:
    project = set_fields(good_hall(), ["cdu1"], {"facility_flow_l_min": 20.0})
    cdu = of(coolant(project), "cdu1")
    assert not cdu.fitted and "No exchanger" in cdu.refused and cdu.able_kw is None
    swapped = set_fields(
        good_hall(), ["cdu1"], {"rated_secondary_supply_degc": 11.0, "rated_facility_supply_degc": 12.0}
    )
    assert "colder than" in of(coolant(swapped), "cdu1").refused


def test_dry_coolers_over_their_rating_warm_the_loop() -> None:
    from hallwright.fileformat.io import load

    project = load(example("gb200-nvl72-row.hall")).project
    before = coolant(project)
    plants = next(loop for loop in before.loops if loop.kind == "facility").sources
    after = coolant(set_fields(project, plants, {"capacity_kw": 300.0}))
    warm, cool = (next(r for r in x.records.values() if isinstance(r, PlantWater)) for x in (after, before))
    assert warm.supply_degc is not None and cool.supply_degc is not None
    approach = project.equipment[plants[0]].approach_k  # type: ignore[attr-defined]
    assert warm.supply_degc - cool.supply_degc == pytest.approx(approach * (959.72 / 600.0 - 1.0), rel=1e-3)
    closes(after)


def test_chip_case_is_supply_plus_resistance_times_power() -> None:
    fields = {"cold_plate_k_w": 0.03, "chip_case_max_degc": 85.0, "accelerator_kw": 0.7}
    project = set_fields(good_hall(), ["s3"], fields)
    stream = coolant(project).records["s3"]
    load = evaluate(project).results.cooling
    assert load is not None
    watts = 700.0 * min(load.records["s3"].heat_kw / 10.2, 1.0)
    assert stream.case_degc == pytest.approx(30.0 + 0.03 * watts, rel=1e-3)
    assert coolant(good_hall()).records["s3"].case_degc is None  # unknown: never a pass


def test_ride_through_is_the_heat_that_the_coolant_stores() -> None:
    project = set_fields(good_hall(), ["s3"], {"coolant_volume_l": 30.0})
    result = coolant(project)
    cdu = of(result, "cdu1")
    rack, facility = (next(loop for loop in result.loops if loop.kind == kind) for kind in ("rack", "facility"))
    assert cdu.ride_through_s is not None and cdu.standing_s is not None
    assert cdu.standing_s == pytest.approx(0.030 * 1014.0 * 3.95 * 15.0 / 8.16, rel=0.01)
    share = 2.0 * 4.08 / facility.heat_kw
    store = rack.volume_l / 1000.0 * 1014.0 * 3.95 + share * facility.volume_l / 1000.0 * 4170.0
    assert cdu.ride_through_s == pytest.approx(store * 15.0 / 8.16, rel=0.01)
    bigger = set_fields(project, ["chl1"], {"buffer_l": 5000.0})
    assert (of(coolant(bigger), "cdu1").ride_through_s or 0.0) > cdu.ride_through_s


def test_a_liquid_to_air_cdu_needs_no_facility_loop() -> None:
    made = item(
        "cdu",
        "l2a",
        x_m=9.0,
        y_m=8.0,
        form="liquid_to_air",
        capacity_kw=70.0,
        approach_k=11.0,
        secondary_flow_l_min=90.0,
        airflow_m3_s=2.8,
        pump_kw=1.0,
        fan_kw=4.0,
    )
    machine = item(
        "system",
        "s9",
        role="gpu",
        rack_id="r4",
        u=20,
        u_height=4,
        nameplate_kw=40.0,
        air_fraction=0.2,
        liquid_flow_l_min=50.0,
        coolant="pg25",
    )
    project = connect(place(good_hall(), [made, machine]), "l2a", "rack", "s9", "coolant")
    for side in "ab":
        project = connect(project, f"sg{side}", "out", "l2a", "feed")
    cdu = of(coolant(project), "l2a")
    assert cdu.facility is None and cdu.fitted and cdu.runs
    assert cdu.supply_degc is not None and cdu.supply_degc > 22.0
    assert cdu.able_kw == pytest.approx(69.0, rel=0.05)


def test_a_hall_without_coolant_has_no_loops() -> None:
    assert coolant(Project()).loops == ()
    assert coolant(Project()).records == {}


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95, 1.05, 2.0])
def test_heat_that_a_chiller_cannot_reject_warms_its_water(share: float) -> None:
    """At 3 % of its capacity for each kelvin; what its rating leaves is told all the same."""
    before = evaluate(good_hall())
    assert before.results.cooling is not None
    heat = before.results.cooling.records["chl1"].heat_kw
    capacity = share * heat / 2.0  # two chillers on the header
    result = coolant(set_fields(good_hall(), ["chl1", "chl2"], {"capacity_kw": capacity}))
    plant, loop = result.records["chl1"], next(loop for loop in result.loops if loop.kind == "facility")
    assert isinstance(plant, PlantWater) and plant.supply_degc is not None and plant.return_degc is not None
    held = coolant(good_hall()).records["chl1"].supply_degc
    assert plant.supply_degc - held == pytest.approx(max(1.0 / share - 1.0, 0.0) / 0.03, rel=0.01)
    assert (loop.unhandled_kw > 0.0) == (share < 1.0)
    assert loop.verdict == SOLVED and abs(loop.heat_error) <= 1e-6


def test_a_loop_without_a_steady_state_is_no_answer() -> None:
    report = evaluate(set_fields(good_hall(), ["chl1", "chl2"], {"capacity_kw": 0.5}))
    assert report.results.coolant is not None
    loop = next(loop for loop in report.results.coolant.loops if loop.kind == "facility")
    assert loop.verdict == "not solved" and "95" in loop.reason
    assert "THM120" in {g.code for g in report.not_evaluated}


@pytest.mark.parametrize("seed", HALLS)
def test_a_loop_lost_is_what_the_hall_without_what_drives_it_does(seed: int) -> None:
    """Brute force: all CDUs of the rack loop, or all plants of the header, taken away at once."""
    project = random_hall(seed)
    before = coolant(project)
    cooling = evaluate(project).results.cooling
    assert cooling is not None
    for loop in before.loops:
        for outage in loop.failures:
            lead = outage.unit
            drivers = [
                k for k in loop.sources if loop.kind == "rack" or cooling.records[k].lead == cooling.records[lead].lead
            ]
            after = coolant(remove(project, drivers))
            for key in loop.consumers:
                was, now = before.records[key], after.records.get(key)
                wet = [r.facility if isinstance(r, CduCoolant) else r for r in (was, now)]
                flows = [0.0 if r is None else r.flow_l_min for r in wet]
                if key in outage.cut:
                    assert flows[1] <= 1e-4 * max(flows[0], 1.0), (lead, key)
                elif flows[0] > 0.0 and key not in outage.short:
                    assert flows[1] > 0.0, (lead, key)


@pytest.mark.parametrize("seed", [2, 9])
def test_what_a_header_lost_leaves_too_warm_hangs_on_its_cdus(seed: int) -> None:
    result = coolant(random_hall(seed))
    for loop in result.loops:
        if loop.kind == "facility":
            for outage in loop.failures:
                behind = {
                    i
                    for rack in result.loops
                    if rack.kind == "rack" and not set(rack.sources).isdisjoint(loop.consumers)
                    for i in rack.consumers
                }
                assert set(outage.warm) <= behind
                assert outage.supply_degc is None or math.isfinite(outage.supply_degc)
