"""THM122: below, at and beyond the limit."""

import pytest

from hallwright.edits.change import set_settings
from thermal_findings import check, hall


@pytest.mark.parametrize(("degc", "wanted"), [(12.0, False), (17.0, False), (17.1, True)])
def test_facility_water_class(degc: float, wanted: bool) -> None:
    project = set_settings(hall("chl1 chl2", water_supply_degc=degc), {"facility_water_class": "W17"})
    check("THM122", project, wanted)


def test_the_widest_class_has_no_end() -> None:
    project = set_settings(hall("chl1 chl2", water_supply_degc=60.0), {"facility_water_class": "W+"})
    check("THM122", project, False)
