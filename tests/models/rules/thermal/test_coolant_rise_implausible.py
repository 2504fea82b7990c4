"""THM405: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(12.0, False), (record("s3").coolant_rise_k, False), (10.1, True)])
def test_coolant_rise_implausible(x: float, wanted: bool) -> None:
    check("THM405", hall("settings", coolant_rise_max_k=x), wanted)
