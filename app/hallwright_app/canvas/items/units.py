"""Signs of cooling units and power gear: the real footprint, one symbol, name, figure, bar."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from hallwright.equipment.base import Equipment, Placed
from hallwright_app.canvas.ink import Ink, Level
from hallwright_app.canvas.shapes import Shape, short_name

SMALL = "report_small_strong"  # the smallest role for a name
Symbol = Callable[[Ink, QRectF, str], None]


class UnitSign:
    """A unit with a footprint.

    Parameters
    ----------
    symbol : callable or None
        Draws its sign into a square, in a colour token.
    token : str
        Colour of the sign.
    fed : bool
        Outline and sign take the colour of its feed side.
    blows : bool
        An arrow shows where it supplies air, at its front.
    whole : callable or None
        Draws over the whole footprint instead.
    """

    def __init__(
        self,
        symbol: Symbol | None = None,
        token: str = "air",
        *,
        fed: bool = False,
        blows: bool = False,
        whole: Callable[[Ink, QRectF, str], None] | None = None,
    ) -> None:
        self.symbol, self.token, self.fed, self.blows, self.whole = symbol, token, fed, blows, whole

    def draw(self, ink: Ink, shapes: Sequence[Shape]) -> None:
        """Draw these units."""
        for shape in shapes:
            self._one(ink, shape)

    def _one(self, ink: Ink, shape: Shape) -> None:
        feed = {"A": "power_a", "C": "power_a", "B": "power_b", "D": "power_b"}.get(shape.side, "rack_line")
        line = feed if self.fed else "rack_line"
        token = feed if self.fed else self.token
        fill: str | None = "panel"
        width = 1.25 if not self.fed else 1.5
        dash: tuple[float, ...] = ()
        if ink.state in ("selected", "ghost"):
            line, fill, width = "selection", "sel_fill", 2.0
        elif ink.state == "refused":
            line, fill, width, dash = "error", "error_bg", 2.0, (5.0, 3.0)
        elif ink.state == "hover":
            line, fill, width = "text", None, 1.5
        elif ink.state == "leaving":
            line, fill, width, dash = "outline", "room", 1.0, (3.0, 3.0)
        rect = ink.rect(shape.box)
        pen = ink.pen(line, width, dash)
        tint = ink.tints.get(shape.id) if not ink.state else None
        ground: str | QColor | None = tint if tint is not None else fill
        if shape.quarter is None and isinstance(shape.item, Placed):
            ink.smooth(True)
            ink.painter.setPen(pen)
            ink.painter.setBrush(ink.color(fill) if fill else Qt.BrushStyle.NoBrush)
            ink.painter.drawPolygon(QPolygonF([ink.point(*c) for c in shape.item.outline()]))
            ink.smooth(False)
        else:
            ink.frame(rect, pen, ground)
        if ink.state in ("hover", "leaving") or (ink.level is Level.SITE and not self.fed):
            return
        if ink.level is Level.SITE:
            return
        if self.whole is not None and tint is None:
            self.whole(ink, rect.adjusted(1, 1, -1, -1), token)
        self._words(ink, shape, rect, token, "" if fill is None else fill)
        if self.blows and ink.level >= Level.ROW and shape.quarter is not None:
            self._arrow(ink, rect, shape.quarter)

    def _words(self, ink: Ink, shape: Shape, rect: QRectF, token: str, ground: str) -> None:
        """Sign above, name below it, then figure and bar: as much as fits, nothing that does not."""
        x, value = rect.center().x(), shape.value
        wide, high = rect.width(), rect.height()
        name, role = _fitting(ink, shape.item, wide - 3)
        loose = not name and not self.fed and ink.level >= Level.ROW and ink.width(shape.item.name, SMALL) <= wide + 14
        if loose:  # an upright unit stands alone: its name may reach over its sides
            name, role = shape.item.name, SMALL
        bar = shape.fraction is not None and high > 56 and ink.level >= Level.ROW
        room = high - (12 if bar else 2)
        side = min(28.0 if ink.level is Level.ROW else 44.0, wide - 6, high - 6) if self.symbol else 0.0
        lines = [(name, role, "text" if not self.fed else token)] if name else []
        if name and ink.level >= Level.ROW and value and ink.width(value, "canvas_small") <= wide - 3:
            lines.append((value, "canvas_small", "text2"))
        while lines and 12.0 * len(lines) + (side + 4 if side >= 8 else 0) > room:
            if len(lines) == 1 and side > 12 and room >= 12.0 + 16:
                side = room - 16.0
                break
            if len(lines) == 1 and ink.level >= Level.ROW and room >= 12:
                side = 0.0
                break
            lines.pop()
        total = 12.0 * len(lines) + (side + (4 if lines else 0) if side >= 8 else 0)
        y = rect.top() + max((room - total) / 2, 1.0)
        if self.symbol is not None and side >= 8:
            self.symbol(ink, QRectF(round(x - side / 2), round(y), side, side), token)
            y += side + 4
        for text, text_role, ink_token in lines:
            halo = ground if self.whole is not None or (loose and text is name) else ""
            ink.text(x, y + 6, text, text_role, ink_token, halo=halo)
            y += 12
        if bar:
            width = min(30.0, wide - 10)
            finding = ink.report.worst.get(shape.id)
            fill = "text3" if finding is None else finding.severity.name.lower()
            ink.bar(
                QRectF(round(x - width / 2), round(rect.bottom() - 10), round(width), 4), shape.fraction or 0.0, fill
            )

    def _arrow(self, ink: Ink, rect: QRectF, quarter: int) -> None:
        dx, dy = ((0, -1), (1, 0), (0, 1), (-1, 0))[quarter]
        start = QPointF(
            rect.center().x() + dx * (rect.width() / 2 + 4), rect.center().y() + dy * (rect.height() / 2 + 4)
        )
        end = start + QPointF(dx * 13, dy * 13)
        path = QPainterPath(start)
        path.lineTo(end)
        path.moveTo(end + QPointF(-4 * dx - 4 * dy, -4 * dy - 4 * dx))
        path.lineTo(end)
        path.lineTo(end + QPointF(-4 * dx + 4 * dy, -4 * dy + 4 * dx))
        ink.path(path, ink.pen("air", 1.25))


def _fitting(ink: Ink, item: Equipment, room: float) -> tuple[str, str]:
    """The name of a unit, whole or short, and the role it fits with; nothing where none does."""
    for name, role in (
        (item.name, "canvas_name"),
        (item.name, SMALL),
        (short_name(item), "canvas_name"),
        (short_name(item), SMALL),
    ):
        if ink.width(name, role) <= room:
            return name, role
    return "", SMALL


def fan(ink: Ink, r: QRectF, token: str) -> None:
    """A circle with three blades."""
    c, k = r.center(), r.width() / 28.0
    path = QPainterPath()
    path.addEllipse(c, 13 * k, 13 * k)
    for dx, dy in ((8, -8), (3, 11), (-11, -3)):
        path.moveTo(c)
        path.lineTo(c.x() + dx * k, c.y() + dy * k)
    ink.path(path, ink.pen(token, 1.25))


def arrows(ink: Ink, r: QRectF, token: str) -> None:
    """Four arrows side by side: air straight through."""
    path = QPainterPath()
    count = 4 if r.height() >= 20 else 2
    head = 4 if r.width() >= 14 else 2.5
    for n in range(count):
        y = r.top() + r.height() * (n + 0.5) / count
        path.moveTo(r.left() + 2, y)
        path.lineTo(r.right() - 2, y)
        path.moveTo(r.right() - 2 - head, y - 0.75 * head)
        path.lineTo(r.right() - 2, y)
        path.lineTo(r.right() - 2 - head, y + 0.75 * head)
    ink.path(path, ink.pen(token, 1.25))


def exchanger(ink: Ink, r: QRectF, _: str) -> None:
    """Two zigzags, supply and return."""
    h, w = r.height() / 8, r.width()
    for token, x, turn, dash in (("supply", 0.3, 1, ()), ("ret", 0.7, -1, (4.0, 2.0))):
        x0 = r.left() + w * x
        path = QPainterPath(QPointF(x0, r.top()))
        for n, dx in ((1.5, 0), (2.5, 1), (3.5, 0), (4.5, 1), (5.5, 0), (8, 0)):
            path.lineTo(x0 + dx * turn * w * 0.18, r.top() + n * h)
        ink.path(path, ink.pen(token, 1.5, dash))


def bolt(ink: Ink, r: QRectF, token: str) -> None:
    """The bolt of power gear."""
    c, k = r.center(), r.height() / 26.0
    path = QPainterPath(QPointF(c.x() + 1.5 * k, c.y() - 10 * k))
    path.lineTo(c.x() - 3 * k, c.y() - 1 * k)
    path.lineTo(c.x() + 3 * k, c.y() - 1 * k)
    path.lineTo(c.x(), c.y() + 9 * k)
    ink.path(path, ink.pen(token, 1.4, round_=True))


def circles(ink: Ink, r: QRectF, token: str) -> None:
    """Two circles: a transformer."""
    path, k = QPainterPath(), r.height() / 28.0
    path.addEllipse(QPointF(r.center().x(), r.center().y() - 5 * k), 8 * k, 8 * k)
    path.addEllipse(QPointF(r.center().x(), r.center().y() + 5 * k), 8 * k, 8 * k)
    ink.path(path, ink.pen(token, 1.5))


def letter_g(ink: Ink, r: QRectF, token: str) -> None:
    """G in a circle: a generator."""
    path = QPainterPath()
    path.addEllipse(r.center(), r.width() * 0.44, r.width() * 0.44)
    ink.path(path, ink.pen(token, 1.5))
    ink.text(r.center().x(), r.center().y(), "G", "name" if r.width() > 20 else "canvas_name", token)


def bus(ink: Ink, r: QRectF, token: str) -> None:
    """A bus with a closed breaker below: switchgear."""
    k = r.height() / 28.0
    x, y = r.center().x(), r.center().y()
    ink.fill(QRectF(round(x - 11 * k), round(y - 8 * k), round(22 * k), max(2.0, round(3 * k))), token)
    ink.fill(QRectF(round(x - 1), round(y - 6 * k), 2, round(14 * k)), token)
    ink.fill(QRectF(round(x - 4 * k), round(y), round(8 * k), round(8 * k)), token)


def transfer(ink: Ink, r: QRectF, token: str) -> None:
    """Two ways in, one out: a transfer switch."""
    k, c = r.height() / 28.0, r.center()
    path = QPainterPath(QPointF(c.x() - 8 * k, c.y() - 10 * k))
    path.lineTo(c.x() - 8 * k, c.y() - 4 * k)
    path.lineTo(c.x(), c.y() + 3 * k)
    path.lineTo(c.x(), c.y() + 10 * k)
    path.moveTo(c.x() + 8 * k, c.y() - 10 * k)
    path.lineTo(c.x() + 8 * k, c.y() - 4 * k)
    ink.path(path, ink.pen(token, 1.5))


def cells(ink: Ink, r: QRectF, token: str) -> None:
    """Long and short plates: a battery."""
    k, c = r.height() / 28.0, r.center()
    path = QPainterPath()
    for n, half in enumerate((9, 4, 9, 4)):
        y = c.y() + (n * 4 - 6) * k
        path.moveTo(c.x() - half * k, y)
        path.lineTo(c.x() + half * k, y)
    path.moveTo(c.x(), c.y() - 12 * k)
    path.lineTo(c.x(), c.y() - 6 * k)
    path.moveTo(c.x(), c.y() + 6 * k)
    path.lineTo(c.x(), c.y() + 12 * k)
    ink.path(path, ink.pen(token, 1.4))


def _roomy(r: QRectF) -> bool:
    """Whether two waves stand beside the name in the middle, above and below it or left and right of it."""
    return (r.width() >= 36 and r.height() >= 64) or (r.width() >= 90 and r.height() >= 28)


def diagonal(ink: Ink, r: QRectF, token: str) -> None:
    """The whole box with a diagonal and two waves: a UPS."""
    path = QPainterPath(r.bottomLeft())
    path.lineTo(r.topRight())
    ink.path(path, ink.pen(token, 1.2))
    if _roomy(r):
        dx, dy = r.width() * 0.2, r.height() * 0.22
        ink.text(r.left() + dx, r.top() + dy, "~", "title", token)
        ink.text(r.right() - dx, r.bottom() - dy, "~", "title", token)


def diagonal_dc(ink: Ink, r: QRectF, token: str) -> None:
    """The same with one direct-current side: a rectifier."""
    path = QPainterPath(r.bottomLeft())
    path.lineTo(r.topRight())
    ink.path(path, ink.pen(token, 1.2))
    if _roomy(r):
        dx, dy = r.width() * 0.2, r.height() * 0.22
        ink.text(r.left() + dx, r.top() + dy, "~", "title", token)
        ink.text(r.right() - dx, r.bottom() - dy, "=", "title", token)


def tank(ink: Ink, r: QRectF, _: str) -> None:
    """An inner basin with boards standing in it."""
    inner = r.adjusted(4, 4, -4, -4)
    if inner.width() < 12 or inner.height() < 12:
        return
    ink.frame(inner, ink.pen("supply", 1.2), "room")
    path = QPainterPath()
    along = inner.width() >= inner.height()
    length = inner.width() if along else inner.height()
    for n in range(1, int(length // 12)):
        if along:
            path.moveTo(inner.left() + n * 12, inner.top() + 5)
            path.lineTo(inner.left() + n * 12, inner.bottom() - 5)
        else:
            path.moveTo(inner.left() + 5, inner.top() + n * 12)
            path.lineTo(inner.right() - 5, inner.top() + n * 12)
    ink.path(path, ink.pen("line", 2.0))
