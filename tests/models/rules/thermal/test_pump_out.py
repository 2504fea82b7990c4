"""THM206: below, at and beyond the limit."""

import pytest

from hallwright.edits.change import set_settings
from thermal_findings import check, hall


@pytest.mark.parametrize(("flow", "standby", "wanted"), [(200.0, 0, False), (6.2, 0, True), (6.2, 1, False)])
def test_pump_out(flow: float, standby: int, wanted: bool) -> None:
    check("THM206", hall("cdu1 cdu2", secondary_flow_l_min=flow, pumps=2, pumps_standby=standby), wanted)


def test_not_where_n_is_enough() -> None:
    weak = hall("cdu1 cdu2", secondary_flow_l_min=6.2, pumps=2)
    check("THM206", set_settings(weak, {"liquid_redundancy": "N"}), False)
