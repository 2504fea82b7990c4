"""THM310: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import TRAPS


def test_room_without_cooler() -> None:
    fault, _ = TRAPS["THM310"]
    check("THM310", fault(good_hall()), True)
    check("THM310", good_hall(), False)
