"""THM308: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import change, tiled


def test_no_tiles() -> None:
    check("THM308", change(good_hall(), "crah1", discharge="floor_void"), True)
    check("THM308", tiled(good_hall()), False)
