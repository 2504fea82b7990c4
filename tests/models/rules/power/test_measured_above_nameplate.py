"""Measured above nameplate: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found


def test_limit() -> None:
    hall = good_hall()
    for kw in (None, 8.0, 10.2):
        assert not found(set_fields(hall, ["s1"], {"measured_kw": kw}), "PWR404")
    (finding,) = found(set_fields(hall, ["s1"], {"measured_kw": 10.3}), "PWR404")
    assert finding.value == 10.3
