"""THM116: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall, record


@pytest.mark.parametrize(("x", "wanted"), [(12.0, False), (record("r1").air_kw, False), (10.1, True)])
def test_air_practice(x: float, wanted: bool) -> None:
    check("THM116", hall("settings", air_practice_uncontained_kw=x), wanted)
