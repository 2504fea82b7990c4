"""Where cables begin."""

import pytest

from halls import item
from hallwright.cabling.places import limits_of, spot_of, tray_line
from hallwright.equipment.base import Placed
from hallwright.equipment.tray import Tray
from hallwright.settings import Settings


def placed(kind: str, id: str, **fields: object) -> Placed:
    found = item(kind, id, **fields)
    assert isinstance(found, Placed)
    return found


def test_in_a_rack_the_middle_of_its_units() -> None:
    rack = placed("rack", "r", x_m=3.0, y_m=4.0, unit_pitch_m=0.05)
    spot = spot_of(placed("switch", "w", rack_id="r", u=11, u_height=2), rack)
    assert (spot.place, spot.at) == ("r", (3.0, 4.0))
    assert spot.height_m == pytest.approx(11 * 0.05)


def test_on_the_floor_its_own_middle() -> None:
    spot = spot_of(placed("switch", "w", x_m=1.0, y_m=2.0, height_m=0.8), None)
    assert (spot.place, spot.at, spot.height_m) == ("w", (1.0, 2.0), 0.4)


def test_stock_lengths_rise_and_a_tray_keeps_its_line() -> None:
    assert limits_of(Settings(cable_stock_lengths_m=(5.0, 1.0))).stock_lengths_m == (1.0, 5.0)
    tray = item("tray", "t", points_m=[[0, 0], [2, 0]], level="riser", elevation_m=1.0)
    assert isinstance(tray, Tray)
    assert (tray_line(tray).level, tray_line(tray).points) == ("riser", ((0.0, 0.0), (2.0, 0.0)))
