"""SPC123: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    busway = item("busway", "b", points_m=[[5, 1], [5, 9]], voltage_v=415.0, rating_a=400.0, elevation_m=2.6)
    return room(item("tray", "t", points_m=[[1, 5], [9, 5]], elevation_m=x), busway)


@pytest.mark.parametrize(("x", "value"), [(2.4, None), (2.5, None), (2.51, 0.01)])
def test_overhead_runs_collide(x: float, value: float | None) -> None:
    found = findings("SPC123", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("b", "t")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
