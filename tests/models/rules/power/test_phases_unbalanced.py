"""Phases unbalanced: below, at and just above the limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.power.formulas import imbalance_fraction
from power_findings import found, record
from traps.power import link_of


def test_limit() -> None:
    hall = good_hall()
    hall = set_fields(hall, [link_of(hall, "p1a", "s1").id], {"phase": "L1"})
    lines = record(hall, "rppa").lines_a
    assert lines[0] > lines[1] == pytest.approx(lines[2])
    value = imbalance_fraction(lines)
    at = set_settings(hall, {"phase_imbalance_max_fraction": value})
    assert [f.subjects for f in found(at, "PWR105")] == [("p1a",)]
    above = set_settings(hall, {"phase_imbalance_max_fraction": 0.999 * value})
    assert {f.subjects[0] for f in found(above, "PWR105")} == {"p1a", "rppa"}


def test_balanced_where_no_phase_is_stated() -> None:
    assert not found(good_hall(), "PWR105")
