"""Signs of the power trade (IEC 60617): source, transformer, generator, UPS, battery, transfer switch, breaker."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from hallwright_app.canvas.ink import Ink

BREAKER = 12.0
FEED_DASH = (7.0, 3.0)
DEAD_DASH = (3.0, 3.0)


def circle(ink: Ink, rect: QRectF, pen: QPen, fill: str | None = "canvas") -> None:
    """A source."""
    path = QPainterPath()
    path.addEllipse(rect)
    ink.path(path, pen, fill)


def transformer(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """Two circles, one through the other."""
    side = rect.width()
    path = QPainterPath()
    path.addEllipse(QRectF(rect.left(), rect.top(), side, side))
    path.addEllipse(QRectF(rect.left(), rect.bottom() - side, side, side))
    path.setFillRule(Qt.FillRule.WindingFill)
    ink.path(path, pen, "canvas")
    inner = QPainterPath()  # both outlines in full where they cross
    inner.addEllipse(QRectF(rect.left(), rect.bottom() - side, side, side))
    ink.path(inner, pen)
    upper = QPainterPath()
    upper.addEllipse(QRectF(rect.left(), rect.top(), side, side))
    ink.path(upper, pen)


def generator(ink: Ink, rect: QRectF, pen: QPen, token: str) -> None:
    """A circle with a G."""
    circle(ink, rect, pen)
    ink.text(rect.center().x(), rect.center().y(), "G", "panel_head", token)


def ups(ink: Ink, rect: QRectF, pen: QPen, token: str, *, dc: bool = False) -> None:
    """A box with a diagonal: alternating current in, and out (or direct current: a double line)."""
    ink.frame(rect, pen, "canvas")
    path = QPainterPath(rect.bottomLeft())
    path.lineTo(rect.topRight())
    ink.path(path, pen)
    ink.text(rect.left() + 14, rect.top() + 12, "~", "name", token)
    x, y = rect.right() - 14, rect.bottom() - 12
    if dc:
        for dy in (-2.0, 2.0):
            line = QPainterPath(QPointF(x - 6, y + dy))
            line.lineTo(x + 6, y + dy)
            ink.path(line, pen)
    else:
        ink.text(x, y, "~", "name", token)


def battery(ink: Ink, right: QPointF, pen: QPen, count: int) -> None:
    """Cells at the left of what they carry, joined to it at a point."""
    path = QPainterPath(right)
    path.lineTo(right.x() - 14, right.y())
    ink.path(path, pen)
    x = right.x() - 14
    for n, high in enumerate((9.0, 4.5, 9.0, 4.5)):
        line = QPainterPath(QPointF(x - 4.0 * n, right.y() - high))
        line.lineTo(x - 4.0 * n, right.y() + high)
        ink.path(line, pen)
    if count > 1:
        ink.text(x - 6, right.y() + 17, f"{count} ×", "caption", "text3")


def transfer_switch(ink: Ink, rect: QRectF, pen: QPen, *, alternate: bool) -> None:
    """Two inputs, one of which the arm leads to the output."""
    ink.frame(rect, pen, "canvas")
    x, low = rect.center().x(), rect.bottom() - 8
    for dx in (-8.0, 8.0):
        dot = QPainterPath()
        dot.addEllipse(QPointF(x + dx, rect.top() + 8), 2.2, 2.2)
        ink.path(dot, pen)
    arm = QPainterPath(QPointF(x, low))
    arm.lineTo(x + (7.0 if alternate else -7.0), rect.top() + 9)
    arm.moveTo(x, low)
    arm.lineTo(x, rect.bottom())
    ink.path(arm, pen)


def breaker(ink: Ink, at: QPointF, token: str, *, closed: bool) -> None:
    """A square: filled where closed, hollow where open."""
    half = BREAKER / 2
    rect = QRectF(round(at.x() - half), round(at.y() - half), BREAKER, BREAKER)
    ink.frame(rect, ink.pen(token, 1.0), token if closed else "canvas")


def bar(ink: Ink, rect: QRectF, token: str) -> None:
    """A bus bar."""
    ink.fill(rect, token)


def panel(ink: Ink, rect: QRectF, pen: QPen, fill: str, *, busway: bool, converts: bool) -> None:
    """A distribution panel; a busway has a second line, a PDU a small transformer."""
    ink.frame(rect, pen, fill)
    if busway:
        ink.painter.setPen(pen)
        ink.painter.drawLine(QPointF(rect.left(), rect.top() + 5), QPointF(rect.right(), rect.top() + 5))
    if converts:
        small = QRectF(rect.right() - 14, rect.center().y() - 8, 9, 16)
        path = QPainterPath()
        path.addEllipse(QRectF(small.left(), small.top(), 9, 9))
        path.addEllipse(QRectF(small.left(), small.bottom() - 9, 9, 9))
        ink.path(path, pen)


def stack(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """Corners behind a sign that stands for several."""
    for shift in (6.0, 3.0):
        ink.frame(rect.translated(shift, -shift), pen, "canvas")


def cross(ink: Ink, rect: QRectF, token: str = "error") -> None:
    """Out of service."""
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.bottomRight())
    path.moveTo(rect.topRight())
    path.lineTo(rect.bottomLeft())
    ink.path(path, ink.pen(token, 2.0, round_=True))
