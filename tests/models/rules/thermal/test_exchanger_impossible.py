"""THM406: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("flow", "wanted"), [(220.0, False), (180.0, False), (110.0, True), (20.0, True)])
def test_exchanger_impossible(flow: float, wanted: bool) -> None:
    check("THM406", hall("cdu1", facility_flow_l_min=flow), wanted)


def test_a_rack_loop_colder_than_the_water_that_cools_it() -> None:
    check("THM406", hall("cdu1", rated_secondary_supply_degc=11.0), True)
