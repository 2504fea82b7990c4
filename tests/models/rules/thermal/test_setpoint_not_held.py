"""THM127: below, at and above what facility water and approach allow."""

import pytest

from hallwright.evaluate import evaluate
from thermal_findings import check, hall


def reached_degc() -> float:
    cooling = evaluate(hall("cdu1 cdu2", setpoint_degc=None)).results.cooling
    assert cooling is not None
    return float(cooling.records["cdu1"].supply_degc)


@pytest.mark.parametrize(("above_k", "wanted"), [(-20.0, True), (-0.1, True), (0.0, False), (5.0, False)])
def test_the_set_point_against_what_is_reached(above_k: float, wanted: bool) -> None:
    check("THM127", hall("cdu1 cdu2", setpoint_degc=reached_degc() + above_k), wanted)


def test_without_a_set_point_there_is_nothing_to_hold() -> None:
    check("THM127", hall("cdu1 cdu2", setpoint_degc=None), False)
