"""THM115: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(31.0, False), (30.0, False), (29.9, True)])
def test_cdu_supply_range(x: float, wanted: bool) -> None:
    check("THM115", hall("cdu1", secondary_supply_max_degc=x), wanted)
