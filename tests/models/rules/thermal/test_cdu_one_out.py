"""THM204: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("x", "wanted"), [(9.0, False), (8.16, False), (8.15, True)])
def test_cdu_one_out(x: float, wanted: bool) -> None:
    check("THM204", hall("cdu1", capacity_kw=x), wanted)
