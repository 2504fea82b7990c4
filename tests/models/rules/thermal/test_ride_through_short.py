"""THM123: below, at and beyond the limit."""

import pytest

from hallwright.edits.change import set_fields
from thermal_findings import check, hall


@pytest.mark.parametrize(("seconds", "wanted"), [(15.0, False), (500.0, False), (3000.0, True)])
def test_ride_through_short(seconds: float, wanted: bool) -> None:
    check("THM123", hall("settings", ride_through_min_s=seconds), wanted)


def test_a_buffer_tank_mends_it() -> None:
    short = hall("settings", ride_through_min_s=3000.0)
    check("THM123", set_fields(short, ["chl1", "chl2"], {"buffer_l": 10000.0}), False)
