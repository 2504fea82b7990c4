"""THM107: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(7.0, False), (6.0, False), (5.9, True)])
def test_cdu_flow(x: float, wanted: bool) -> None:
    check("THM107", hall("cdu1", secondary_flow_l_min=x), wanted)
