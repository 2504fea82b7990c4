"""THM117: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(("kpa", "wanted"), [(200.0, False), (130.0, False), (90.0, True), (5.0, True)])
def test_branch_starved(kpa: float, wanted: bool) -> None:
    """12 L/min want 120 kPa of the system, and a little for the pipes."""
    check("THM117", hall("cdu1 cdu2", secondary_pressure_kpa=kpa), wanted)


def test_a_loop_that_nothing_pumps_starves_its_systems() -> None:
    check("THM117", hall("cdu1 cdu2", secondary_flow_l_min=0.0), True)
