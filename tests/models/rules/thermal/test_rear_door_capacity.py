"""THM111: below, at and beyond the limit."""

import pytest

from halls import good_hall
from thermal_findings import check, record
from traps.thermal import door


@pytest.mark.parametrize(("x", "wanted"), [(12.0, False), (record("r1").air_kw, False), (10.1, True)])
def test_rear_door_capacity(x: float, wanted: bool) -> None:
    check("THM111", door(good_hall(), x), wanted)
