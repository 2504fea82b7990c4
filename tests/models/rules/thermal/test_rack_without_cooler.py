"""THM301: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import FRONT, zone


def test_rack_without_cooler() -> None:
    check("THM301", zone(good_hall(), FRONT, "cold_aisle", True), True)
    check("THM301", zone(good_hall(), FRONT, "cold_aisle", False), False)
