"""Dead load: below, at and just above the limit."""

from halls import good_hall
from power_findings import found, mended
from traps.power import TRAPS


def test_found_and_only_there() -> None:
    hall = TRAPS["PWR303"][0](good_hall())
    assert {f.subjects[0] for f in found(hall, "PWR303")} == {"m2"}
    assert not found(good_hall(), "PWR303")


def test_fix() -> None:
    hall = TRAPS["PWR303"][0](good_hall())
    assert not found(mended(hall, found(hall, "PWR303")[0]), "PWR303")
