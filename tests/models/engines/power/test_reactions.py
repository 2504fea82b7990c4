"""Ratings, times and batteries as the project states them."""

import math

import pytest

from halls import item
from hallwright.engines.base import Results, Step
from hallwright.engines.power.engine import inputs
from hallwright.engines.power.reactions import Reactions, reactions, trip_s
from hallwright.engines.power.ride import energy_kwh
from hallwright.engines.topology import Topology
from hallwright.equipment.battery import Battery
from power_halls import Wiring


def gathered(w: Wiring) -> Reactions:
    project = w.project()
    return reactions(project, inputs(Step(project, Topology(project), Results())))


@pytest.mark.parametrize(("ratio", "seconds"), [(2.0, 80.0 / 3.0), (3.0, 10.0), (math.sqrt(2.0), 80.0)])
def test_the_extremely_inverse_curve(ratio: float, seconds: float) -> None:
    assert trip_s(ratio) == pytest.approx(seconds)


def test_energy_is_stated_or_follows_from_the_run_time() -> None:
    def cabinet(**fields: float) -> Battery:
        made = item("battery", "b", rating_kw=250.0, **fields)
        assert isinstance(made, Battery)
        return made

    assert energy_kwh(cabinet(energy_kwh=30.0, runtime_min=5.0)) == 30.0
    assert energy_kwh(cabinet(runtime_min=6.0)) == pytest.approx(25.0)
    assert energy_kwh(cabinet()) is None


def test_stores_of_a_ups_add_up_without_those_that_failed() -> None:
    w = Wiring()
    w.add("ups", "u", rating_kw=100.0, voltage_v=415.0)
    w.add("ups", "bare", rating_kw=100.0, voltage_v=415.0)
    w.add("ups", "own", rating_kw=100.0, voltage_v=415.0, battery_kwh=2.0)
    for n in (1, 2):
        w.add("battery", f"b{n}", rating_kw=60.0, energy_kwh=5.0)
        w.wire(f"b{n}", "u", "battery")
    found = gathered(w)
    whole = found.store("u", frozenset())
    assert (whole.energy_kws, whole.rated_kw) == (36000.0, 120.0)
    left = found.store("u", frozenset({"b1"}))
    assert (left.energy_kws, left.rated_kw) == (18000.0, 60.0)
    assert found.store("bare", frozenset()).energy_kws is None
    assert (found.store("own", frozenset()).energy_kws, found.store("own", frozenset()).rated_kw) == (7200.0, None)


def test_times_that_nobody_states_are_assumed() -> None:
    w = Wiring()
    w.add("generator", "g", side="A", rating_kw=100.0, voltage_v=415.0)
    w.add("generator", "slow", side="A", rating_kw=100.0, voltage_v=415.0, start_time_s=25.0)
    w.add("transfer_switch", "sts", technology="sts", voltage_v=415.0, rating_a=100.0)
    w.add("transfer_switch", "ats", technology="ats", voltage_v=415.0, rating_a=100.0)
    found = gathered(w)
    assert found.start_s == {"g": 10.0, "slow": 25.0}
    assert found.transfer_s == {"sts": 0.004, "ats": 0.1}
