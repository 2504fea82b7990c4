"""Heat in is heat out on many random halls, and absurd inputs end in a named finding, a gap or a refusal."""

import math
import os

import pytest

from coolant_halls import random_hall
from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.coolant.records import SOLVED, CduCoolant, PlantWater, Stream
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report, evaluate
from hallwright.project import Project

MANY = int(os.environ.get("HALLS", "150"))  # 1,000 take half a minute


def test_heat_in_is_heat_out_on_many_halls() -> None:
    """Room, loops and plant: the ledger to 1e-9, every solved loop to 1e-6, and no part of either below zero."""
    for seed in range(5000, 5000 + MANY):
        results = evaluate(random_hall(seed)).results
        assert results.cooling is not None and results.coolant is not None, seed
        ledger = results.cooling.ledger
        assert abs(ledger.residual_kw) <= 1e-9 * max(ledger.in_kw, 1.0), seed
        parts = (ledger.it_kw, ledger.losses_kw, ledger.fans_kw, ledger.pumps_kw, ledger.rejected_kw)
        assert min(*parts, *(kw for _, _, kw in ledger.unhandled), 0.0) >= 0.0, seed
        for loop in results.coolant.loops:
            assert loop.verdict == SOLVED or loop.reason, seed
            assert loop.verdict != SOLVED or max(abs(loop.heat_error), loop.mass_error) <= 1e-6, seed


def codes(report: Report) -> set[str]:
    return {f.code for f in report.findings} | {g.code for g in report.not_evaluated}


def finite(report: Report) -> None:
    """No number of a loop is infinite or undefined."""
    assert report.results.coolant is not None and not report.results.failed
    for record in report.results.coolant.records.values():
        assert isinstance(record, CduCoolant | PlantWater | Stream)
        for name in record.__slots__ if not isinstance(record, Stream) else Stream.__slots__:
            value = getattr(record, name)
            assert not isinstance(value, float) or math.isfinite(value), name


CDUS, CHILLERS = ("cdu1", "cdu2"), ("chl1", "chl2")
ABSURD = {
    "rack loop without a pump": (CDUS, {"secondary_flow_l_min": 0.0}, {"THM313"}),
    "pumps without pressure": (CDUS, {"secondary_pressure_kpa": 0.0}, {"THM313"}),
    "facility loop without a pump": (CHILLERS, {"pump_pressure_kpa": 0.0}, {"THM313"}),
    "no facility flow": (CHILLERS, {"water_flow_l_min": 0.0}, {"THM110", "THM313"}),
    "a starved branch": (("s3",), {"liquid_pressure_drop_kpa": 1000.0, "liquid_flow_l_min": 11.0}, {"THM117"}),
    "a trickle": (CDUS, {"secondary_flow_l_min": 1e-6}, {"THM107", "THM117"}),
    "a set-point far below freezing": (CDUS, {"setpoint_degc": -20.0}, {"THM127"}),
    "water far below freezing": (CHILLERS, {"water_supply_degc": -20.0}, {"THM126"}),
    "water near boiling": (CHILLERS, {"water_supply_degc": 90.0}, {"THM108", "THM122"}),
    "a coolant hotter than anything accepts": (CDUS, {"setpoint_degc": 90.0}, {"THM108", "THM124"}),
    "a plant of nothing": (CHILLERS, {"capacity_kw": 1e-6}, {"THM109"}),
    "an exchanger of nothing": (CDUS, {"capacity_kw": 1e-6}, {"THM106"}),
    "an exchanger that cannot be": (CDUS, {"facility_flow_l_min": 1e-3}, {"THM406"}),
    "a system of megawatts": (("s3",), {"nameplate_kw": 5000.0}, {"THM106", "THM109"}),
}


@pytest.mark.parametrize("name", ABSURD)
def test_absurd_loops_are_named_and_hold_no_infinite_number(name: str) -> None:
    ids, values, wanted = ABSURD[name]
    report = evaluate(set_fields(good_hall(), ids, values))
    assert codes(report) & wanted, codes(report)
    finite(report)


@pytest.mark.parametrize("degc", [-273.15, -60.0, 500.0, math.nan, math.inf])
def test_impossible_temperatures_are_refused_where_they_are_entered(degc: float) -> None:
    for ids, field in ((CDUS, "setpoint_degc"), (CHILLERS, "water_supply_degc"), (("s3",), "liquid_supply_max_degc")):
        with pytest.raises(HallwrightError):
            set_fields(good_hall(), ids, {field: degc})


@pytest.mark.parametrize(
    "values", [{"coolant_fittings_k": 1e3}, {"coolant_velocity_m_s": 10.0}, {"altitude_m": 5000.0}]
)
def test_settings_at_their_ends_leave_an_answer(values: dict[str, float]) -> None:
    project: Project
    try:
        project = set_settings(good_hall(), values)
    except HallwrightError:
        return
    finite(evaluate(project))
