"""THM208: below, at and beyond the limit."""

import pytest

from hallwright.edits.change import set_settings
from thermal_findings import check, hall


@pytest.mark.parametrize(("flow", "wanted"), [(720.0, False), (72.0, False), (60.0, True)])
def test_plant_out_starves(flow: float, wanted: bool) -> None:
    """82 L/min; pumps run to 1.2 times their rated flow."""
    check("THM208", hall("chl1 chl2", water_flow_l_min=flow), wanted)


def test_not_where_n_is_enough() -> None:
    weak = hall("chl1 chl2", water_flow_l_min=60.0)
    check("THM208", set_settings(weak, {"plant_redundancy": "N"}), False)
