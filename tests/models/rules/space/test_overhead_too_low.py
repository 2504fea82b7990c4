"""SPC122: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0), item("tray", "t", points_m=[[1, 5], [9, 5]], elevation_m=x))


@pytest.mark.parametrize(("x", "value"), [(2.3, None), (2.2, None), (2.19, 2.2)])
def test_overhead_too_low(x: float, value: float | None) -> None:
    found = findings("SPC122", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "t")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
