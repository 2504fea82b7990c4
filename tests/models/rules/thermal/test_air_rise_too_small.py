"""THM404: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(
    ("x", "wanted"), [(10.0, False), (min(record(i).air_rise_k for i in ("s1", "s2", "s3")), False), (17.0, True)]
)
def test_air_rise_too_small(x: float, wanted: bool) -> None:
    check("THM404", hall("settings", air_rise_min_k=x), wanted)
