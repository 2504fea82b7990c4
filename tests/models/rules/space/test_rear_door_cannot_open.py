"""SPC111: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    door = item("rear_door", "d", rack_id="a", sensible_kw=20.0, depth_m=0.3, mass_kg=90.0)
    return room(rack("a", 5.0, 9.1 - x), door)


@pytest.mark.parametrize(("x", "value"), [(1.0, None), (0.9, None), (0.89, 0.89)])
def test_rear_door_cannot_open(x: float, value: float | None) -> None:
    found = findings("SPC111", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
