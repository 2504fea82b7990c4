"""THM120: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("kpa", "wanted"), [(250.0, False), (60.0, False), (5.0, True)])
def test_water_starved(kpa: float, wanted: bool) -> None:
    check("THM120", hall("chl1 chl2", pump_pressure_kpa=kpa), wanted)
