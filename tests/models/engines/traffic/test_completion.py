"""Completion time by the share that waits for the network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.engines.traffic.completion import completion_ratio, needed
from hallwright.errors import OutOfRange


@given(st.floats(0.01, 1.0), st.floats(0.0, 0.99))
def test_what_is_needed_gives_what_was_wanted(exposed: float, share: float) -> None:
    wanted = share * exposed
    assert completion_ratio(exposed, needed(exposed, wanted).speed) == pytest.approx(1.0 - wanted, rel=1e-9)


def test_no_network_gives_more_than_it_takes() -> None:
    with pytest.raises(OutOfRange):
        needed(0.18, 0.2)
    assert completion_ratio(0.18, 1e12) == pytest.approx(0.82)


@pytest.mark.parametrize(("exposed", "speed"), [(-0.1, 1.0), (1.1, 1.0), (0.5, 0.0)])
def test_out_of_range(exposed: float, speed: float) -> None:
    with pytest.raises(OutOfRange):
        completion_ratio(exposed, speed)
