"""SPC124: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    door = item("door", "d", x_m=15.0, y_m=-0.1, height_m=2.4)
    return room(rack("a", 5.0, 5.0, height_m=x), door)


@pytest.mark.parametrize(("x", "value"), [(2.3, None), (2.4, None), (2.41, 2.41)])
def test_does_not_pass_door(x: float, value: float | None) -> None:
    found = findings("SPC124", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "d")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_the_narrow_side_goes_first() -> None:
    door = item("door", "d", x_m=15.0, y_m=-0.1, width_m=0.55)
    (found,) = findings("SPC124", room(rack("a", 5.0, 5.0), door))
    assert (found.value, found.limit) == (0.6, 0.55)
