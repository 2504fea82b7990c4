"""THM309: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import change


def test_no_condenser_water() -> None:
    check("THM309", change(good_hall(), "chl2", rejects_to="water"), True)
    check("THM309", change(good_hall(), "chl2", rejects_to="air"), False)
