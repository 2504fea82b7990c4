"""Pan: drag the sheet. The view lends it to every other tool while space or the middle button is held."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from hallwright.equipment.base import Point
from hallwright_app.canvas.tools.base import Tool


class PanTool(Tool):
    """The hand."""

    name = "pan"
    hint = "Drag to pan, wheel to zoom"
    cursor = Qt.CursorShape.OpenHandCursor
    _last: tuple[float, float] | None = None

    def press(self, at: Point, event: QMouseEvent) -> None:
        spot = event.position()
        self._last = spot.x(), spot.y()
        self.view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: Point, event: QMouseEvent) -> None:
        if self._last is None:
            return
        spot = event.position()
        self.view.pan_px(round(self._last[0] - spot.x()), round(self._last[1] - spot.y()))
        self._last = spot.x(), spot.y()

    def release(self, at: Point, event: QMouseEvent) -> None:
        self._last = None
        self.view.viewport().setCursor(self.cursor)
