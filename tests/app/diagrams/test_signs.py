"""Signs of the trade: each leaves ink within its place, and they differ."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright_app.canvas.ink import Ink
from hallwright_app.diagrams import signs
from hallwright_app.theme import Theme

RECT = QRectF(30, 30, 60, 44)


def inked(theme: Theme, draw: Callable[[Ink], None]) -> QImage:
    image = QImage(140, 120, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw(Ink(painter, 1.0, theme, evaluate(good_hall()), (0.0, 0.0, 0.0, 0.0)))
    painter.end()
    return image


def test_every_sign_leaves_ink_and_no_two_are_alike(theme: Theme) -> None:
    def pen(ink: Ink):  # type: ignore[no-untyped-def]
        return ink.pen("power_a", 1.5)

    drawn = [
        inked(theme, lambda i: signs.circle(i, RECT, pen(i))),
        inked(theme, lambda i: signs.transformer(i, QRectF(30, 30, 30, 46), pen(i))),
        inked(theme, lambda i: signs.generator(i, QRectF(30, 30, 30, 30), pen(i), "text")),
        inked(theme, lambda i: signs.ups(i, RECT, pen(i), "power_a")),
        inked(theme, lambda i: signs.ups(i, RECT, pen(i), "power_a", dc=True)),
        inked(theme, lambda i: signs.battery(i, QPointF(60, 50), pen(i), 2)),
        inked(theme, lambda i: signs.transfer_switch(i, RECT, pen(i), alternate=False)),
        inked(theme, lambda i: signs.transfer_switch(i, RECT, pen(i), alternate=True)),
        inked(theme, lambda i: signs.breaker(i, QPointF(60, 50), "power_a", closed=True)),
        inked(theme, lambda i: signs.breaker(i, QPointF(60, 50), "power_a", closed=False)),
        inked(theme, lambda i: signs.bar(i, QRectF(20, 50, 90, 5), "power_a")),
        inked(theme, lambda i: signs.panel(i, RECT, pen(i), "canvas", busway=False, converts=False)),
        inked(theme, lambda i: signs.panel(i, RECT, pen(i), "canvas", busway=True, converts=False)),
        inked(theme, lambda i: signs.panel(i, RECT, pen(i), "canvas", busway=False, converts=True)),
        inked(theme, lambda i: signs.stack(i, RECT, pen(i))),
        inked(theme, lambda i: signs.cross(i, RECT)),
    ]
    blank = inked(theme, lambda i: None)
    assert all(d != blank for d in drawn)
    assert all(a != b for n, a in enumerate(drawn) for b in drawn[:n])
