"""SPC127: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, x), item("tile", "t", x_m=5.0, y_m=3.0, open_fraction=0.25), floor="raised")


@pytest.mark.parametrize(("x", "value"), [(4.0, None), (3.9, None), (3.89, 0.01)])
def test_tiles_covered(x: float, value: float | None) -> None:
    found = findings("SPC127", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("t", "a")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
