"""Connecting and disconnecting."""

import pytest

from halls import good_hall
from hallwright.edits.wire import connect, disconnect, points_taken
from hallwright.errors import EditRefused


def test_a_link_takes_the_lowest_free_points() -> None:
    hall = good_hall()
    taken = points_taken(hall, "lf1", "front")
    after = connect(hall, "lf1", "front", "sp1", "front", 2)
    new = next(link for k, link in after.links.items() if k not in hall.links)
    assert new.a_first == min(set(range(1, 65)) - taken)
    assert len(points_taken(after, "lf1", "front")) == len(taken) + 2


def test_power_flows_from_outlet_to_inlet_whichever_end_was_drawn_first() -> None:
    hall = disconnect(good_hall(), [k for k, link in good_hall().links.items() if link.b == ("p1a",)])
    after = connect(hall, "p1a", "in", "rppa", "out")
    new = next(link for k, link in after.links.items() if k not in hall.links)
    assert (new.a, new.b) == (("rppa",), ("p1a",))


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        (("s1", "compute", "p1a", "out"), "fabric and power do not join"),
        (("rppa", "out", "rppb", "out"), "both are outlets"),
        (("s3", "coolant", "chl1", "out"), "TCS port"),
        (("s1", "psu", "p1a", "out"), "0 of 6 Power inlet free"),
        (("lf1", "front", "lf1", "front"), "cannot be joined with itself"),
        (("lf1", "nothing", "sp1", "front"), "has no port"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_its_reason(ends: tuple[str, str, str, str], reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        connect(good_hall(), *ends)


def test_disconnecting_what_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="no link"):
        disconnect(good_hall(), ["nothing"])
