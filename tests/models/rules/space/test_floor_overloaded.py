"""SPC114: below, at and beyond the limit."""

import pytest

from hallwright.project import Project
from space_findings import findings, gaps, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0, mass_kg=x), uniform_load_kpa=9.80665)


@pytest.mark.parametrize(("x", "value"), [(719.0, None), (720.0, None), (727.2, 9.904717)])
def test_floor_overloaded(x: float, value: float | None) -> None:
    found = findings("SPC114", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_unknown_loads_are_not_evaluated() -> None:
    assert [g.subjects for g in gaps("SPC114", room(rack("a", 5.0, 5.0, mass_kg=None)))] == [("a", "a")]
    assert [g.subjects for g in gaps("SPC114", room(rack("a", 5.0, 5.0), uniform_load_kpa=None))] == [("room",)]
