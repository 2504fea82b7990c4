"""THM201: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(
    ("x", "wanted"), [(20.0, False), (record("room").volumes[0].pool_heat_kw / 2 + 1e-12, False), (15.0, True)]
)
def test_air_capacity_one_out(x: float, wanted: bool) -> None:
    check("THM201", hall("crah1 crah2 crah3", sensible_kw=x), wanted)
