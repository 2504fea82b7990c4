"""THM110: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(720.0, False), (record("chl1").flow_l_min / 2, False), (30.0, True)])
def test_plant_flow(x: float, wanted: bool) -> None:
    check("THM110", hall("chl1 chl2", water_flow_l_min=x), wanted)
