"""SPC117: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, gaps, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    a = item("switch", "n1", rack_id="a", u=1, u_height=2)
    b = item("switch", "n2", rack_id="a", u=int(x), u_height=2)
    return room(rack("a", 5.0, 5.0), a, b)


@pytest.mark.parametrize(("x", "value"), [(4, None), (3, None), (2, 1.0)])
def test_rack_units_collide(x: float, value: float | None) -> None:
    found = findings("SPC117", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("n1", "n2")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_an_unknown_place_is_not_evaluated() -> None:
    switch = item("switch", "n", rack_id="a", u_height=1)
    assert [g.subjects for g in gaps("SPC117", room(rack("a", 5.0, 5.0), switch))] == [("n",)]
