"""THM106: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(5.0, False), (4.08, False), (4.07, True)])
def test_cdu_capacity(x: float, wanted: bool) -> None:
    check("THM106", hall("cdu1", capacity_kw=x), wanted)
