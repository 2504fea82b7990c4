"""SPC107: below, at and beyond the limit."""

import pytest

from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 0.6 + x))


@pytest.mark.parametrize(("x", "value"), [(1.0, None), (0.914, None), (0.913, 0.913)])
def test_rack_front_blocked(x: float, value: float | None) -> None:
    found = findings("SPC107", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


def test_what_the_rack_states_counts() -> None:
    (found,) = findings("SPC107", room(rack("a", 5.0, 1.6, clearance_front_m=1.1)))
    assert (found.value, found.limit) == (1.0, 1.1)
