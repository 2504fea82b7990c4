"""SPC106: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    door = item("door", "d", x_m=5.0, y_m=-0.1, rotation_deg=180.0, width_m=1.0)
    return room(rack("a", 5.0, x), door)


@pytest.mark.parametrize(("x", "value"), [(1.7, None), (1.6, None), (1.59, 0.01)])
def test_blocks_door(x: float, value: float | None) -> None:
    found = findings("SPC106", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "d")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_a_sliding_door_sweeps_nothing() -> None:
    door = item("door", "d", x_m=5.0, y_m=-0.1, rotation_deg=180.0, width_m=1.0, swings=False)
    assert findings("SPC106", room(rack("a", 5.0, 1.0), door)) == []
