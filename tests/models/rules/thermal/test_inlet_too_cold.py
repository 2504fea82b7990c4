"""THM105: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(21.0, False), (22.0, False), (22.1, True)])
def test_inlet_too_cold(x: float, wanted: bool) -> None:
    check("THM105", hall("s1", inlet_min_degc=x), wanted)
