"""THM307: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import miswired


def test_no_water() -> None:
    check("THM307", miswired(good_hall()), True)
    check("THM307", good_hall(), False)
