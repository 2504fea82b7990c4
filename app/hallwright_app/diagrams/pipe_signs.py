"""Signs of the cooling trade: plant, tower, exchanger, pump, coil, control valve, direction of flow."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from hallwright_app.canvas.ink import Ink

RETURN_DASH = (9.0, 4.0)
DEAD_DASH = (3.0, 3.0)
CHEVRON_PX = 4.0


def zigzag(ink: Ink, rect: QRectF, pen: QPen, teeth: int = 3) -> None:
    """A surface through which heat passes."""
    path = QPainterPath(QPointF(rect.left(), rect.center().y()))
    step = rect.width() / (2 * teeth)
    for n in range(1, 2 * teeth):
        path.lineTo(rect.left() + n * step, rect.top() if n % 2 else rect.bottom())
    path.lineTo(rect.right(), rect.center().y())
    ink.path(path, pen)


def exchanger(ink: Ink, rect: QRectF, cold: QPen, warm: QPen) -> None:
    """Two zigzags side by side: facility water above, the rack loop below."""
    inner = rect.adjusted(6.0, 7.0, -6.0, -17.0)
    zigzag(ink, QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2 - 1.0), cold)
    zigzag(ink, QRectF(inner.left(), inner.center().y() + 1.0, inner.width(), inner.height() / 2 - 1.0), warm)


def pump(ink: Ink, middle: QPointF, radius: float, pen: QPen) -> None:
    """A circle with a triangle that points where it pumps."""
    path = QPainterPath()
    path.addEllipse(middle, radius, radius)
    ink.path(path, pen, "canvas")
    arrow = QPainterPath(QPointF(middle.x() - radius * 0.45, middle.y() - radius * 0.8))
    arrow.lineTo(middle.x() + radius, middle.y())
    arrow.lineTo(middle.x() - radius * 0.45, middle.y() + radius * 0.8)
    ink.path(arrow, pen)


def fan(ink: Ink, middle: QPointF, radius: float, pen: QPen) -> None:
    """Two blades."""
    path = QPainterPath()
    path.addEllipse(QPointF(middle.x() - radius / 2, middle.y()), radius / 2, radius / 3.2)
    path.addEllipse(QPointF(middle.x() + radius / 2, middle.y()), radius / 2, radius / 3.2)
    ink.path(path, pen)


def dry_cooler(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """A coil with a fan above it."""
    ink.frame(rect, pen, "canvas")
    fan(ink, QPointF(rect.center().x(), rect.top() + 11.0), 10.0, pen)
    zigzag(ink, QRectF(rect.left() + 6.0, rect.bottom() - 17.0, rect.width() - 12.0, 10.0), pen)


def chiller(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """An evaporator with its compressor."""
    ink.frame(rect, pen, "canvas")
    pump(ink, QPointF(rect.center().x(), rect.top() + 13.0), 8.0, pen)
    zigzag(ink, QRectF(rect.left() + 6.0, rect.bottom() - 15.0, rect.width() - 12.0, 9.0), pen)


def tower(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """Narrow above, with water that falls."""
    path = QPainterPath(QPointF(rect.left() + 7.0, rect.top()))
    path.lineTo(rect.right() - 7.0, rect.top())
    path.lineTo(rect.right(), rect.bottom())
    path.lineTo(rect.left(), rect.bottom())
    path.closeSubpath()
    ink.path(path, pen, "canvas")
    for dx in (-8.0, 0.0, 8.0):
        drop = QPainterPath(QPointF(rect.center().x() + dx, rect.top() + 12.0))
        drop.lineTo(rect.center().x() + dx, rect.top() + 20.0)
        ink.path(drop, pen)


def coil(ink: Ink, rect: QRectF, pen: QPen) -> None:
    """A zigzag in the air, with its fan."""
    ink.frame(rect, pen, "canvas")
    zigzag(ink, QRectF(rect.left() + 5.0, rect.top() + 5.0, rect.width() - 10.0, 9.0), pen)
    fan(ink, QPointF(rect.center().x(), rect.bottom() - 9.0), 9.0, pen)


def valve(ink: Ink, middle: QPointF, pen: QPen) -> None:
    """A control valve in an upright pipe: a bow tie."""
    x, y, w, h = middle.x(), middle.y(), 4.0, 5.0
    path = QPainterPath(QPointF(x - w, y - h))
    path.lineTo(x + w, y - h)
    path.lineTo(x - w, y + h)
    path.lineTo(x + w, y + h)
    path.closeSubpath()
    ink.path(path, pen, "canvas")


def chevron(ink: Ink, at: QPointF, toward: tuple[int, int], token: str) -> None:
    """Which way it flows: right, left, up or down."""
    dx, dy = toward
    s = CHEVRON_PX
    tip = QPointF(at.x() + dx * s, at.y() + dy * s)
    if dx:
        ends = (QPointF(at.x() - dx * s, at.y() - s), QPointF(at.x() - dx * s, at.y() + s))
    else:
        ends = (QPointF(at.x() - s, at.y() - dy * s), QPointF(at.x() + s, at.y() - dy * s))
    ink.smooth(True)
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(ink.color(token))
    ink.painter.drawPolygon(QPolygonF([tip, ends[0], ends[1]]))
    ink.smooth(False)


def tee(ink: Ink, at: QPointF, token: str) -> None:
    """Where a pipe joins a header; pipes that cross without one are not joined."""
    ink.smooth(True)
    ink.painter.setPen(ink.pen(token, 1.0))
    ink.painter.setBrush(ink.color(token))
    ink.painter.drawEllipse(at, 3.5, 3.5)
    ink.smooth(False)
