"""Breaker overloaded: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.project import Project
from power_findings import found, gaps, record
from traps.power import link_of


def with_breaker(breaker_a: float) -> Project:
    hall = good_hall()
    return set_fields(hall, [link_of(hall, "rppa", "p1a").id], {"breaker_a": breaker_a})


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, link_of(hall, "rppa", "p1a").id).amps
    for breaker_a in (2.0 * load, load / 0.8 + 1e-9):
        assert not found(with_breaker(breaker_a), "PWR103")
    (finding,) = found(with_breaker(0.999 * load / 0.8), "PWR103")
    assert finding.limit < finding.value == load
    assert finding.path == ("uta", "txa", "sga", "upsa", "rppa", "p1a")


def test_unknown_load_is_not_a_pass() -> None:
    hall = set_fields(good_hall(), ["s1"], {"nameplate_kw": None})
    assert (link_of(hall, "rppa", "p1a").id,) in [g.subjects for g in gaps(hall, "PWR103")]
