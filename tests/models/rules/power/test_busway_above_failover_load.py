"""Busway above failover load: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, record
from traps.power import TRAPS


def test_limit() -> None:
    hall = TRAPS["PWR122"][0](good_hall())
    worst = record(hall, "bwa").worst_a
    assert not found(set_fields(hall, ["bwa"], {"rating_a": worst / 0.9 + 1e-9}), "PWR122")
    (finding,) = found(set_fields(hall, ["bwa"], {"rating_a": worst / 0.91}), "PWR122")
    assert round(finding.value, 6) == 0.91
