"""THM102: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(0.6, False), (1.502 / 3 + 1e-12, False), (0.5, True)])
def test_airflow_short(x: float, wanted: bool) -> None:
    check("THM102", hall("crah1 crah2 crah3", airflow_m3_s=x), wanted)
