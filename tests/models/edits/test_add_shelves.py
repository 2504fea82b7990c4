"""More shelves under a busbar."""

import pytest

from halls import good_hall
from hallwright.edits.add_shelves import add_shelves
from hallwright.errors import EditRefused
from power_findings import found, record
from traps.power import TRAPS


def test_as_many_on_every_feed_as_it_takes() -> None:
    hall = TRAPS["PWR205"][0](good_hall())  # 4.2 kW on one shelf of 4 kW for each side
    after = add_shelves(hall, "big", 4.2)
    assert record(after, "big").shelves == 4 and record(after, "big").short_shelf_kw == 8.0
    assert not found(after, "PWR205") and not found(after, "PWR306")
    assert add_shelves(after, "big", 8.0) is after


def test_shelves_on_one_feed_are_no_help() -> None:
    hall = TRAPS["PWR205"][0](good_hall())
    link = hall.links["inb"].model_copy(update={"a": ("rppa",), "a_first": 22})
    with pytest.raises(EditRefused, match="one feed"):
        add_shelves(hall.changed(links={"inb": link}), "big", 4.2)
