"""Collectives against published curves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.engines.traffic.collectives import (
    COLLECTIVES,
    SHARDED,
    bus_factor,
    domain_time_s,
    hierarchical,
    plateau_gbytes_s,
)
from hallwright.errors import OutOfRange

KIB, MIB, GIB = 2**10, 2**20, 2**30
# stas00/ml-engineering, network/benchmarks/README.md: all-reduce on 8 x H200, bus bandwidth [GB/s]
H200 = {
    32 * KIB: 3.15, 64 * KIB: 6.16, 128 * KIB: 12.46, 256 * KIB: 24.68, 512 * KIB: 48.15, MIB: 74.57, 2 * MIB: 96.26,
    4 * MIB: 145.14, 8 * MIB: 196.56, 16 * MIB: 255.90, 32 * MIB: 301.25, 64 * MIB: 368.86, 128 * MIB: 414.54,
    256 * MIB: 441.87, 512 * MIB: 456.23, GIB: 465.91, 2 * GIB: 471.06, 4 * GIB: 474.13, 8 * GIB: 478.24,
    16 * GIB: 482.25,
}  # fmt: skip
# the same source: all-reduce on 4 nodes of 8 x B200 with 400 Gb/s each
B200 = {
    32 * MIB: 142.90, 64 * MIB: 197.77, 128 * MIB: 260.50, 256 * MIB: 283.23, 512 * MIB: 309.91, GIB: 365.99,
    2 * GIB: 371.26, 4 * GIB: 374.66, 8 * GIB: 376.14, 16 * GIB: 376.71,
}  # fmt: skip


@pytest.mark.parametrize("size", H200)
def test_curve_within_a_domain(size: int) -> None:
    wanted = bus_factor("all_reduce", 8) * size / (H200[size] * 1e9)
    start_s = bus_factor("all_reduce", 8) * 32 * KIB / (H200[32 * KIB] * 1e9)
    assert domain_time_s("all_reduce", 8, size, H200[16 * GIB], start_s) == pytest.approx(wanted, rel=0.20)


@pytest.mark.parametrize("size", B200)
def test_curve_over_four_nodes(size: int) -> None:
    wanted = bus_factor("all_reduce", 32) * size / (B200[size] * 1e9)
    found = hierarchical("all_reduce", 4, 8, size, 400.0, 838.97)
    assert found.time_s == pytest.approx(wanted, rel=0.12)
    assert found.least_s < wanted < found.most_s


@given(st.integers(2, 10_000))
def test_an_all_reduce_moves_twice_what_one_way_collectives_move(ranks: int) -> None:
    factors = {collective: bus_factor(collective, ranks) for collective in COLLECTIVES}
    assert factors["all_reduce"] == 2 * factors["all_gather"] == 2 * factors["reduce_scatter"] == 2 * factors["scatter"]
    assert factors["broadcast"] == factors["send_recv"] == 1.0
    assert all(0.5 <= factor < 2.0 for factor in factors.values())


def test_bus_bandwidth_is_not_wire_rate() -> None:
    assert plateau_gbytes_s("all_reduce", 8, 450.0, in_switch=True) > 450.0
    found = hierarchical("all_reduce", 4, 8, GIB, 400.0, 700.0)
    assert found.wire_gbytes_s == pytest.approx(found.busbw_gbytes_s * 3 / 31)
    assert found.wire_gbytes_s < 50.0


@given(
    st.sampled_from(SHARDED),
    st.integers(2, 64),
    st.integers(1, 16),
    st.floats(1e3, 1e11),
    st.floats(10.0, 1600.0),
    st.floats(10.0, 2000.0),
)
def test_expected_time_lies_between_its_bounds(
    collective: str, nodes: int, gpus: int, size: float, nic_gbps: float, node: float
) -> None:
    found = hierarchical(collective, nodes, gpus, size, nic_gbps, node)
    assert found.least_s <= found.time_s <= found.most_s
    slower = hierarchical(collective, nodes, gpus, size, nic_gbps, node, fabric_share=0.5)
    assert slower.time_s >= found.time_s


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bus_factor("gossip", 8),
        lambda: bus_factor("all_reduce", 0),
        lambda: plateau_gbytes_s("all_gather", 8, 450.0, in_switch=True),
        lambda: plateau_gbytes_s("all_reduce", 1, 450.0),
        lambda: domain_time_s("all_reduce", 8, -1.0, 100.0),
        lambda: hierarchical("all_reduce", 1, 8, GIB, 400.0, 800.0),
        lambda: hierarchical("all_reduce", 2, 8, GIB, 400.0, 0.0),
        lambda: hierarchical("gather", 2, 8, GIB, 400.0, 800.0),
    ],
)
def test_what_no_model_takes_is_refused(ask: object) -> None:
    with pytest.raises(OutOfRange):
        ask()  # type: ignore[operator]
