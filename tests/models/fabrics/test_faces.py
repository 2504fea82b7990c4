"""Ports of switch products, broken out."""

import pytest

from generated import switch
from hallwright.errors import OutOfRange
from hallwright.fabrics.faces import room, shape, split_for, uplink_gbps


def test_one_group_serves_both_sides_uplinks_last() -> None:
    faces = shape(switch("nvidia-qm9700"), 20, 400.0, 12, 400.0)
    assert (faces.down.first, faces.down.count, faces.up.first, faces.up.count) == (1, 20, 53, 12)
    assert faces.ports == 64


def test_ports_are_split_on_one_side_or_both() -> None:
    both = shape(switch("nvidia-sn5600"), 64, 400.0, 64, 400.0)
    assert (both.ports, both.down.port.name, both.up.port.name, both.up.first) == (128, "front", "front", 65)
    low = shape(switch("nvidia-sn5600"), 128, 200.0, 60, 400.0)
    assert [(g.count, g.split) for g in low.switch.switch_ports] == [(34, 4), (30, 2)]
    assert (low.down.port.gbps, low.up.port.gbps, low.up.port.name) == (200.0, 400.0, "front-2")


def test_ports_of_their_own_lead_up() -> None:
    assert uplink_gbps(switch("nvidia-sn2201")) == 100.0
    assert uplink_gbps(switch("nvidia-qm9700")) is None
    assert uplink_gbps(switch("arista-7060x6-64pe")) is None  # its two slow ports are none for a fabric
    faces = shape(switch("ddc-jericho3ai-leaf"), 36, 400.0, 20, 800.0)
    assert (faces.down.port.name, faces.up.port.name) == ("network", "fabric")
    assert faces.up.port.protocol == "cell"


@pytest.mark.parametrize(
    ("id", "down", "up", "ratio", "wanted"),
    [
        ("nvidia-qm9700", 400.0, 400.0, 1.0, (32, 32)),
        ("nvidia-qm9700", 400.0, 400.0, 3.0, (48, 16)),
        ("nvidia-q3400-ra", 800.0, 800.0, 1.0, (72, 72)),
        ("nvidia-sn5600", 400.0, 400.0, 1.0, (64, 64)),
        ("nvidia-sn5600", 200.0, 400.0, 1.0, (128, 64)),
        ("nvidia-sn2201", 1.0, 100.0, 1.0, (48, 1)),
        ("ddc-jericho3ai-leaf", 800.0, 800.0, 1.0, (18, 20)),
    ],
)
def test_room_beside_the_uplinks(id: str, down: float, up: float, ratio: float, wanted: tuple[int, int]) -> None:
    assert room(switch(id), down, up, ratio) == wanted


def test_refusals() -> None:
    qm = switch("nvidia-qm9700")
    with pytest.raises(OutOfRange, match="nearest is 400"):
        split_for(qm, qm.switch_ports[0], 300.0)
    with pytest.raises(OutOfRange, match="64 ports"):
        shape(qm, 40, 400.0, 40, 400.0)
    with pytest.raises(OutOfRange, match="for uplinks leave none"):
        shape(switch("nvidia-sn5600"), 4, 200.0, 128, 400.0)
    with pytest.raises(OutOfRange, match="states no network ports"):
        shape(qm.model_copy(update={"switch_ports": ()}), 1, 400.0, 1, 400.0)
