"""SPC102: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0), item("column", "k", x_m=x, y_m=5.0))


@pytest.mark.parametrize(("x", "value"), [(5.6, None), (5.55, None), (5.54, 0.01)])
def test_stands_in_column(x: float, value: float | None) -> None:
    found = findings("SPC102", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "k")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
