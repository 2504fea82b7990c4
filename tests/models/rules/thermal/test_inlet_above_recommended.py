"""THM104: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(23.0, False), (22.0, False), (21.9, True)])
def test_inlet_above_recommended(x: float, wanted: bool) -> None:
    check("THM104", hall("settings", inlet_recommended_max_degc=x), wanted)
