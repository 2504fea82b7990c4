"""Measure a distance on the floor."""

import math

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from hallwright.equipment.base import Point
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.tools.base import Tool


class MeasureTool(Tool):
    """Drag, or click twice, from one point to another; both hold at corners. Shift keeps to an axis."""

    name = "measure"
    hint = "Drag from point to point, Shift keeps to an axis, Esc to clear"
    cursor = Qt.CursorShape.CrossCursor
    _a: Point | None = None
    _b: Point | None = None
    _open = False

    def press(self, at: Point, event: QMouseEvent) -> None:
        if self._open:
            self._open = False
            return
        self._a = self._b = self.view.snapped(at, event.modifiers())
        self._open = True
        self.view.refresh()

    def move(self, at: Point, event: QMouseEvent) -> None:
        if self._open and self._a is not None:
            b = self.view.snapped(at, event.modifiers())
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                along_x = abs(b[0] - self._a[0]) >= abs(b[1] - self._a[1])
                b = (b[0], self._a[1]) if along_x else (self._a[0], b[1])
            self._b = b
            self.view.say(f"{self.view.length_text(self.distance_m)}")
            self.view.refresh()

    def release(self, at: Point, event: QMouseEvent) -> None:
        if self._a is not None and self._b is not None and math.dist(self._a, self._b) > 0:
            self._open = False

    @property
    def distance_m(self) -> float:
        """The measured distance [m]."""
        return math.dist(self._a, self._b) if self._a and self._b else 0.0

    def busy(self) -> bool:
        return self._open

    def cancel(self) -> bool:
        if self._a is None:
            return False
        self._a = self._b = None
        self._open = False
        self.view.refresh()
        return True

    def draw(self, ink: Ink) -> None:
        if self._a is None or self._b is None or self._a == self._b:
            return
        a, b = ink.point(*self._a), ink.point(*self._b)
        line = QLineF(a, b)
        across = line.normalVector().unitVector()
        nx, ny = across.dx() * 5, across.dy() * 5
        ink.smooth(True)
        ink.painter.setPen(ink.pen("accent", 1.0))
        ink.painter.drawLine(line)
        for p in (a, b):
            ink.painter.drawLine(QPointF(p.x() - nx, p.y() - ny), QPointF(p.x() + nx, p.y() + ny))
        ink.smooth(False)
        ink.chip((a.x() + b.x()) / 2, (a.y() + b.y()) / 2, self.view.length_text(self.distance_m))
