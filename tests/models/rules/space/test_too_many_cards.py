"""SPC126: below, at and beyond the limit."""

import pytest

from halls import item
from hallwright.project import Project
from space_findings import findings, rack, room


def hall(x: float) -> Project:
    """A hall in which the quantity is driven by `x`."""
    server = item("system", "s", role="gpu", rack_id="a", u=1, u_height=2, accelerator_slots=2)
    cards = [item("accelerator", f"c{n}", system_id="s", form_factor="PCIe") for n in range(int(x))]
    return room(rack("a", 5.0, 5.0), server, *cards)


@pytest.mark.parametrize(("x", "value"), [(1, None), (2, None), (3, 3.0)])
def test_too_many_cards(x: float, value: float | None) -> None:
    found = findings("SPC126", hall(x))
    if value is None:
        assert found == []
        return
    assert found[0].subjects == ("s",)
    assert found[0].value == pytest.approx(value, abs=1e-6)
    assert found[0].margin < 0.0
    assert "{" not in found[0].text(hall(x))
