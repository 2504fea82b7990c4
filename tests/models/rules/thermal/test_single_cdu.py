"""THM203: the fault, and the hall without it."""

from halls import good_hall
from hallwright.edits.change import set_settings
from thermal_findings import check
from traps.thermal import on_one_cdu


def test_single_cdu() -> None:
    check("THM203", on_one_cdu(good_hall()), True)
    check("THM203", set_settings(on_one_cdu(good_hall()), {"liquid_redundancy": "N"}), False)
