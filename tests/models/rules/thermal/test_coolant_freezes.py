"""THM126: below, at and above where water and glycol freeze."""

import pytest

from hallwright.edits.change import set_fields
from hallwright.engines.coolant.fluids import fluid
from thermal_findings import check, findings, hall


@pytest.mark.parametrize(("degc", "wanted"), [(-20.0, True), (-0.5, True), (1.0, False), (12.0, False)])
def test_facility_water(degc: float, wanted: bool) -> None:
    check("THM126", hall("chl1 chl2", water_supply_degc=degc), wanted)


def test_glycol_may_be_colder_than_water() -> None:
    """Both CDUs are held 1 K above where their coolant freezes, then 1 K below."""
    coldest = float(fluid("pg25").temperature_degc[0])
    assert coldest < 0.0
    for degc, wanted in ((coldest + 1.0, False), (coldest - 1.0, True)):
        project = hall("chl1 chl2", water_supply_degc=max(degc - 10.0, -20.0))
        project = set_fields(project, ["cdu1", "cdu2"], {"setpoint_degc": degc, "approach_k": 1.0})
        said = {f.subjects[0] for f in findings("THM126", project)}
        assert ("cdu1" in said) == wanted
