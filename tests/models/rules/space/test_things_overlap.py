"""SPC101: below, at and beyond the limit."""

import pytest

from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(rack("a", 5.0, 5.0), rack("b", x, 5.0))


@pytest.mark.parametrize(("x", "value"), [(5.7, None), (5.6, None), (5.59, 0.01)])
def test_things_overlap(x: float, value: float | None) -> None:
    found = findings("SPC101", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a", "b")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
