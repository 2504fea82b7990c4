"""Lengths of power cables that nobody has measured."""

import pytest

from halls import good_hall, item
from hallwright.edits.change import set_settings
from hallwright.floor.runs import power_run_m


def test_along_the_two_directions_and_both_ends() -> None:
    hall = good_hall()
    txa, sga = hall.equipment["txa"], hall.equipment["sga"]
    direct = abs(txa.x_m - sga.x_m) + abs(txa.y_m - sga.y_m)  # type: ignore[attr-defined]
    assert power_run_m(hall, "txa", "sga") == power_run_m(hall, "sga", "txa") == pytest.approx(direct + 5.0)
    assert power_run_m(set_settings(hall, {"cable_end_m": 0.0}), "txa", "sga") == pytest.approx(direct)
    assert power_run_m(hall, "p1a", "s1") == pytest.approx(5.0)  # in one rack
    assert power_run_m(hall, "txa", "nothing") == pytest.approx(5.0)


def test_a_busway_is_met_at_its_nearest_point() -> None:
    bus = item("busway", "bus", points_m=[[0.0, 0.0], [10.0, 0.0]], voltage_v=415.0, rating_a=100.0)
    hall = good_hall().changed(equipment={"bus": bus, "far": item("rack", "far", x_m=4.0, y_m=3.0)})
    assert power_run_m(hall, "bus", "far") == pytest.approx(8.0)
    assert power_run_m(hall, "far", "bus") == pytest.approx(8.0)
