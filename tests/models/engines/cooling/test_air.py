"""Air: tallies of volumes against brute force, pools, and coolers without power."""

import math
import random

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.edits.wire import disconnect
from hallwright.engines.cooling.air import Body, Cooler, Stream, Tally, breathers, pools_of, tallies_after
from hallwright.engines.cooling.parts import AirPart
from hallwright.engines.cooling.records import CoolerDuty, SpaceAir
from hallwright.engines.sums import rounded
from hallwright.engines.tables import merged
from hallwright.evaluate import evaluate
from hallwright.project import Project


def unit(*returns: str, runs: bool = True, flows: tuple[tuple[str, float], ...] = (("v", 1.0),)) -> Cooler:
    part = AirPart(10.0, 1.0, 0.1, "v", False, returns, "v", False, (), 20.0, None, None, None, None, runs)
    return Cooler(part, 10.0 if runs else 0.0, runs, flows, 20.0)


def rack(rng: random.Random) -> Body:
    def stream() -> Stream:
        kw, flow = rng.uniform(0.0, 50.0), rng.choice([0.0, rng.uniform(0.1, 2.0)])
        return Stream(rng.choice(["v", "w", None]), rng.choice(["v", "w", None]), kw, kw, flow, 0.0, rng.randrange(2))

    return Body((stream(), stream()), "", 0.0, 0.0, False, None, None, (), None)


def test_tallies_are_the_sums_of_what_is_left() -> None:
    rng = random.Random(7)
    bodies: dict[str, Body] = {}
    tallies: dict[str, Tally] = {}
    for _ in range(300):
        key = f"r{rng.randrange(8)}"
        before, after = bodies.get(key), rack(rng) if rng.random() < 0.7 else None
        fresh = tallies_after(tallies, {key: (before, after)}, {})
        tallies = dict(merged(tallies, {k: (None, v) for k, v in fresh.items()}))
        if after is None:
            bodies.pop(key, None)
        else:
            bodies[key] = after
        streams = [s for b in bodies.values() for s in b.streams]
        assert tallies.keys() == {v for s in streams for v in (s.intake, s.exhaust) if v is not None}
        for volume, tally in tallies.items():
            here = [s for s in streams if s.intake == volume]
            assert rounded(tally.heat) == math.fsum(s.heat_kw for s in here)
            assert rounded(tally.needed) == math.fsum(s.flow_m3_s for s in here)
            assert rounded(tally.warming) == math.fsum(s.heat_kw for s in here if s.flow_m3_s > 0.0)
            assert rounded(tally.released) == math.fsum(s.room_kw for s in streams if s.exhaust == volume)
            assert tally.unknown == sum(s.unknown for s in here)
        assert breathers(bodies, ["w"]) == {
            k for k, b in bodies.items() if any("w" in (s.intake, s.exhaust) for s in b.streams)
        }


def test_a_supplier_leaves_the_volume_that_it_no_longer_blows_into() -> None:
    first, then = unit("v"), unit("v", flows=(("w", 1.0),))
    old = {k: t for k, t in tallies_after({}, {}, {"c": (None, first)}).items() if t is not None}
    new = tallies_after(old, {}, {"c": (first, then)})
    assert new["v"] is None
    assert new["w"] is not None and new["w"].suppliers == {"c": (1.0, 20.0, False)}


def test_pools_join_what_shares_a_running_cooler() -> None:
    pools = pools_of({"x": unit("b", "c"), "y": unit("a", "b"), "z": unit("d"), "off": unit("c", "d", runs=False)})
    assert {k: (p.volumes, p.units) for k, p in pools.items()} == {
        "a": (("a", "b", "c"), ("x", "y")),
        "d": (("d",), ("z",)),
    }


def without_power(project: Project, *ids: str) -> Project:
    return disconnect(project, [k for k, v in project.links.items() if v.medium == "power" and set(v.b) & set(ids)])


def test_a_cooler_without_power_counts_for_nothing() -> None:
    hall = good_hall()
    report = evaluate(without_power(hall, "crah1"), evaluate(hall))
    cooling = report.results.cooling
    assert cooling is not None
    duty, space = cooling.records["crah1"], cooling.records["room"]
    assert isinstance(duty, CoolerDuty) and isinstance(space, SpaceAir)
    assert (duty.runs, duty.has_water, duty.capacity_kw, duty.duty_kw, duty.fan_kw) == (False, True, 0.0, 0.0, 0.0)
    assert space.volumes[0].capacity_kw == pytest.approx(80.0)
    codes = {f.code for f in report.findings if "crah1" in f.subjects}
    assert "PWR303" in codes and "THM307" not in codes  # the reason is its power, not its water


def test_chillers_without_power_leave_no_water() -> None:
    report = evaluate(without_power(good_hall(), "chl1", "chl2"))
    cooling = report.results.cooling
    assert cooling is not None
    assert not any(r.runs for r in cooling.records.values() if isinstance(r, CoolerDuty))
    assert {"PWR303", "THM307"} <= {f.code for f in report.findings}


def test_before_any_source_is_drawn_everything_counts_as_powered() -> None:
    hall = good_hall()
    sources = {k: None for k, v in hall.equipment.items() if v.kind in ("utility_feed", "generator")}
    links = {k: None for k, v in hall.links.items() if sources.keys() & {*v.a, *v.b}}
    bare = hall.changed(equipment=sources, links=links)
    report = evaluate(bare, evaluate(hall))
    cooling = report.results.cooling
    assert cooling is not None
    duty = cooling.records["crah1"]
    assert isinstance(duty, CoolerDuty) and duty.runs
    assert "PWR303" in {f.code for f in report.findings if "crah1" in f.subjects}
    back = evaluate(hall, report).results.cooling
    assert back is not None
    assert back.records == evaluate(hall).results.cooling.records  # type: ignore[union-attr]


@pytest.mark.parametrize("flow", [0.15, 0.3, 0.6, 3.0])
def test_the_indices_follow_from_the_flows(flow: float) -> None:
    """With exact mixing the supply heat index is the share that is breathed again, and RTI is needed over supplied."""
    starved = {"airflow_m3_s": flow, "supply_degc": None, "setpoint_degc": 22.0, "sensible_kw": 100.0}
    cooling = evaluate(set_fields(good_hall(), ["crah1", "crah2", "crah3"], starved)).results.cooling
    assert cooling is not None
    (air,) = cooling.records["room"].volumes
    assert air.supply_index == pytest.approx(max(1.0 - air.supplied_m3_s / air.needed_m3_s, 0.0), abs=1e-9)
    assert air.return_index == pytest.approx(1.0 - air.supply_index, abs=1e-12)
    moved = 1.19 * 1.006 * air.rise_k  # kJ/m3 that the racks' air picks up; gear without fans warms the room besides
    assert air.return_temperature_index == pytest.approx(air.released_kw / moved / air.supplied_m3_s, rel=1e-6)
    assert air.return_temperature_index == pytest.approx(air.needed_m3_s / air.supplied_m3_s, rel=0.1)
