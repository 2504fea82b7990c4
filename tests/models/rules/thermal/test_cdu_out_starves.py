"""THM207: below, at and beyond the limit."""

import pytest

from hallwright.edits.change import set_fields
from thermal_findings import check, findings, hall


@pytest.mark.parametrize(("flow", "wanted"), [(200.0, False), (10.0, False), (9.0, True)])
def test_cdu_out_starves(flow: float, wanted: bool) -> None:
    """12 L/min; a pump runs to 1.2 times its rated flow."""
    check("THM207", hall("cdu1 cdu2", secondary_flow_l_min=flow), wanted)


def test_a_warmer_cdu_left_alone() -> None:
    project = set_fields(hall("s3", liquid_supply_max_degc=40.0), ["cdu2"], {"setpoint_degc": 48.0})
    (found,) = findings("THM207", project)
    assert found.subjects == ("cdu1", "s3")
    assert found.value == pytest.approx(48.0) and found.limit == pytest.approx(40.0)
