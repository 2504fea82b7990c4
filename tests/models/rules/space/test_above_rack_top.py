"""SPC118: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    switch = item("switch", "n", rack_id="a", u=int(x), u_height=2)
    return room(rack("a", 5.0, 5.0, units=42), switch)


@pytest.mark.parametrize(("x", "value"), [(40, None), (41, None), (42, 43.0)])
def test_above_rack_top(x: float, value: float | None) -> None:
    found = findings("SPC118", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("n", "a")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
