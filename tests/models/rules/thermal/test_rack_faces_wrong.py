"""THM304: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import REAR, zone


def test_rack_faces_wrong() -> None:
    check("THM304", zone(good_hall(), REAR, "cold_aisle", False), True)
    check("THM304", zone(good_hall(), REAR, "hot_aisle", False), False)
