"""THM312: rack loops, facility water and condenser water stay apart, and flow one way."""

from halls import good_hall
from hallwright.equipment.base import Medium
from hallwright.project import Link, Project
from thermal_findings import check
from traps.thermal import loops_joined


def joined(a: str, a_port: str, b: str, b_port: str, a_first: int = 1, b_first: int = 1) -> Project:
    link = Link(
        id="odd", medium=Medium.COOLANT, a=(a,), a_port=a_port, a_first=a_first, b=(b,), b_port=b_port, b_first=b_first
    )
    return good_hall().changed(links={"odd": link})


def test_loops_of_one_kind_may_join() -> None:
    check("THM312", good_hall(), False)
    check("THM312", joined("chl2", "out", "chl1", "header", a_first=40), False)


def test_a_rack_loop_may_not_open_into_facility_water() -> None:
    check("THM312", loops_joined(good_hall()), True)
    check("THM312", joined("chl1", "out", "s3", "coolant", a_first=40), True)


def test_flow_runs_from_outlet_to_inlet() -> None:
    check("THM312", joined("chl1", "header", "chl2", "out", b_first=40), True)
    check("THM312", joined("chl1", "out", "chl2", "out", a_first=40, b_first=40), True)
