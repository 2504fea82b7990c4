"""THM133: within the error of the field around a limit, on either side."""

import pytest

from air_halls import found_of, open_hall, rack_field
from hallwright.rules.base import Finding


@pytest.mark.parametrize(
    ("hottest", "near"),
    [(25.4, None), (25.6, 27.0), (28.4, 27.0), (28.6, None), (33.6, 35.0), (36.4, 35.0), (36.6, None)],
)
def test_it_names_the_limit_that_is_too_near(hottest: float, near: float | None) -> None:
    found = found_of("THM133", "r1", rack_field(hottest))
    assert bool(found) == (near is not None)
    for one in found:
        assert isinstance(one, Finding) and one.quantities["of"] == (near, "degC")
        assert one.margin < 0.0 and "{" not in one.text(open_hall())


def test_a_rack_is_above_near_or_below_and_never_two_of_them() -> None:
    for tenth in range(150, 500):
        hottest = tenth / 10.0
        above = bool(found_of("THM131", "r1", rack_field(hottest)))
        near = any(isinstance(o, Finding) and o.quantities["of"][0] == 35.0
                   for o in found_of("THM133", "r1", rack_field(hottest)))  # fmt: skip
        assert not (above and near)
        assert above == (hottest > 36.5) and near == (33.5 <= hottest <= 36.5)
