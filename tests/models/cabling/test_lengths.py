"""Cable lengths of bundles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.cabling.lengths import bundle_lengths, stock_length
from hallwright.cabling.places import Limits
from hallwright.cabling.trays import tray_graph
from hallwright.engines.fabric.records import Device
from hallwright.equipment.base import Medium
from hallwright.project import Link

STOCK = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
LIMITS = Limits(slack_fraction=0.1, service_loop_m=0.5, in_rack_extra_m=0.4, overhead_m=2.7, tray_entry_max_m=1.0,
                stock_lengths_m=STOCK)  # fmt: skip
NO_TRAYS = tray_graph((), 1.0)


def device(place: str, x: float, height: float) -> Device:
    return Device(0, "leaf", "compute", 0, (), place, (x, 0.0), height, True)


def link(a: int, b: int, per_pair: int = 1) -> Link:
    return Link(id="l", medium=Medium.FABRIC, a=tuple(f"a{i}" for i in range(a)), a_port="p",
                b=tuple(f"b{i}" for i in range(b)), b_port="p", per_pair=per_pair)  # fmt: skip


@given(st.floats(0.01, 200.0))
def test_a_stock_length_is_the_shortest_that_is_enough(length: float) -> None:
    stock = stock_length(length, STOCK)
    assert stock >= length - 1e-9
    assert all(other < length for other in STOCK if other < stock)


def test_a_run_overhead_by_hand() -> None:
    found = bundle_lengths(link(1, 1), [device("r1", 0.0, 0.7)], [device("r2", 6.0, 1.7)], NO_TRAYS, LIMITS)
    # 2.0 m up, 6.0 m along, 1.0 m down; 10 % slack and two loops of 0.5 m: 10.9 m, on sale as 15 m
    assert found.longest_m == 15.0
    assert found.route == "open"
    assert found.straight_m == pytest.approx((36.0 + 1.0) ** 0.5)


def test_within_a_rack_the_units_decide() -> None:
    found = bundle_lengths(link(1, 1), [device("r1", 0.0, 0.5)], [device("r1", 0.0, 1.5)], NO_TRAYS, LIMITS)
    assert (found.longest_m, found.route) == (2.0, "rack")


def test_many_cables_at_once_equal_one_after_the_other() -> None:
    a = [device("r1", 0.0, 0.05 * n) for n in range(64)]
    b = [device("r2", 9.0, 0.1 + 0.3 * n) for n in range(4)]
    whole = bundle_lengths(link(64, 4), a, b, NO_TRAYS, LIMITS)
    single = [bundle_lengths(link(1, 1), [x], [y], NO_TRAYS, LIMITS) for x in a for y in b]
    assert whole.total_m == pytest.approx(sum(s.total_m or 0.0 for s in single))
    assert whole.longest_m == max(s.longest_m or 0.0 for s in single)
    assert whole.shortest_m == min(s.shortest_m or 0.0 for s in single)


def test_a_length_that_is_given_holds() -> None:
    given_length = link(2, 2, 3).model_copy(update={"length_m": 4.0})
    ends = [device("r1", 0.0, 1.0)] * 2, [device("r2", 9.0, 1.0)] * 2
    found = bundle_lengths(given_length, *ends, NO_TRAYS, LIMITS)
    assert (found.longest_m, found.total_m, found.route) == (4.0, 48.0, "given")
