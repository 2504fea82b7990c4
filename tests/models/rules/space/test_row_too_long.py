"""SPC125: below, at and beyond the limit."""

import pytest

from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    return room(*(rack(f"a{n:02d}", 2.0 + 0.6 * n, 5.0) for n in range(int(x))))


@pytest.mark.parametrize(("x", "value"), [(19, None), (20, None), (21, 21.0)])
def test_row_too_long(x: float, value: float | None) -> None:
    found = findings("SPC125", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("a00",)
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
