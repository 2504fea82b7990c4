"""Sizes of Clos fabrics: the laws that every one must keep, and rows of published tables."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import Clos, bill, clos, smallest_divisor
from hallwright.fabrics.formulas import fat_tree, two_tier_limit


def check(size: Clos) -> None:
    """What holds for any Clos fabric, counted from its sizes alone."""
    assert size.leaf_down + size.leaf_up <= size.ports
    assert sum(pod.units for pod in size.pods) == (size.units if size.leaf_up else 0)
    for pod in size.pods:
        leaves = pod.units * size.leaves_a_unit
        assert size.leaf_up % pod.spines == 0, "each leaf reaches each spine by as many links"
        down = leaves * size.leaf_up // pod.spines
        assert down + size.spine_up <= size.ports, "no spine needs more ports than it has"
        assert not size.cores or pod.spines * size.spine_up >= size.cores, "each core reaches each pod"
    assert size.spine_core_links <= size.core_switches * size.ports
    assert size.core_switches == size.planes * math.ceil(size.spine_core_links / size.planes / size.ports)


@given(
    ports=st.sampled_from([8, 32, 40, 48, 64, 128, 144]),
    units=st.integers(1, 200),
    leaves=st.integers(1, 9),
    up=st.integers(1, 80),
    planes=st.integers(1, 8),
    tiers=st.sampled_from([None, 2, 3]),
)
def test_laws(ports: int, units: int, leaves: int, up: int, planes: int, tiers: int | None) -> None:
    try:
        size = clos(
            ports=ports, units=units, leaves_a_unit=leaves, leaf_down=max(1, ports - up), leaf_up=up, planes=planes,
            tiers=tiers, spines_min=2,
        )  # fmt: skip
    except OutOfRange:
        return
    check(size)
    assert tiers is None or size.tiers == tiers


@given(ports=st.sampled_from([8, 64, 144]), units=st.integers(1, 350), leaves=st.integers(1, 8))
def test_pods_evenly_joined_reach_each_core_by_as_many_links(ports: int, units: int, leaves: int) -> None:
    half = ports // 2
    sizes = {"ports": ports, "units": units, "leaves_a_unit": leaves, "leaf_down": half, "leaf_up": half}
    try:
        size = clos(**sizes, spines_min=2, even=True)
    except OutOfRange:
        return
    least = clos(**sizes, spines_min=2)
    assert size.cores >= least.cores, "evenness takes cores"
    assert [pod.units for pod in size.pods] == [pod.units for pod in least.pods]
    assert size.spine_core_links <= size.core_switches * ports
    for pod in size.pods:
        assert size.leaf_up % pod.spines == 0
        assert pod.units * leaves * size.leaf_up <= pod.spines * half or not size.cores
        assert not size.cores or pod.spines * size.spine_up % size.cores == 0


@given(ports=st.sampled_from([4, 8, 32, 64]))
def test_the_largest_fabrics_are_the_fat_trees(ports: int) -> None:
    half = ports // 2
    two, limit = fat_tree(ports, 2), two_tier_limit(ports)
    found = clos(ports=ports, units=ports, leaves_a_unit=1, leaf_down=half, leaf_up=half)
    assert (found.tiers, found.switches) == (2, two.switches)
    assert (found.leaf_switches, found.spine_switches) == (limit.leaf_switches, limit.spine_switches)
    three = fat_tree(ports)
    found = clos(ports=ports, units=ports * half, leaves_a_unit=1, leaf_down=half, leaf_up=half)
    assert (found.tiers, found.switches, found.core_switches, len(found.pods)) == (
        3, three.switches, three.core_switches, three.pods,
    )  # fmt: skip
    with pytest.raises(OutOfRange, match="Three tiers"):
        clos(ports=ports, units=ports * half + 1, leaves_a_unit=1, leaf_down=half, leaf_up=half)


@pytest.mark.parametrize(
    ("ports", "units", "counts"),
    [
        (64, 3, (24, 16, 0)),  # H100 SuperPOD, 3 units: 12 spines would do, 16 divide the uplinks
        (64, 16, (128, 128, 64)),  # B200 SuperPOD, 16 units: above 2,048 endpoints
        (144, 2, (16, 8, 0)),
        (144, 4, (32, 18, 0)),
        (144, 16, (128, 72, 0)),
    ],
)
def test_rows_of_reference_tables(ports: int, units: int, counts: tuple[int, int, int]) -> None:
    size = bill(nodes=units * ports // 2, gpus_per_node=8, ports=ports, units=units).size
    assert (size.leaf_switches, size.spine_switches, size.core_switches) == counts


@given(units=st.integers(9, 250))
def test_three_tiers_are_as_large_as_their_formula_says(units: int) -> None:
    """Spines = endpoints / (p / 2), cores = endpoints / p, rounded up, where each core reaches each pod by that."""
    endpoints = units * 256
    size = bill(nodes=units * 32, gpus_per_node=8, ports=64, units=units).size
    check(size)
    assert size.tiers == 3
    assert size.spine_switches >= endpoints // 32
    smallest = {0: 4, 2: 2}.get(units % 4, 1)  # pods of four units, then of two and one
    if smallest * 256 >= math.ceil(endpoints / 64):
        assert (size.spine_switches, size.core_switches) == (endpoints // 32, math.ceil(endpoints / 64))


def test_planes_are_fabrics_of_their_own() -> None:
    one = bill(nodes=200, gpus_per_node=8, ports=128, units=4)
    four = bill(nodes=200, gpus_per_node=8, ports=128, units=4, planes=4, planes_a_cable=2)
    assert four.size.switches == 4 * one.size.switches
    assert four.leaf_spine_cables == 2 * one.leaf_spine_cables
    assert four.endpoint_cables == 2 * one.endpoint_cables == 2 * 1600


def test_units_larger_than_a_leaf_take_more_leaves_a_rail() -> None:
    found = bill(nodes=64, gpus_per_node=8, ports=32, units=2)
    assert found.size.leaf_switches == 32
    assert found.size.leaf_up == found.size.leaf_down == 16


def test_oversubscription_leaves_fewer_uplinks() -> None:
    found = bill(nodes=64, gpus_per_node=8, ports=64, units=2, oversubscription=2.0)
    assert (found.size.leaf_down, found.size.leaf_up, found.leaf_spine_cables) == (32, 16, 256)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nodes": 0},
        {"nodes": 65, "units": 2, "positions": 32},
        {"nodes": 64, "units": 2, "positions": 32, "manager_links": 1},
        {"planes": 3, "planes_a_cable": 2},
        {"oversubscription": 0.5},
        {"leaf_down": 64, "leaf_up": 1},
        {"leaf_up": 64},
        {"nodes": 4096, "tiers": 2},
        {"nodes": 9000},
    ],
)
def test_sizes_that_do_not_go_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(OutOfRange):
        bill(**{"nodes": 64, "gpus_per_node": 8, "ports": 64, **wrong})


@given(number=st.integers(1, 400), at_least=st.floats(0.0, 400.0))
def test_smallest_divisor(number: int, at_least: float) -> None:
    assume(at_least <= number)
    found = smallest_divisor(number, at_least)
    assert number % found == 0 and found >= at_least
    assert not [d for d in range(1, found) if number % d == 0 and d >= at_least]


@pytest.mark.parametrize("sizes", [{"nodes": 10**15}, {"ports": 10**15}, {"nodes": 10**9, "positions": 1}])
def test_sizes_beyond_all_sense_are_refused_at_once(sizes: dict[str, int]) -> None:
    with pytest.raises(OutOfRange):
        bill(**{"nodes": 64, "gpus_per_node": 8, "ports": 64, **sizes})
