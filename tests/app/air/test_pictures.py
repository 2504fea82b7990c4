"""Pictures of the field for files."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from air_halls import crac, hall, open_hall, rack, room, solved
from hallwright.errors import ExportError
from hallwright.evaluate import evaluate, with_air
from hallwright_app.air.pictures import draw_slice, slice_scene
from hallwright_app.theme import Theme


def test_a_slice_is_drawn_with_its_colour_bar(qtbot: QtBot, tmp_path: Path) -> None:
    report = with_air(evaluate(open_hall()), solved(open_hall()))
    draw_slice(report, tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() == 1200
    colours = {image.pixel(x, image.height() - 34) for x in range(600, 1200, 4)}
    assert len(colours) > 20, "the bar runs through the ramp"


def test_what_has_no_field_is_refused_with_the_reason(qtbot: QtBot) -> None:
    weak = hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4, sensible_kw=1.0))
    with pytest.raises(ExportError, match="1 kW of the 8 kW"):
        slice_scene(with_air(evaluate(weak), solved(weak)), Theme(dark=False), 1.5)
