"""Draw what is made of points: rooms, walls, zones, trays, busways."""

import math
from typing import Any, ClassVar

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.edits.arrange import place
from hallwright.edits.ids import new_id, new_name
from hallwright.equipment import kinds
from hallwright.equipment.base import Point
from hallwright.project import Project, made
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.tools.base import Tool


def draw_kind(project: Project, kind: str, points: tuple[Point, ...], fields: dict[str, Any]) -> Project:
    """Add a drawn thing with these corners."""
    model = kinds()[kind]
    id = new_id(project, kind, *points)
    item = made(model, {"id": id, "name": new_name(project, model.label), "points_m": points, **fields})
    return place(project, [item])


class PolylineTool(Tool):
    """Click corner after corner; Enter, a double click or the first corner ends. Shift keeps to an axis.

    A press and drag draws a rectangle where the thing is closed.
    """

    kind: ClassVar[str] = ""
    closed: ClassVar[bool] = False
    fields: ClassVar[dict[str, Any]] = {}
    hint = "Click corners, Shift keeps to an axis, Enter to finish, Esc to cancel"
    cursor = Qt.CursorShape.CrossCursor

    _points: tuple[Point, ...] = ()
    _next: Point | None = None
    _pressed: Point | None = None

    def _held(self, at: Point, event: QMouseEvent) -> Point:
        point = self.view.snapped(at, event.modifiers())
        if self._points:
            last = self._points[-1]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                along_x = abs(point[0] - last[0]) >= abs(point[1] - last[1])
                point = (point[0], last[1]) if along_x else (last[0], point[1])
            if self.closed and len(self._points) > 2:
                first = self._points[0]
                if math.dist(at, first) * self.scene.px_per_m < 10:
                    return first
        return point

    def press(self, at: Point, event: QMouseEvent) -> None:
        point = self._held(at, event)
        if self._points and self.closed and point == self._points[0] and len(self._points) > 2:
            self._done()
            return
        self._pressed = point
        if not self._points or point != self._points[-1]:
            self._points = (*self._points, point)
        self.view.refresh()

    def move(self, at: Point, event: QMouseEvent) -> None:
        self._next = self._held(at, event)
        if self._points:
            self.view.say(
                f"{self.view.length_text(math.dist(self._points[-1], self._next))}   Enter to finish, Esc to cancel"
            )
        self.view.refresh()

    def release(self, at: Point, event: QMouseEvent) -> None:
        start, self._pressed = self._pressed, None
        if self.closed and start is not None and len(self._points) == 1:
            end = self._held(at, event)
            if abs(end[0] - start[0]) > 0.05 and abs(end[1] - start[1]) > 0.05:
                self._points = (start, (end[0], start[1]), end, (start[0], end[1]))
                self._done()

    def finish(self, at: Point) -> None:
        self._done()

    def key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._points:
            self._done()
            return True
        if event.key() == Qt.Key.Key_Backspace and self._points:
            self._points = self._points[:-1]
            self.view.refresh()
            return True
        return False

    def _done(self) -> None:
        least = 3 if self.closed else 2
        points = self._points
        if len(points) < least:
            self.view.refuse(f"{least} corners at least are needed.")
            return
        before = set(self.document.project.equipment)
        label = kinds()[self.kind].label.lower()
        if self.view.apply(f"Draw {label}", draw_kind, self.kind, points, dict(self.fields)):
            self.selection.set(i for i in self.document.project.equipment if i not in before)
        self._points, self._next = (), None
        self.view.refresh()

    def last_point(self) -> Point | None:
        return self._points[-1] if self._points else None

    def busy(self) -> bool:
        return bool(self._points)

    def cancel(self) -> bool:
        if not self._points:
            return False
        self._points, self._next = (), None
        self.view.say(self.hint)
        self.view.refresh()
        return True

    def draw(self, ink: Ink) -> None:
        points = [ink.point(*p) for p in self._points]
        if self._next is not None and not (self._pressed and self.closed and len(points) == 1):
            points.append(ink.point(*self._next))
        p = ink.painter
        p.setPen(ink.pen("accent", 2.0))
        p.setBrush(Qt.BrushStyle.NoBrush)
        if self._pressed is not None and self.closed and len(points) == 1 and self._next is not None:
            a, b = self._points[0], self._next
            rect = ink.rect((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
            p.drawRect(rect)
            if rect.width() > 40 and rect.height() > 40:
                ink.chip(rect.center().x(), rect.top(), self.view.length_text(abs(b[0] - a[0])))
                ink.chip(rect.left(), rect.center().y(), self.view.length_text(abs(b[1] - a[1])))
            return
        if len(points) > 1:
            p.drawPolyline(points)
            line = QLineF(points[-2], points[-1])
            if self._next is not None and line.length() > 50:
                middle = line.center()
                ink.chip(middle.x(), middle.y(), self.view.length_text(math.dist(self._points[-1], self._next)))
        p.setPen(ink.pen("selection", 1.5))
        p.setBrush(ink.color("room"))
        for point in points:
            p.drawRect(round(point.x()) - 3, round(point.y()) - 3, 6, 6)


class RoomTool(PolylineTool):
    """Draw a room."""

    name = "room"
    kind = "room"
    closed = True
    fields = {"floor": "raised", "floor_void_m": 0.6}


class WallTool(PolylineTool):
    """Draw a wall."""

    name = "wall"
    kind = "wall"


class ZoneTool(PolylineTool):
    """Draw a zone; it begins as reserved floor."""

    name = "zone"
    kind = "zone"
    closed = True
    fields = {"use": "reserved"}


class TrayTool(PolylineTool):
    """Draw a cable tray."""

    name = "tray"
    kind = "tray"
