"""Slices of the field: colours, isolines, arrows and the probe."""

from functools import cache

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from air_halls import open_hall, solved
from hallwright.engines.air.engine import Air
from hallwright_app.air.slices import Lines, fields, image_of, isoline, picture, probe, slice_degc, spread
from hallwright_app.theme import Theme

STOPS = ("#000000", "#ff0000")


@cache
def air() -> Air:
    return solved(open_hall())


def test_colours_follow_the_scale_and_end_with_it() -> None:
    image = image_of(np.array([[18.0, 40.0], [29.0, 90.0]], np.float32), STOPS, (18.0, 40.0))
    assert QColor(image.pixel(0, 0)).red() == 0 and QColor(image.pixel(1, 0)).red() == 255
    assert QColor(image.pixel(0, 1)).red() == pytest.approx(128, abs=1) and QColor(image.pixel(1, 1)).red() == 255


def test_gaps_take_the_colour_beside_them_and_unknown_rooms_stay_clear() -> None:
    values = np.array([[20.0, np.nan, 24.0]], np.float32)
    assert spread(values).tolist() == [[20.0, 22.0, 24.0]]
    assert image_of(np.full((2, 2), np.nan, np.float32), STOPS, (0.0, 1.0)).pixelColor(0, 0).alpha() == 0


def test_an_isoline_lies_where_the_values_cross() -> None:
    values = np.repeat(np.arange(5.0, dtype=np.float32)[:, None], 4, 1)  # rises by 1 a cell along x
    path = isoline(values, 1.5, (10.0, 0.0), (0.2, 0.2))
    box = path.boundingRect()
    assert box.left() == box.right() == pytest.approx(10.0 + 0.2 * 2.0)  # between the centres of cells 1 and 2
    assert isoline(values, 9.0, (0.0, 0.0), (0.2, 0.2)).isEmpty()


def test_the_picture_covers_the_room_and_is_warm_behind_the_racks(qtbot: QtBot) -> None:
    theme = Theme(dark=False)
    found = picture(air(), 1.5, theme)
    assert found is not None
    image, box = found
    assert (box.width(), box.height()) == pytest.approx((4.0, 4.8))
    ((_, field),) = fields(air())
    degc = slice_degc(field, 1.5)
    behind, before = np.nanmean(degc[8:12, 1:4]), np.nanmean(degc[8:12, 11:16])
    assert behind > before + 3.0
    light = [image.pixelColor(round(2.0 * 10), round(y * 10)).lightness() for y in (0.5, 2.7)]
    assert light[0] < light[1]  # the ramp darkens as air warms


def test_the_probe_reads_the_cell_under_it() -> None:
    ((_, field),) = fields(air())
    found = probe(air(), 2.1, 2.7, 1.5)
    assert found is not None and found.temperature_degc == field.at(2.1, 2.7, 1.5)
    assert probe(air(), 1.7, 1.6, 1.0) is None  # within a rack
    assert probe(air(), 9.0, 9.0, 1.0) is None


def test_arrows_show_the_jet_of_the_unit() -> None:
    found = Lines.of(air(), 1.5)
    jet = [a for a in found.arrows if 1.7 < a.center().x() < 2.3 and 2.6 < a.center().y() < 4.0]
    assert jet and sum(a.dy() for a in jet) < 0.0  # the unit blows to smaller y
