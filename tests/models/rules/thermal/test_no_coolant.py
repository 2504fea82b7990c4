"""THM306: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import change


def test_no_coolant() -> None:
    check("THM306", change(good_hall(), "s1", air_fraction=0.9), True)
    check("THM306", change(good_hall(), "s1", air_fraction=1.0), False)
