"""Throttling: the law of one system, totals of a hall, and that a patch says what a solve says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.cooling.throttling import throttled_fraction
from hallwright.evaluate import Report, evaluate

DEGC = st.floats(-50.0, 150.0)


@given(DEGC, DEGC, DEGC)
def test_the_loss_is_a_share_nothing_up_to_the_limit_and_rises(degc: float, limit: float, shutdown: float) -> None:
    found = throttled_fraction(degc, limit, max(shutdown, limit))
    assert 0.0 <= found <= 1.0
    assert (found == 0.0) == (degc <= limit) or degc - limit < 1e-9
    assert throttled_fraction(degc + 1.0, limit, max(shutdown, limit)) >= found
    assert degc < max(shutdown, limit) or degc == limit or found == 1.0


def test_a_hall_within_its_limits_loses_nothing() -> None:
    throttling = evaluate(good_hall()).throttling
    assert not throttling.systems and throttling.lost_kw == throttling.lost_gpus == 0.0 and throttling.unknown == 0


def test_what_a_hall_loses_is_the_sum_of_its_systems() -> None:
    """s1 breathes 22 degC and accepts 20: 2 of 10 K; s3 is given 30 degC and accepts 26: 4 of 8 K."""
    project = set_fields(good_hall(), ["s1"], {"inlet_max_degc": 20.0, "gpus": 8})
    project = set_fields(project, ["s3"], {"liquid_supply_max_degc": 26.0, "gpus": 8})
    project = set_settings(project, {"throttle_coolant_k": 8.0})
    report = evaluate(project)
    air, coolant = report.throttling.systems["s1"], report.throttling.systems["s3"]
    assert (air.cause, coolant.cause) == ("air", "coolant")
    assert air.throttled_fraction == pytest.approx(0.2) and coolant.throttled_fraction == pytest.approx(0.5)
    cooling = report.results.cooling
    assert cooling is not None
    heat = {k: cooling.records[k].heat_kw for k in ("s1", "s3")}
    assert report.throttling.lost_kw == pytest.approx(0.2 * heat["s1"] + 0.5 * heat["s3"])
    assert report.throttling.lost_gpus == pytest.approx(0.2 * 8 + 0.5 * 8)


def test_the_worse_of_air_and_coolant_counts_once() -> None:
    project = set_fields(good_hall(), ["s3"], {"inlet_max_degc": 21.0, "liquid_supply_max_degc": 27.0})
    found = evaluate(project).throttling.systems["s3"]
    assert found.cause == "coolant" and found.throttled_fraction == pytest.approx(0.3)


def test_a_hall_without_any_supply_is_unknown_and_no_pass() -> None:
    project = set_fields(good_hall(), ["crah1", "crah2", "crah3"], {"setpoint_degc": None, "supply_degc": None})
    assert evaluate(project).throttling.unknown > 0


def test_patching_says_what_solving_says_while_temperatures_move() -> None:
    chance = random.Random(7)
    report: Report = evaluate(good_hall())
    project, hot = report.project, 0
    for _ in range(40):
        kind = chance.random()
        if kind < 0.4:
            degc = chance.uniform(15.0, 45.0)
            project = set_fields(project, ["crah1", "crah2", "crah3"], {"setpoint_degc": degc, "supply_degc": None})
        elif kind < 0.6:
            project = set_fields(project, ["s1"], {"inlet_max_degc": chance.uniform(15.0, 45.0)})
        elif kind < 0.8:
            project = set_fields(project, ["crah1"], {"airflow_m3_s": chance.uniform(0.1, 3.0)})
        else:
            project = set_fields(project, ["r1"], {"rotation_deg": chance.choice((0.0, 180.0))})
        report = evaluate(project, report)
        fresh = evaluate(project)
        assert report.throttling == fresh.throttling
        assert report.results.cooling is not None and fresh.results.cooling is not None
        assert dict(report.results.cooling.records) == dict(fresh.results.cooling.records)
        hot += bool(fresh.throttling.systems)
    assert hot > 5
