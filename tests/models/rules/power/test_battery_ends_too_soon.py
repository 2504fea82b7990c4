"""Ride-through: the rule and the failure analysis agree on when a battery ends."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.power.failures import failures_of
from power_findings import found, record
from traps.power import TRAPS


def test_a_battery_that_ends_before_the_generator_carries_and_one_that_does_not() -> None:
    hall = TRAPS["PWR207"][0](good_hall())
    needed_kwh = record(hall, "upsa").in_kw * 12.0 / 3600.0
    for kwh, expected in ((needed_kwh * 0.999, 1), (needed_kwh * 1.001, 0)):
        changed = set_fields(hall, ["upsa"], {"battery_kwh": kwh})
        findings = found(changed, "PWR207")
        assert len(findings) == expected
        empty = [e.id for e in failures_of(changed).after(["txa"]).trips if e.what == "battery empty"]
        assert empty == ["upsa"] * expected
        for finding in findings:
            assert finding.limit == 12.0 and finding.value == pytest.approx(12.0 * 0.999)
            assert finding.subjects == ("upsa", "txa") and finding.path == ("uta", "txa", "sga", "upsa")


def test_nothing_is_said_without_a_battery_or_without_anything_to_wait_for() -> None:
    assert not found(set_fields(TRAPS["PWR207"][0](good_hall()), ["upsa"], {"battery_kwh": None}), "PWR207")
    assert not found(set_fields(good_hall(), ["upsa"], {"battery_kwh": 0.001}), "PWR207")


def test_a_generator_that_starts_sooner_mends_it() -> None:
    assert not found(set_fields(TRAPS["PWR207"][0](good_hall()), ["gena"], {"start_time_s": 5.0}), "PWR207")
