"""No supply: below, at and just above the limit."""

from halls import good_hall
from power_findings import found, mended
from traps.power import TRAPS


def test_found_and_only_there() -> None:
    hall = TRAPS["PWR302"][0](good_hall())
    assert {f.subjects[0] for f in found(hall, "PWR302")} == {"p1d"}
    assert not found(good_hall(), "PWR302")


def test_fix() -> None:
    hall = TRAPS["PWR302"][0](good_hall())
    assert not found(mended(hall, found(hall, "PWR302")[0]), "PWR302")
