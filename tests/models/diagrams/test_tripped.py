"""Units out of service, against the engine's own failure of one unit and against plain wiring."""

import pytest

from halls import good_hall
from hallwright.diagrams.tripped import tripped
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import LOST, OK, ONE_SIDE
from hallwright.evaluate import evaluate


@pytest.fixture(scope="module")
def power() -> Power:
    found = evaluate(good_hall()).results.power
    assert found is not None
    return found


def test_nothing_tripped_is_the_normal_state(power: Power) -> None:
    state = tripped(power, ())
    assert state.count(OK) == len(state.states) > 0 and not state.overloaded()


def test_one_unit_is_the_engine_s_own_failure(power: Power) -> None:
    for id in power.failures:
        state, after = tripped(power, [id]), power.after(id)
        assert state.states == after.states, id
        for element, record in state.elements.items():
            assert record.out_kw == pytest.approx(after.out_kw[element], abs=1e-9), (id, element)


def test_both_sides_take_everything_and_one_side_leaves_the_other(power: Power) -> None:
    assert tripped(power, ["upsa"]).count(LOST) == 0
    assert tripped(power, ["upsa"]).count(ONE_SIDE) > 0
    both = tripped(power, ["upsa", "upsb"])
    assert both.worst(["s1", "s2", "s3"]) == LOST
    assert not both.elements["rppa"].alive and both.elements["rppa"].out_kw == 0.0


def test_what_is_no_unit_is_left_out(power: Power) -> None:
    assert tripped(power, ["s1", "nobody"]).units == frozenset()
