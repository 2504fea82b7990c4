"""SPC119: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    switch = item("switch", "n", rack_id="a", u=1, u_height=1, depth_m=x)
    return room(rack("a", 5.0, 5.0), switch)


@pytest.mark.parametrize(("x", "value"), [(0.9, None), (1.0, None), (1.01, 1.01)])
def test_too_deep_for_rack(x: float, value: float | None) -> None:
    found = findings("SPC119", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("n", "a")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_the_rack_pdu_and_cables_behind_take_depth_too() -> None:
    switch = item("switch", "n", rack_id="a", u=1, u_height=1, depth_m=0.95)
    strip = item("rack_pdu", "p", rack_id="a", voltage_v=415.0, rating_a=32.0, depth_m=0.25)
    (found,) = findings("SPC119", room(rack("a", 5.0, 5.0), switch, strip))
    assert (found.value, found.limit) == (pytest.approx(0.95 + 0.25 + 0.05), 1.2)
