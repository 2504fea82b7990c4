"""THM205: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(300.0, False), (record("chl1").heat_kw, False), (20.0, True)])
def test_plant_one_out(x: float, wanted: bool) -> None:
    check("THM205", hall("chl2", capacity_kw=x), wanted)
