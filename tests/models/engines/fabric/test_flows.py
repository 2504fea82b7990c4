"""Use of port groups, against counting every point."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hallwright.engines.fabric.flows import orientation, pair_gbps, port_use
from hallwright.engines.fabric.records import Device, Group
from hallwright.equipment.base import Medium
from hallwright.project import Cable, Link

GROUP = Group("front", 16, 400.0, "front", "Ethernet", "OSFP")


@given(st.lists(st.tuples(st.integers(1, 24), st.integers(1, 8)), max_size=8))
def test_port_use_equals_counting_every_point(runs: list[tuple[int, int]]) -> None:
    taken = Counter(point for first, count in runs for point in range(first, first + count))
    use = port_use(GROUP, [(first, first + count - 1, f"l{n}") for n, (first, count) in enumerate(runs)])
    assert use.used == sum(1 for point in taken if point <= GROUP.count)
    assert use.highest == max(taken, default=0)
    assert use.doubled == sum(1 for count in taken.values() if count > 1)
    assert bool(use.clash) == bool(use.doubled)


def device(rank: int) -> Device:
    return Device(rank, "leaf", "compute", 0, (GROUP,), "r1", (0.0, 0.0), 1.0, True)


def test_the_lower_end_is_the_lower_tier_whichever_way_a_link_was_drawn() -> None:
    assert orientation(device(0), device(1))[0] == "a"
    assert orientation(device(2), device(1))[0] == "b"
    assert orientation(device(1), device(1))[0] == "peer"


def test_a_cable_runs_at_the_slowest_of_its_parts() -> None:
    link = Link(id="l", medium=Medium.FABRIC, a=("x",), a_port="front", b=("y",), b_port="front", product="p")
    slow = Group("nic", 1, 200.0, "compute", "", "")
    assert pair_gbps(link, GROUP, slow, {}) == 200.0
    assert pair_gbps(link, GROUP, GROUP, {"p": Cable(form="dac", gbps=100.0)}) == 100.0
    assert pair_gbps(link, GROUP, None, {}) == 0.0
