"""Signs of the cooling trade leave ink where they stand and nowhere else."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright_app.canvas.ink import Ink
from hallwright_app.diagrams import pipe_signs
from hallwright_app.theme import Theme

RECT = QRectF(30.0, 30.0, 48.0, 48.0)
MIDDLE = QPointF(50.0, 50.0)
SIGNS: dict[str, Callable[[Ink], None]] = {
    "zigzag": lambda k: pipe_signs.zigzag(k, RECT, k.pen("text", 1.5)),
    "exchanger": lambda k: pipe_signs.exchanger(k, RECT, k.pen("supply", 1.5), k.pen("ret", 1.5)),
    "pump": lambda k: pipe_signs.pump(k, MIDDLE, 8.0, k.pen("text", 1.5)),
    "fan": lambda k: pipe_signs.fan(k, MIDDLE, 8.0, k.pen("text", 1.5)),
    "dry cooler": lambda k: pipe_signs.dry_cooler(k, RECT, k.pen("text", 1.5)),
    "chiller": lambda k: pipe_signs.chiller(k, RECT, k.pen("text", 1.5)),
    "tower": lambda k: pipe_signs.tower(k, RECT, k.pen("text", 1.5)),
    "coil": lambda k: pipe_signs.coil(k, RECT, k.pen("text", 1.5)),
    "valve": lambda k: pipe_signs.valve(k, MIDDLE, k.pen("supply", 1.5)),
    "right": lambda k: pipe_signs.chevron(k, MIDDLE, (1, 0), "supply"),
    "left": lambda k: pipe_signs.chevron(k, MIDDLE, (-1, 0), "supply"),
    "up": lambda k: pipe_signs.chevron(k, MIDDLE, (0, -1), "supply"),
    "down": lambda k: pipe_signs.chevron(k, MIDDLE, (0, 1), "supply"),
    "tee": lambda k: pipe_signs.tee(k, MIDDLE, "supply"),
}


def drawn(theme: Theme, sign: str) -> QImage:
    image = QImage(110, 110, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    SIGNS[sign](Ink(painter, 1.0, theme, evaluate(good_hall()), (0.0, 0.0, 0.0, 0.0)))
    painter.end()
    return image


@pytest.mark.parametrize("sign", SIGNS)
def test_ink_stays_within_its_place(theme: Theme, sign: str) -> None:
    image = drawn(theme, sign)
    inked = [(x, y) for x in range(110) for y in range(110) if image.pixelColor(x, y) != QColor("white")]
    assert len(inked) > 20
    assert all(24 <= x <= 84 and 24 <= y <= 84 for x, y in inked)


def test_no_two_signs_look_alike(theme: Theme) -> None:
    pictures = [bytes(drawn(theme, sign).constBits()) for sign in SIGNS]
    assert len(set(pictures)) == len(SIGNS)
