"""THM119: below, at and beyond the limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.rules.base import Severity
from thermal_findings import check, findings, hall
from traps.thermal import door


@pytest.mark.parametrize(("dew", "wanted"), [(15.0, False), (28.0, False), (28.1, True), (31.0, True)])
def test_supply_below_dew_point(dew: float, wanted: bool) -> None:
    check("THM119", hall("settings", room_dew_point_degc=dew), wanted)


@pytest.mark.parametrize(("dew", "severity"), [(29.0, Severity.WARNING), (30.0, Severity.ERROR)])
def test_below_it_is_an_error_and_near_it_a_warning(dew: float, severity: Severity) -> None:
    assert {f.severity for f in findings("THM119", hall("settings", room_dew_point_degc=dew))} == {severity}


def test_a_rear_door_on_cold_water() -> None:
    project = set_settings(door(good_hall(), 12.0), {"room_dew_point_degc": 15.0})
    assert [f.subjects for f in findings("THM119", project)] == [("rd",)]
    check("THM119", set_settings(project, {"room_dew_point_degc": 9.9}), False)
