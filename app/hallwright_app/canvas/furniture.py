"""What stands at the edges of the view: rulers, scale bar, legend, minimap, tip."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen, QPixmap

from hallwright.units import System
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.scene import Legend
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.theme import Theme

RULER = 18
FOOT_M = 0.3048


def nice_step(least_m: float, units: System) -> float:
    """The shortest round length of at least so many metres [m]."""
    unit = 1.0 if units == "metric" else FOOT_M
    for power in (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0):
        for factor in (1.0, 2.0, 5.0):
            if factor * power * unit >= least_m:
                return factor * power * unit
    return 5000.0 * unit


def paint_rulers(ink: Ink, width: int, height: int, dx: float, dy: float, units: System) -> None:
    """Rulers of 18 px at the top and the left; the painter stands at the corner of the view."""
    p, s = ink.painter, ink.s
    ink.fill(QRectF(0, 0, width, RULER), "window")
    ink.fill(QRectF(0, 0, RULER, height), "window")
    p.setPen(ink.pen("line"))
    p.drawLine(QPointF(0, RULER), QPointF(width, RULER))
    p.drawLine(QPointF(RULER, 0), QPointF(RULER, height))
    unit = 1.0 if units == "metric" else FOOT_M
    step = nice_step(8.0 / s, units)
    major = nice_step(60.0 / s, units)
    ratio = max(1, round(major / step))
    ticks: list[QLineF] = []
    for along_x in (True, False):
        shift, length = (dx, width) if along_x else (dy, height)
        n = int(-shift / s // step)
        while n * step * s + shift < length:
            at = round(n * step * s + shift)
            if at > RULER:
                big = n % ratio == 0
                size = 13 if big else 8
                if along_x:
                    ticks.append(QLineF(at, RULER - size, at, RULER))
                else:
                    ticks.append(QLineF(RULER - size, at, RULER, at))
                if big:
                    text = f"{n * step / unit:g}"
                    if along_x:
                        ink.text(at + 3, 7, text, "report_note", "text3", "left")
                    else:
                        ink.text(3, at + 8, text, "report_note", "text3", "left")
            n += 1
    p.setPen(ink.pen("outline"))
    p.drawLines(ticks)
    ink.fill(QRectF(0, 0, RULER, RULER), "window")


def paint_scale_bar(ink: Ink, height: int, units: System, note: str) -> None:
    """Scale bar with what snapping does, bottom left."""
    length = nice_step(70.0 / ink.s, units)
    px = round(length * ink.s)
    x, y = RULER + 24, height - 18
    text = f"{length:g} m" if units == "metric" else f"{length / FOOT_M:g} ft"
    p = ink.painter
    whole = px + 22 + ink.width(text, "canvas_label") + ink.width(note, "canvas_label")
    ink.fill(QRectF(x - 8, y - 13, round(whole + 16), 18), "canvas")
    p.setPen(ink.pen("text2"))
    for a, b in (((x, y - 4), (x, y)), ((x, y), (x + px, y)), ((x + px, y - 4), (x + px, y))):
        p.drawLine(QPointF(*a), QPointF(*b))
    p.drawLine(QPointF(x + px // 2, y - 3), QPointF(x + px // 2, y))
    wide = ink.text(x + px + 7, y - 4, text, "canvas_label", "text2", "left")
    ink.text(x + px + 22 + wide, y - 4, note, "canvas_label", "text3", "left")


def paint_line_legend(ink: Ink, width: int, height: int) -> None:
    """What the lines mean, bottom right."""
    entries = (
        ("power_a", "Feed A", ()),
        ("power_b", "Feed B", (7.0, 3.0)),
        ("fabric", "Fabric", ()),
        ("air", "Containment", (5.0, 3.0)),
    )
    total = sum(25 + ink.width(text, "canvas_label") + 16 for _, text, _ in entries)
    if width < total + 300:
        return
    x, y = width - total - 4, height - 22
    ink.fill(QRectF(x - 8, y - 9, total + 4, 18), "canvas")
    for token, text, dash in entries:
        ink.painter.setPen(ink.pen(token, 2.0, dash))
        ink.painter.drawLine(QPointF(x, y), QPointF(x + 20, y))
        x += 25 + ink.text(x + 25, y, text, "canvas_label", "text2", "left") + 16


def paint_legend(ink: Ink, width: int, height: int, legend: Legend, theme: Theme) -> None:
    """A ramp with its name, unit and ticks, the limit's bold; bottom right."""
    name = ink.width(legend.name, "group_head")
    ramp = 200.0
    total = name + ramp + 74
    box = QRectF(round(width - total - 10), height - 42, round(total), 32)
    ink.smooth(True)
    ink.painter.setPen(ink.pen("line"))
    ink.painter.setBrush(ink.color("panel"))
    ink.painter.drawRoundedRect(box, 4, 4)
    ink.smooth(False)
    ink.text(box.left() + 10, box.center().y(), legend.name, "group_head", "text", "left")
    left = round(box.left() + name + 28)
    gradient = QLinearGradient(left, 0, left + ramp, 0)
    stops = theme.ramp(legend.ramp)
    for n, color in enumerate(stops):
        gradient.setColorAt(n / (len(stops) - 1), color)
    ink.painter.fillRect(QRectF(left, box.top() + 6, ramp, 8), gradient)
    for tick in legend.ticks:
        x = left + ramp * (tick - legend.low) / (legend.high - legend.low)
        bold = tick == legend.limit
        ink.fill(QRectF(round(x), box.top() + 5, 2 if bold else 1, 11), "text")
        role = "canvas_name" if bold else "canvas_label"
        ink.text(x, box.top() + 23, f"{tick:g}", role, "text")
    ink.text(left + ramp + 16, box.top() + 23, legend.unit, "canvas_label", "text2", "left")


def paint_minimap(painter: QPainter, theme: Theme, box: QRectF, picture: QPixmap, window: QRectF) -> None:
    """The whole plan small, with a frame round what the view shows."""
    painter.setPen(QPen(theme.color("outline"), 1.0))
    painter.setBrush(theme.color("canvas"))
    painter.drawRect(box.adjusted(-1, -1, 0, 0))
    painter.drawPixmap(box.topLeft(), picture)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), 1.5))
    painter.drawRect(window.intersected(box))


def paint_tip(ink: Ink, at: QPointF, verdict: Verdict, width: int, height: int) -> None:
    """The verdict beside the ghost; it stays within the view."""
    lines = [text for _, text in verdict.lines]
    wide = max(
        [ink.width(verdict.title, "panel_head")]
        + [ink.width(t, "button") + 22 for t in lines]
        + ([ink.width(verdict.note, "caption")] if verdict.note else [])
    )
    wide = min(wide + 24, width - 2 * RULER)
    high = 28 + 19 * len(lines) + (18 if verdict.note else 0) + (2 if lines else 0)
    x, y = at.x() + 18, at.y() + 20
    if x + wide > width - 6:
        x = max(RULER + 4, at.x() - wide - 14)
    if y + high > height - 6:
        y = max(RULER + 4, at.y() - high - 12)
    box = QRectF(round(x), round(y), round(wide), high)
    ink.smooth(True)
    ink.painter.setPen(ink.pen("outline"))
    ink.painter.setBrush(ink.color("panel"))
    ink.painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    ink.smooth(False)
    p = ink.painter
    p.save()
    p.setClipRect(box.adjusted(2, 2, -8, -2))
    ink.text(box.left() + 11, box.top() + 15, verdict.title, "panel_head", "text", "left")
    row = box.top() + 35
    for severity, text in verdict.lines:
        ink.badge(box.left() + 18, row - 1, severity, 14.0, ring="panel")
        ink.text(box.left() + 32, row - 1, text, "button", "text", "left")
        row += 19
    if verdict.note:
        ink.text(box.left() + 11, row - 2, verdict.note, "caption", "text2", "left")
    p.restore()
