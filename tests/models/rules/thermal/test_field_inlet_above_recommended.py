"""THM132: below, within and beyond the error of the field around the recommended range."""

import pytest

from air_halls import found_of, rack_field


@pytest.mark.parametrize(("hottest", "wanted"), [(20.0, False), (28.5, False), (28.6, True)])
def test_it_speaks_beyond_the_error_of_the_field(hottest: float, wanted: bool) -> None:
    assert bool(found_of("THM132", "r1", rack_field(hottest, None))) == wanted
    assert not found_of("THM132", "r1", rack_field(hottest), inlet_recommended_max_degc=32.0)
