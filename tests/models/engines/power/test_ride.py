"""How long batteries last and have to: the live engine against the failure analysis."""

import pytest

from halls import item
from hallwright.edits.change import set_fields
from hallwright.engines.power.failures import failures_of
from hallwright.engines.power.records import ElementFlow
from hallwright.engines.power.ride import Store, store_of
from hallwright.equipment.battery import Battery
from hallwright.equipment.ups import Ups
from hallwright.evaluate import evaluate
from power_halls import Wiring, random_chain


@pytest.mark.parametrize("seed", range(40))
def test_the_longest_wait_is_that_of_the_failure_analysis(seed: int) -> None:
    project = random_chain(seed)
    upses = [ups.id for ups in project.all(Ups)]
    project = set_fields(project, upses, {"battery_kwh": 1e5}) if upses else project
    failures = failures_of(project)
    waited = dict.fromkeys(upses, 0.0)
    for outcome in failures.singles():
        for ride in outcome.rides:
            waited[ride.ups] = max(waited[ride.ups], ride.needed_s or 0.0)
    for id in upses:
        record = failures.power.records[id]
        assert isinstance(record, ElementFlow)
        if record.in_kw > 0.0:
            assert (id, record.wait_s) == (id, pytest.approx(waited[id]))


def test_a_battery_lasts_as_its_energy_says_and_not_at_all_above_its_power() -> None:
    assert Store(7200.0, None).lasts_s(100.0) == 72.0
    assert Store(7200.0, 90.0).lasts_s(100.0) == 0.0
    assert Store(None, None).lasts_s(1.0) is None
    cabinet = item("battery", "b", rating_kw=50.0, runtime_min=6.0)
    assert isinstance(cabinet, Battery)
    assert store_of(None, [cabinet, cabinet]) == Store(2 * 5.0 * 3600.0, 100.0)
    assert store_of(1.0, [cabinet]) == Store(6.0 * 3600.0, None)
    unknown = item("battery", "b", rating_kw=50.0)
    assert isinstance(unknown, Battery)
    assert store_of(None, [unknown]).energy_kws is None


def test_a_battery_that_changes_is_seen_at_once() -> None:
    w = Wiring()
    w.add("utility_feed", "ut", side="A", voltage_v=415.0)
    w.add("generator", "gen", side="A", rating_kw=200.0, voltage_v=415.0, start_time_s=15.0)
    w.add("switchgear", "board", voltage_v=415.0, rating_a=1000.0)
    w.add("ups", "ups", rating_kw=100.0, voltage_v=415.0)
    w.add("battery", "bat", rating_kw=200.0, energy_kwh=1.0)
    for a, b, port in (
        ("ut", "board", "in"),
        ("gen", "board", "in"),
        ("board", "ups", "in"),
        ("bat", "ups", "battery"),
    ):
        w.wire(a, b, port)
    report = evaluate(w.project())
    after = evaluate(set_fields(report.project, ["bat"], {"energy_kwh": 2.0}), report)
    assert after.results.power is not None and after.results.power.inputs.stores["ups"] == Store(7200.0, 200.0)
