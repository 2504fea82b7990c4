"""Ups above design load: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, record


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, "upsa").out_kw
    assert not found(set_fields(hall, ["upsa"], {"rating_kw": load / 0.8 + 1e-9}), "PWR121")
    (finding,) = found(set_fields(hall, ["upsa"], {"rating_kw": load / 0.81}), "PWR121")
    assert round(finding.value, 6) == 0.81 and finding.limit == 0.8
