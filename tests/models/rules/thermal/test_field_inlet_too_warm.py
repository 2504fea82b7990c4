"""THM131: below, within and beyond the error of the field around the limit."""

import pytest

from air_halls import found_of, open_hall, rack_field
from hallwright.rules.base import Finding


@pytest.mark.parametrize(("hottest", "wanted"), [(30.0, False), (36.4, False), (36.5, False), (36.6, True)])
def test_it_speaks_beyond_the_error_of_the_field(hottest: float, wanted: bool) -> None:
    found = found_of("THM131", "r1", rack_field(hottest))
    assert bool(found) == wanted
    for one in found:
        assert isinstance(one, Finding) and one.subjects == ("r1", "r1-s")
        assert "36.6 °C" in one.text(open_hall()) and "35.0 °C" in one.text(open_hall())


def test_without_a_limit_or_a_field_it_says_nothing() -> None:
    assert not found_of("THM131", "r1", rack_field(60.0, None))
    assert not found_of("THM131", "r1", None)
