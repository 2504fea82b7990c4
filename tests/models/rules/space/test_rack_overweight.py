"""SPC116: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, gaps, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    switch = item("switch", "n", rack_id="a", u=1, u_height=1, mass_kg=x)
    return room(rack("a", 5.0, 5.0), switch)


@pytest.mark.parametrize(("x", "value"), [(999.0, None), (1000.0, None), (1001.0, 1001.0)])
def test_rack_overweight(x: float, value: float | None) -> None:
    found = findings("SPC116", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a",)
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_an_unknown_mass_is_not_evaluated() -> None:
    switch = item("switch", "n", rack_id="a", u=1, u_height=1)
    assert [g.subjects for g in gaps("SPC116", room(rack("a", 5.0, 5.0), switch))] == [("a", "n")]
