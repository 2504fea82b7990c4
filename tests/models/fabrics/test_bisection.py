import pytest

from hallwright.errors import OutOfRange
from hallwright.fabrics.bisection import half_to_half, injection


def test_uplinks_beyond_the_injection_give_nothing() -> None:
    assert half_to_half(100.0) == half_to_half(100.0, 0.5) == 50.0
    assert half_to_half(100.0, 4.0) == 12.5


def test_refusals() -> None:
    for endpoints, rate in ((0, 1.0), (1, 0.0)):
        with pytest.raises(OutOfRange):
            injection(endpoints, rate)
    with pytest.raises(OutOfRange):
        half_to_half(1.0, -1.0)
