"""SPC104: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, gaps, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", x, 5.0))


@pytest.mark.parametrize(("x", "value"), [(0.4, None), (0.3, None), (0.29, 0.01)])
def test_outside_room(x: float, value: float | None) -> None:
    found = findings("SPC104", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_outdoor_plant_may_stand_outside_and_racks_may_not() -> None:
    chiller = item("chiller", "c", x_m=30.0, y_m=5.0, capacity_kw=100.0, cop=4.0)
    assert [f.subjects for f in findings("SPC104", room(chiller, rack("a", 30.0, 9.0)))] == [("a",)]


def test_without_a_room_it_is_not_evaluated() -> None:
    project = Project().changed(equipment={"a": rack("a", 1.0, 1.0)})
    assert findings("SPC104", project) == []
    assert [g.subjects for g in gaps("SPC104", project)] == [("a",)]
