"""THM112: below, at and beyond the limit."""

import pytest

from halls import good_hall
from thermal_findings import check
from traps.thermal import tank


@pytest.mark.parametrize(("x", "wanted"), [(12.0, False), (10.2, False), (10.1, True)])
def test_tank_capacity(x: float, wanted: bool) -> None:
    check("THM112", tank(good_hall(), x), wanted)
