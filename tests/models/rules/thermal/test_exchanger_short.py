"""THM118: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("kw", "wanted"), [(150.0, False), (100.0, False), (1.0, True)])
def test_exchanger_short(kw: float, wanted: bool) -> None:
    check("THM118", hall("cdu1 cdu2", capacity_kw=kw, setpoint_degc=20.0), wanted)


def test_a_refused_exchanger_is_not_a_short_one() -> None:
    check("THM118", hall("cdu1", facility_flow_l_min=20.0), False)
