"""THM305: the fault, and the hall without it."""

from halls import good_hall
from thermal_findings import check
from traps.thermal import change


def test_mixed_airflow() -> None:
    check("THM305", change(good_hall(), "lf1", face="rear"), True)
    check("THM305", change(good_hall(), "lf1", "lf2", "sp1", "sp2", face="rear"), False)
