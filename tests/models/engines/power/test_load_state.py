"""The power-supply rule."""

import pytest

from hallwright.engines.power.elements import Load
from hallwright.engines.power.load_state import load_state, supplies_of
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED

SIX = Load("s", 12.0, True, 6, 6, 4, 3, True, 3.0, ())  # six supplies of 3 kW: four for 12 kW, three to run at all


@pytest.mark.parametrize(
    ("live", "state", "drawn_kw"),
    [(6, OK, 12.0), (5, ONE_SIDE, 12.0), (4, ONE_SIDE, 12.0), (3, THROTTLED, 9.0), (2, LOST, 0.0), (0, LOST, 0.0)],
)
def test_n_plus_m_supplies(live: int, state: int, drawn_kw: float) -> None:
    assert load_state(SIX, live, 6, 6) == (state, drawn_kw)


def test_a_half_wired_load_needs_no_more_than_it_is_wired_for() -> None:
    assert load_state(SIX, 2, 2, 2) == (OK, 12.0)


def test_inlets_share_the_supplies_evenly_rounded_down() -> None:
    two_inlets = Load("s", 12.0, True, 2, 5, 3, 3, True, 4.0, ())
    assert [supplies_of(two_inlets, n) for n in (0, 1, 2, 3)] == [0, 2, 5, 5]
    assert load_state(two_inlets, 1, 2, 2)[0] == LOST
