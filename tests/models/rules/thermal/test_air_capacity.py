"""THM101: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(
    ("x", "wanted"), [(12.0, False), (record("room").volumes[0].pool_heat_kw / 3 + 1e-12, False), (10.0, True)]
)
def test_air_capacity(x: float, wanted: bool) -> None:
    check("THM101", hall("crah1 crah2 crah3", sensible_kw=x), wanted)
