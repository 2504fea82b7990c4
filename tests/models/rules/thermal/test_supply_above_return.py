"""THM401: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import change


def test_supply_above_return() -> None:
    check("THM401", change(good_hall(), "crah1", return_degc=21.0), True)
    check("THM401", change(good_hall(), "crah1", return_degc=22.0), False)
