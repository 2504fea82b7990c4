"""THM103: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(23.0, False), (22.0, False), (21.9, True)])
def test_inlet_too_warm(x: float, wanted: bool) -> None:
    check("THM103", hall("s1", inlet_max_degc=x), wanted)
