"""Turns of wires between rows, and things side by side."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hallwright.diagrams.channel import CLEAR_PX, Turn, apart, levels

FLAT = st.integers(0, 40)


def test_straight_wires_need_no_level() -> None:
    assert levels([Turn("a", "a", 10.0, 10.0)]) == {}


def test_nested_wires_to_the_right_do_not_cross() -> None:
    found = levels([Turn("a", "a", 0.0, 100.0), Turn("b", "b", 20.0, 120.0), Turn("c", "c", 40.0, 140.0)])
    assert found["c"] < found["b"] < found["a"]


def test_wires_apart_share_a_level() -> None:
    assert set(levels([Turn("a", "a", 0.0, 20.0), Turn("b", "b", 100.0, 140.0)]).values()) == {0}


def test_a_wire_that_comes_where_another_leaves_turns_below_it() -> None:
    """Else their upright parts would lie on each other."""
    found = levels([Turn("a", "a", 0.0, 50.0), Turn("b", "b", 51.0, 90.0)])
    assert found["b"] < found["a"]


@given(st.lists(st.tuples(FLAT, FLAT), max_size=12))
def test_no_two_flat_parts_lie_on_each_other(ends: list[tuple[int, int]]) -> None:
    turns = [Turn(str(n), str(n), 10.0 * a, 10.0 * b) for n, (a, b) in enumerate(ends)]
    found = levels(turns)
    by_key = {t.key: t for t in turns}
    assert set(found) == {t.key for t in turns if t.top != t.bottom}
    for one in found:
        for two in found:
            a, b = by_key[one], by_key[two]
            if one < two and found[one] == found[two]:
                assert a.right + CLEAR_PX < b.left or b.right + CLEAR_PX < a.left


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(1, 100)), min_size=1, max_size=12), st.floats(0, 20))
def test_apart_keeps_order_and_gaps(things: list[tuple[float, float]], gap: float) -> None:
    wanted, sizes = [t[0] for t in things], [t[1] for t in things]
    xs = apart(wanted, sizes, gap)
    for (a, size_a), (b, size_b) in pairwise(zip(xs, sizes, strict=True)):
        assert b - a >= (size_a + size_b) / 2 + gap - 1e-6
    # least squares: no shift of the whole is better
    assert abs(sum(xs) - sum(wanted)) < 1e-6 * max(1.0, sum(abs(w) for w in wanted)) + 1e-6


def test_things_with_room_stay_where_they_want() -> None:
    assert apart([0.0, 100.0, 300.0], [20.0, 20.0, 20.0], 5.0) == [0.0, 100.0, 300.0]
    assert apart([50.0, 50.0], [20.0, 20.0], 10.0) == [35.0, 65.0]
