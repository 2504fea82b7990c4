"""SPC113: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from hallwright.rules.space.working_space import working_depth_m
from hallwright.settings.space import SpaceSettings
from space_findings import findings, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    fields = {"x_m": 5.0, "width_m": 1.0, "depth_m": 1.0, "primary_v": 415.0, "secondary_v": 415.0}
    return room(item("pdu", "p", y_m=0.5 + x, **fields))


@pytest.mark.parametrize(("x", "value"), [(1.2, None), (1.067, None), (1.066, 1.066)])
def test_working_space(x: float, value: float | None) -> None:
    found = findings("SPC113", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("p", "room")
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))


@pytest.mark.parametrize(
    ("volts", "opposite", "depth_m"),
    [
        (150.0, "live", 0.914),
        (151.0, "live", 1.219),
        (600.0, "open", 0.914),
        (601.0, "open", 0.9),
        (7967.0, "grounded", 1.5),
        (25000.0, "live", 2.8),
        (25001.0, "live", None),
    ],
)
def test_working_depth(volts: float, opposite: str, depth_m: float | None) -> None:
    assert working_depth_m(SpaceSettings(), volts, opposite) == depth_m
