"""THM113: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(13.0, False), (12.0, False), (11.9, True)])
def test_water_above_rating(x: float, wanted: bool) -> None:
    check("THM113", hall("crah1", water_supply_degc=x), wanted)
