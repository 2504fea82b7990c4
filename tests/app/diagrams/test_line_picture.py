"""Lines are plain at first, smooth once the view rests, and stay with the view when it moves."""

import pytest
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView
from pytestqt.qtbot import QtBot

from hallwright_app.diagrams.line_picture import FEW, LinePicture, Stroke

RED, WHITE = QColor("#ff0000"), QColor("#ffffff")


@pytest.fixture
def view(qtbot: QtBot) -> QGraphicsView:
    made = QGraphicsView(QGraphicsScene(0, 0, 200, 200))
    made.resize(200, 200)
    qtbot.addWidget(made)
    return made


def strokes(count: int = FEW + 40) -> list[Stroke]:
    return [(QPen(RED, 3.0), [QLineF(0, 2 * n, 150, 2 * n + 7) for n in range(count)])]


def painted(lines: LinePicture, view: QGraphicsView, drawn: object, dx: float = 0.0, opacity: float = 1.0) -> QImage:
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    painter.setWorldTransform(QTransform.fromTranslate(dx, 0.0))
    lines.paint(painter, strokes, drawn, WHITE, opacity)
    painter.end()
    return image


def finish(lines: LinePicture) -> None:
    while not lines.whole:
        lines.paint_slice()


def test_plain_then_smooth_then_taken_along(view: QGraphicsView) -> None:
    lines, drawn = LinePicture(view), object()
    plain = painted(lines, view, drawn)
    colors = {plain.pixelColor(x, 40).name() for x in range(10, 140)}
    assert colors <= {"#ff0000", "#ffffff"} and not lines.whole and not lines.few
    finish(lines)
    smooth = painted(lines, view, drawn)
    assert lines.whole and smooth != plain
    moved = painted(lines, view, drawn, dx=20.0)
    assert not lines.whole and moved.copy(60, 0, 80, 150) == smooth.copy(40, 0, 80, 150)


def test_other_lines_do_not_show_the_old_picture(view: QGraphicsView) -> None:
    lines, drawn = LinePicture(view), object()
    first = painted(lines, view, drawn)
    finish(lines)
    assert painted(lines, view, object()) == first  # plain again


def test_dim_lines_are_lighter(view: QGraphicsView) -> None:
    lines, drawn = LinePicture(view), object()
    plain = painted(lines, view, drawn, opacity=0.25)
    assert {plain.pixelColor(x, 40).name() for x in range(10, 140)} <= {"#ffbfbf", "#ffffff"}
    finish(lines)
    dim = painted(lines, view, drawn, opacity=0.25)
    assert min(dim.pixelColor(x, 40).green() for x in range(10, 140)) >= 0xBB


def test_a_few_lines_are_smooth_at_once(view: QGraphicsView) -> None:
    lines = LinePicture(view)
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    lines.paint(painter, lambda: strokes(FEW), object(), WHITE, 1.0)
    painter.end()
    assert lines.few
    lines.paint_slice()
    assert not lines.whole
