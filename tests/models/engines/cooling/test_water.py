"""Facility water: headers, shares, and what loops carry."""

from collections.abc import Mapping

import pytest

from hallwright.engines.cooling.parts import PlantPart
from hallwright.engines.cooling.records import PlantLoop
from hallwright.engines.cooling.water import Draw, Loop, header_of, loops_after, plant_loop, warmest, water_of
from hallwright.engines.tables import merged


def plant(kw: float, degc: float | None, *feeds: str, runs: bool = True) -> PlantPart:
    return PlantPart(kw, degc, 100.0, tuple((f, 1) for f in feeds), True, runs)


PLANTS = {
    "a": plant(300.0, 12.0),
    "b": plant(200.0, 14.0, "a"),
    "c": plant(100.0, 10.0),
    "d": plant(9.0, 5.0, runs=False),
}


def test_a_header_joins_plants_and_the_warmest_sets_the_supply() -> None:
    header = header_of(PLANTS)
    group = header.groups["a"]
    assert (group.plants, group.capacity_kw, group.rest_kw, group.largest) == (("a", "b"), 500.0, 200.0, "a")
    assert (group.supply_degc, group.flow_l_min) == (14.0, 200.0)
    assert "d" not in header.groups


def test_water_is_shared_by_pipes_of_plants_that_run() -> None:
    water = water_of((("a", 1), ("b", 2), ("c", 1), ("d", 5)), header_of(PLANTS))
    assert water.shares == (("a", 3), ("c", 1))
    assert water.degc == 14.0
    assert warmest([1.0, None]) is None and warmest([]) is None


def test_a_plant_out_throws_its_heat_on_the_loops_left() -> None:
    draws = {"x": Draw(80.0, 40.0, (("a", 1), ("c", 1))), "y": Draw(30.0, 10.0, (("a", 1),))}
    fresh = loops_after({}, {k: (None, d) for k, d in draws.items()})
    loops: Mapping[str, Loop] = merged({}, {k: (None, v) for k, v in fresh.items()})
    header = header_of(PLANTS)
    first = plant_loop("a", PLANTS["a"], header, loops)
    assert isinstance(first, PlantLoop)
    assert (first.heat_kw, first.flow_l_min) == (70.0, 30.0)
    # without a, 70 kW on the 200 kW of b; without c, 110 kW on all 500 kW: the first leaves less
    assert (first.one_out_kw, first.one_out_capacity_kw, first.one_out) == (70.0, 200.0, "a")
    assert first.return_degc == pytest.approx(14.0 + 70.0 * 60000.0 / (997.0 * 4.18 * 30.0))
    back = loops_after(loops, {k: (d, None) for k, d in draws.items()})
    assert back == {"a": None, "c": None}  # nothing is left of them
