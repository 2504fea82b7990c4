"""Separate paths for the rack PDUs of a load."""

import pytest

from halls import good_hall
from hallwright.edits.part_paths import part_paths
from hallwright.errors import EditRefused
from power_findings import found
from traps.power import TRAPS


def test_two_strips_on_one_side_are_parted() -> None:
    hall = TRAPS["PWR201"][0](good_hall())
    assert found(hall, "PWR201")
    after = part_paths(hall, "s1")
    assert not found(after, "PWR201") and not found(after, "PWR306")
    assert len(after.links) == len(hall.links)


def test_a_load_on_one_strip_is_refused() -> None:
    hall = good_hall()
    cords = {k.id: None for k in hall.links.values() if k.b == ("s1",) and k.a == ("p1b",)}
    with pytest.raises(EditRefused, match="two rack PDUs"):
        part_paths(hall.changed(links=cords), "s1")
