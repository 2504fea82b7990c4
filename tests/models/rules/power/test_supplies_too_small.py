"""Supplies too small: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found


def test_limit() -> None:
    hall = good_hall()
    for supply_kw in (3.6, 3.4):  # three of 3.4 kW give 10.2 kW
        assert not found(set_fields(hall, ["s1"], {"psu_kw": supply_kw}), "PWR106")
    (finding,) = found(set_fields(hall, ["s1"], {"psu_kw": 3.39}), "PWR106")
    assert finding.value == 10.2
