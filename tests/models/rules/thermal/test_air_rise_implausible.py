"""THM403: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(20.0, False), (record("s3").air_rise_k, False), (16.0, True)])
def test_air_rise_implausible(x: float, wanted: bool) -> None:
    check("THM403", hall("settings", air_rise_max_k=x), wanted)
