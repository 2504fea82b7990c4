"""SPC105: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    zone = item("zone", "z", use="keep_out", points_m=[[6, 3], [9, 3], [9, 8], [6, 8]])
    return room(rack("a", x, 5.0), zone)


@pytest.mark.parametrize(("x", "value"), [(5.6, None), (5.7, None), (5.71, 0.01)])
def test_stands_in_keep_out(x: float, value: float | None) -> None:
    found = findings("SPC105", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "z")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
