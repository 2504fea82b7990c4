"""THM314: one coolant, two, and one that is not stated."""

import pytest

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.wire import connect
from thermal_findings import check, findings, hall
from traps.thermal import link_id, two_coolants


@pytest.mark.parametrize(
    ("coolant", "wanted"), [("pg25", False), ("PG25-inhibited", False), ("", False), ("eg25", True), ("novec", True)]
)
def test_one_loop_holds_one_coolant(coolant: str, wanted: bool) -> None:
    check("THM314", two_coolants(good_hall(), coolant), wanted)


def test_it_is_said_once_for_a_loop_and_not_across_loops() -> None:
    assert len(findings("THM314", two_coolants(good_hall(), "eg25"))) == 1
    apart = hall("s1", air_fraction=0.9, liquid_flow_l_min=2.0, coolant="eg25")
    alone = remove(apart, [link_id("cdu2", "s3")])
    check("THM314", connect(alone, "cdu2", "rack", "s1", "coolant"), False)
