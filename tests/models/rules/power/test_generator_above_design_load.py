"""Generator above design load: below, at and just above the limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, record
from traps.power import TRAPS


def test_limit() -> None:
    hall = TRAPS["PWR123"][0](good_hall())
    generator = record(hall, "gena")
    assert generator.out_kw == 0.0  # it stands by
    # it carries its side while that has no utility: the feeder above the board it backs is lost
    assert generator.worst_kw == pytest.approx(record(hall, "sga").in_kw)
    assert not found(set_fields(hall, ["gena"], {"rating_kw": generator.worst_kw / 0.9 + 1e-9}), "PWR123")
    (finding,) = found(set_fields(hall, ["gena"], {"rating_kw": generator.worst_kw / 0.91}), "PWR123")
    assert finding.subjects[1] in ("txa", "uta")
