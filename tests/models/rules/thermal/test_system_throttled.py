"""THM124: below, at and beyond the limits of air and coolant."""

import pytest

from thermal_findings import check, findings, hall


@pytest.mark.parametrize(("limit", "wanted"), [(29.0, True), (29.999, True), (30.0, False), (45.0, False)])
def test_coolant_above_what_a_system_accepts(limit: float, wanted: bool) -> None:
    """It is given coolant of 30 degC."""
    check("THM124", hall("s3", liquid_supply_max_degc=limit), wanted)


@pytest.mark.parametrize(("limit", "wanted"), [(21.0, True), (21.999, True), (22.0, False), (35.0, False)])
def test_air_above_what_a_system_accepts(limit: float, wanted: bool) -> None:
    """The coolers supply 22 degC, and enough of it."""
    check("THM124", hall("s1", inlet_max_degc=limit), wanted)


def test_the_loss_is_in_step_up_to_the_shutdown_and_whole_beyond() -> None:
    """30 degC on a limit of 29: 1 of 10 K where nothing is stated, 1 of 4 K below 33, all of it at 30."""
    shares = []
    for stated in (None, 33.0, 30.0, 20.0):
        (found,) = findings("THM124", hall("s3", liquid_supply_max_degc=29.0, liquid_shutdown_degc=stated))
        shares.append(found.value)
    assert shares == pytest.approx([0.1, 0.25, 1.0, 1.0])
