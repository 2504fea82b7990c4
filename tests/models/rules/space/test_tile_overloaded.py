"""SPC115: below, at and beyond the limit."""

import pytest

from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0, mass_kg=x), floor="raised", tile_load_kg=333.0)


@pytest.mark.parametrize(("x", "value"), [(999.0, None), (1000.0, None), (1001.0, 333.333)])
def test_tile_overloaded(x: float, value: float | None) -> None:
    found = findings("SPC115", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
