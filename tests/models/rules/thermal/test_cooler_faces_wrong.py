"""THM303: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import in_row


def test_cooler_faces_wrong() -> None:
    check("THM303", in_row(good_hall(), 180.0), True)
    check("THM303", in_row(good_hall(), 0.0), False)
