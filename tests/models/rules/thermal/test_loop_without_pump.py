"""THM313: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("flow", "wanted"), [(200.0, False), (0.1, False), (0.0, True)])
def test_loop_without_pump(flow: float, wanted: bool) -> None:
    check("THM313", hall("cdu1 cdu2", secondary_flow_l_min=flow), wanted)


def test_one_pump_is_enough_and_plants_count_too() -> None:
    check("THM313", hall("cdu1", secondary_flow_l_min=0.0), False)
    check("THM313", hall("chl1 chl2", water_flow_l_min=0.0), True)
