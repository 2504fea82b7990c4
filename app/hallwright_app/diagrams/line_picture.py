"""Many slanted lines in a view: smooth as soon as it rests, and no frame waits for them.

Smoothing thousands of lines takes longer than a frame. So they are painted smoothly into a picture of the view, a few
milliseconds at a time, once the view rests. While it moves, the last picture is shown where it belongs now, and what it
does not hold is drawn one pixel wide without smoothing; so is everything until there is a first picture.
"""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QLineF, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion, QTransform
from PySide6.QtWidgets import QGraphicsView

SLICE_S = 0.005
REST_MS = 120
RUN = 16  # lines between two looks at the clock
FEW = 60  # so few are smoothed at once

Stroke = tuple[QPen, list[QLineF]]


class LinePicture(QObject):
    """The lines of one view.

    Parameters
    ----------
    view : QGraphicsView
    """

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self._key: tuple[object, ...] = ()
        self._picture, self._next = QPixmap(), QPixmap()
        self._place = QTransform()  # of the picture
        self._of: object = None  # what the picture shows
        self._left: Iterator[Stroke] | None = None
        self._strokes: list[Stroke] = []
        self.whole = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.paint_slice)

    def paint(
        self, painter: QPainter, strokes: Callable[[], list[Stroke]], drawn: object, ground: QColor, opacity: float
    ) -> None:
        """Draw the lines as they are at hand.

        Parameters
        ----------
        strokes : callable
            The lines by pen, in the order in which they are drawn.
        drawn : object
            What they are made from: the picture holds for as long as this is the same.
        ground : QColor
            What lies behind them.
        opacity : float
        """
        place = painter.worldTransform()
        size = self._view.viewport().size()
        key = (place, size.width(), size.height(), drawn)
        if len(self._key) != len(key) or any(a is not b and a != b for a, b in zip(key, self._key, strict=True)):
            self._key, self.whole, self._left, self._strokes = key, False, None, strokes()
            self._timer.start(REST_MS)
        if self.few:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, opacity)
            return
        area = QRectF(self._view.viewport().rect())
        back, there = self._place.inverted()
        shown = back * place if self._of is drawn and there else QTransform()
        held = shown.mapRect(QRectF(0.0, 0.0, *self._picture.deviceIndependentSize().toTuple()))
        painter.save()
        painter.setWorldTransform(QTransform())
        if self._of is drawn:
            painter.setOpacity(opacity)
            painter.setWorldTransform(shown)
            painter.drawPixmap(0, 0, self._picture)
            painter.setWorldTransform(QTransform())
            painter.setOpacity(1.0)
            if held.contains(area):
                painter.restore()
                return
            rest = QRegion(area.toRect()).subtracted(QRegion(held.toRect().adjusted(1, 1, -1, -1)))
            painter.setClipRegion(rest)
        painter.setWorldTransform(place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for pen, lines in self._strokes:
            plain = QPen(pen.color() if opacity == 1.0 else _mixed(pen.color(), ground, opacity))
            plain.setWidth(0)
            painter.setPen(plain)
            painter.drawLines(lines)
        painter.restore()

    @property
    def few(self) -> bool:
        """So few lines that they are smoothed in every frame."""
        return sum(len(lines) for _, lines in self._strokes) <= FEW

    def _draw(self, painter: QPainter, opacity: float) -> None:
        painter.setOpacity(opacity)
        for pen, lines in self._strokes:
            painter.setPen(pen)
            painter.drawLines(lines)
        painter.setOpacity(1.0)

    def paint_slice(self) -> None:
        """A few milliseconds of the smooth picture; what is left follows when nobody waits for something else."""
        if self._left is None:
            if self.few:
                self._timer.stop()
                return
            ratio = self._view.devicePixelRatioF()
            self._next = QPixmap(self._view.viewport().size() * ratio)
            self._next.setDevicePixelRatio(ratio)
            self._next.fill(Qt.GlobalColor.transparent)
            self._left = ((pen, lines[n : n + RUN]) for pen, lines in self._strokes for n in range(0, len(lines), RUN))
            self._timer.start(0)
        end = time.perf_counter() + SLICE_S
        painter = QPainter(self._next)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._key[0]
        assert isinstance(place, QTransform)
        painter.setWorldTransform(place)
        for pen, lines in self._left:
            painter.setPen(pen)
            painter.drawLines(lines)
            if time.perf_counter() > end:
                break
        else:
            self.whole, self._left = True, None
            self._timer.stop()
        painter.end()
        if self.whole:
            self._picture, self._place, self._of = self._next, place, self._key[3]
            self._view.viewport().update()


def _mixed(color: QColor, ground: QColor, opacity: float) -> QColor:
    """A colour as it shows on its ground."""
    pairs = ((color.red(), ground.red()), (color.green(), ground.green()), (color.blue(), ground.blue()))
    return QColor(*(round(c * opacity + g * (1.0 - opacity)) for c, g in pairs))
