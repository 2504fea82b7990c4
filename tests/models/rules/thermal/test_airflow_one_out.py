"""THM202: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(1.0, False), (1.502 / 2 + 1e-12, False), (0.74, True)])
def test_airflow_one_out(x: float, wanted: bool) -> None:
    check("THM202", hall("crah1 crah2 crah3", airflow_m3_s=x), wanted)
