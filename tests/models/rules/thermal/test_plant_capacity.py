"""THM109: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(300.0, False), (record("chl1").heat_kw / 2 + 1e-9, False), (20.0, True)])
def test_plant_capacity(x: float, wanted: bool) -> None:
    check("THM109", hall("chl1 chl2", capacity_kw=x), wanted)
