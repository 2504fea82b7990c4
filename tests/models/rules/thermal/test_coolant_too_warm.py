"""THM108: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(31.0, False), (30.0, False), (29.9, True)])
def test_coolant_too_warm(x: float, wanted: bool) -> None:
    check("THM108", hall("s3", liquid_supply_max_degc=x), wanted)
