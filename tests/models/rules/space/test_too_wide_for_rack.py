"""SPC120: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    switch = item("switch", "n", rack_id="a", u=1, u_height=1, width_m=x)
    return room(rack("a", 5.0, 5.0), switch)


@pytest.mark.parametrize(("x", "value"), [(0.44, None), (0.4826, None), (0.483, 0.483)])
def test_too_wide_for_rack(x: float, value: float | None) -> None:
    found = findings("SPC120", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("n", "a")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_an_open_rack_is_wider() -> None:
    switch = item("switch", "n", rack_id="a", u=1, u_height=1, width_m=0.53)
    assert findings("SPC120", room(rack("a", 5.0, 5.0, standard="OCP Open Rack V3 (21 in)"), switch)) == []
    assert findings("SPC120", room(rack("a", 5.0, 5.0, opening_m=0.55), switch)) == []
