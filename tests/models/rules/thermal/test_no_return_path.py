"""THM302: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import REAR, zone


def test_no_return_path() -> None:
    check("THM302", zone(good_hall(), REAR, "hot_aisle", True), True)
    check("THM302", zone(good_hall(), REAR, "hot_aisle", False), False)
