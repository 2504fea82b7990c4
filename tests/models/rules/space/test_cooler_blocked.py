"""SPC112: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    fields = {"x_m": 5.0, "width_m": 1.0, "depth_m": 1.0, "sensible_kw": 30.0}
    return room(item("crah", "c", y_m=0.5 + x, **fields))


@pytest.mark.parametrize(("x", "value"), [(1.0, None), (0.9, None), (0.89, 0.89)])
def test_cooler_blocked(x: float, value: float | None) -> None:
    found = findings("SPC112", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("c", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
