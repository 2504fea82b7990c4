"""THM114: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(41.0, False), (record("s3").return_degc, False), (40.1, True)])
def test_coolant_return_too_warm(x: float, wanted: bool) -> None:
    check("THM114", hall("s3", liquid_return_max_degc=x), wanted)
