"""Breaker above inlet: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.project import Project
from power_findings import found, mended
from traps.power import link_of


def with_breaker(breaker_a: float) -> Project:
    hall = good_hall()
    return set_fields(hall, [link_of(hall, "rppa", "p1a").id], {"breaker_a": breaker_a})


def test_limit() -> None:
    for breaker_a in (32.0, 63.0):
        assert not found(with_breaker(breaker_a), "PWR107")
    (finding,) = found(with_breaker(63.1), "PWR107")
    assert (finding.value, finding.limit) == (63.1, 63.0)
    assert not found(mended(with_breaker(80.0), finding), "PWR107")
