"""SPC103: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0), item("wall", "w", points_m=[[x, 3], [x, 8]], thickness_m=0.2))


@pytest.mark.parametrize(("x", "value"), [(5.5, None), (5.4, None), (5.39, 0.01)])
def test_stands_in_wall(x: float, value: float | None) -> None:
    found = findings("SPC103", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "w")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_a_fence_is_a_wall() -> None:
    cage = item("zone", "z", use="cage", points_m=[[5.2, 3], [9, 3], [9, 8], [5.2, 8]])
    (found,) = findings("SPC103", room(rack("a", 5.0, 5.0), cage))
    assert found.value == pytest.approx(0.1)
