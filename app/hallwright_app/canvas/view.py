"""The view of the plan: a stored picture of what rests, live layers over it, and the tools.

What does not change from frame to frame is painted once into a backdrop, in slices that fit in a frame. A drag repaints
only the ghost, guides and badges over it.
"""

import math
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from hallwright.catalogue import stock
from hallwright.edits.arrange import duplicate, remove, turn
from hallwright.equipment.base import Point
from hallwright.equipment.room import Room
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report
from hallwright.project import Product, Project
from hallwright.units import System, number_text
from hallwright_app.canvas import furniture
from hallwright_app.canvas.backdrop import Backdrop
from hallwright_app.canvas.fit import place_refusal
from hallwright_app.canvas.furniture import RULER
from hallwright_app.canvas.ink import Box, Ink
from hallwright_app.canvas.keyboard import Keyboard
from hallwright_app.canvas.outage_marks import paint_mark
from hallwright_app.canvas.scene import STATIC, PlanScene
from hallwright_app.canvas.shapes import box_of
from hallwright_app.canvas.snapping import snap_point
from hallwright_app.canvas.tools import TOOLS
from hallwright_app.canvas.tools.base import Tool
from hallwright_app.canvas.tools.pan import PanTool
from hallwright_app.canvas.tools.place import PlaceTool
from hallwright_app.canvas.tools.select import selection_frame
from hallwright_app.canvas.verdict import Verdict, things
from hallwright_app.outage import Outage

P = ParamSpec("P")

PRODUCT_MIME = "application/x-hallwright-product"
FRAME_MS = 16
REST_MS = 80  # the mouse rests when it has not moved for so long
SLICE_S = 0.005  # of painting the backdrop at a time
CRISP_MS = 70  # so long after the wheel turned the picture is made crisp
LEAST_SCALE, MOST_SCALE = 0.5, 900.0  # px/m
MINIMAP = 150
ROW_TO = 88.0  # a small room is shown as large as the Row level allows [px/m]


class PlanView(QGraphicsView):
    """Shows a plan and lets tools work on it."""

    cursor_moved = Signal(float, float)  # [m]
    hint_changed = Signal(str)
    refused = Signal(str)  # why something was not done
    zoom_changed = Signal(float)  # px/m
    tool_changed = Signal(str)
    details_wanted = Signal()  # Enter on the selection

    def __init__(self, scene: PlanScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.plan = scene
        self._units: System = "metric"
        self.outage: Outage | None = None  # units out of service, marked where they stand
        self._backdrop = Backdrop(self._paint_static)
        self._shown_at = QPoint(0, 0)  # corner of the last frame [px of the plan]
        self._crisp = QTimer(self, singleShot=True, interval=CRISP_MS)
        self._crisp.timeout.connect(self.paint_slice)
        self._slices = QTimer(self, singleShot=True, interval=0)
        self._slices.timeout.connect(self.paint_slice)
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame.timeout.connect(self.settle_preview)
        self._wanted: tuple[Callable[[Report | None, str], None], Callable[[], Report]] | None = None
        self._answer_ms = 0.0  # what the last answer to a wish took
        self._tip: Verdict | None = None
        self._mouse = QPoint(0, 0)
        self._hover: str | None = None
        self._minimap: tuple[QPixmap, QRectF, float] | None = None
        self._space = False
        self._pan: PanTool | None = None
        self._fitted = False

        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Plan")
        scene.static_changed.connect(self._on_static)
        scene.live_changed.connect(self.refresh)
        scene.selection.zoom_wanted.connect(self.fit_selection)
        scene.sceneRectChanged.connect(self.refresh)

        self._tools: dict[str, Tool] = {name: cls(self) for name, cls in TOOLS.items()}
        self.tool: Tool = self._tools["select"]
        self.keyboard = Keyboard(self)
        scene.selection.changed.connect(self._describe)
        self._describe()
        self._set_scale(scene.px_per_m)
        self.centerOn(QPointF(10.0, 6.0))

    # ---- what the window sets --------------------------------------------------------------------------------------

    @property
    def units(self) -> System:
        """Metric or US, on rulers, chips and tips."""
        return self._units

    @units.setter
    def units(self, system: System) -> None:
        self._units = system
        self.refresh()

    def set_units(self, system: System) -> None:
        """Set the units (as a slot)."""
        self.units = system

    def set_tool(self, name: str) -> None:
        """Take another tool."""
        if self.tool.name != name:
            self.tool.cancel()
        if self.tool.name != name:  # cancelling a placement already goes back to selecting
            self.tool = self._tools[name]
        self.keyboard.pointer = None
        self.set_hover(None)
        self.viewport().setCursor(self.tool.cursor)
        self.set_tip(None)
        self.say(self.tool.hint)
        self.tool_changed.emit(name)
        self.refresh()

    def tool_named(self, name: str) -> Tool:
        """A tool, to set it up before it is taken."""
        return self._tools[name]

    def start_placing(self, product: Product) -> None:
        """Take a product in hand; it is placed by clicks until Esc."""
        self.set_tool("place")
        tool = self._tools["place"]
        assert isinstance(tool, PlaceTool)
        tool.start(product)
        self.setFocus()

    # ---- scale and place -------------------------------------------------------------------------------------------

    @property
    def px_per_m(self) -> float:
        """Scale [px/m]."""
        return self.plan.px_per_m

    def fit_all(self) -> None:
        """Show the whole plan."""
        rect = self.plan.drawing_rect()
        self._fit(rect if not rect.isEmpty() else QRectF(0.0, 0.0, 24.0, 15.0), most=ROW_TO)

    def fit_selection(self) -> None:
        """Show what is selected; everything where nothing is."""
        boxes = [s.box for s in (self.plan.shapes.by_id.get(i) for i in self.floor_ids()) if s is not None]
        if not boxes:
            self.fit_all()
            return
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
        self._fit(QRectF(left, top, right - left, bottom - top).adjusted(-1.2, -1.2, 1.2, 1.2), most=140.0)

    def floor_ids(self) -> list[str]:
        """What stands on the floor and is, carries or joins what is selected."""
        from_links: list[str] = []
        project = self.plan.document.project
        for id in self.plan.selection.ids:
            link = project.links.get(id)
            from_links.extend((*link.a, *link.b) if link is not None else (id,))
        found: dict[str, None] = {}
        for id in from_links:
            item = project.equipment.get(id)
            while item is not None and item.carrier_id() is not None:
                item = project.equipment.get(item.carrier_id() or "")
            if item is not None:
                found[item.id] = None
        return list(found)

    def bring_into_view(self, id: str) -> None:
        """Scroll as little as shows a thing on the floor."""
        shape = self.plan.shapes.by_id.get(id)
        if shape is not None:
            self._scroll_to_show(QRect(self.from_floor(*shape.box[:2]), self.from_floor(*shape.box[2:])))

    def bring_point_into_view(self, at: Point) -> None:
        """Scroll as little as shows a point of the floor."""
        spot = self.from_floor(*at)
        self._scroll_to_show(QRect(spot, spot))

    def _scroll_to_show(self, rect: QRect) -> None:
        inside = self.viewport().rect().adjusted(RULER + 30, RULER + 30, -30, -50)
        dx = min(rect.left() - inside.left(), 0) or max(rect.right() - inside.right(), 0)
        dy = min(rect.top() - inside.top(), 0) or max(rect.bottom() - inside.bottom(), 0)
        if dx or dy:
            self.pan_px(dx, dy)

    def point_at(self, spot: QPointF) -> None:
        """The pointer of the keys is here: tips stand beside it."""
        self._mouse = spot.toPoint()
        self.refresh()

    def _describe(self) -> None:
        """Say the selection to a screen reader."""
        self.setAccessibleDescription(self.keyboard.describe())
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _fit(self, rect: QRectF, most: float) -> None:
        width = max(self.viewport().width() - RULER - 48, 50)
        height = max(self.viewport().height() - RULER - 76, 50)
        self._set_scale(min(width / rect.width(), height / rect.height(), most))
        middle = rect.center()
        self._scroll_to(
            round(middle.x() * self.px_per_m - (self.viewport().width() + RULER) / 2),
            round(middle.y() * self.px_per_m - (self.viewport().height() + RULER - 28) / 2),
        )
        self._fitted = True

    def zoom_in(self) -> None:
        """Zoom in at the middle."""
        self.zoom_at(1.25, self.viewport().rect().center())

    def zoom_out(self) -> None:
        """Zoom out from the middle."""
        self.zoom_at(0.8, self.viewport().rect().center())

    def zoom_at(self, factor: float, spot: QPoint) -> None:
        """Zoom so that the point of the plan below `spot` [px] stays there."""
        at = self.to_floor(QPointF(spot))
        self._crisp.start()
        self._set_scale(self.px_per_m * factor)
        self._scroll_to(round(at[0] * self.px_per_m - spot.x()), round(at[1] * self.px_per_m - spot.y()))

    def _set_scale(self, px_per_m: float) -> None:
        scale = min(max(px_per_m, LEAST_SCALE), MOST_SCALE)
        rect = self.plan.sceneRect()
        least = 1.02 * max(
            self.viewport().width() / max(rect.width(), 1e-6), self.viewport().height() / max(rect.height(), 1e-6)
        )
        scale = max(scale, min(least, MOST_SCALE))
        self.plan.set_scale(scale)
        self.setTransform(QTransform.fromScale(scale, scale))
        self.zoom_changed.emit(scale)
        self.viewport().update()

    def _scroll_to(self, left_px: int, top_px: int) -> None:
        self.horizontalScrollBar().setValue(left_px)
        self.verticalScrollBar().setValue(top_px)
        self.viewport().update()

    def pan_px(self, dx: int, dy: int) -> None:
        """Move the window over the plan by so many pixels."""
        self._scroll_to(self.horizontalScrollBar().value() + dx, self.verticalScrollBar().value() + dy)

    def _origin(self) -> tuple[int, int]:
        """Where the plan's origin lies in the view [px]."""
        found = self.viewportTransform()
        return round(found.dx()), round(found.dy())

    def to_floor(self, spot: QPointF) -> Point:
        """A point of the view as a point of the floor [m]."""
        x, y = self._origin()
        return (spot.x() - x) / self.px_per_m, (spot.y() - y) / self.px_per_m

    def from_floor(self, x_m: float, y_m: float) -> QPoint:
        """A point of the floor as a point of the view [px]."""
        x, y = self._origin()
        return QPoint(round(x_m * self.px_per_m + x), round(y_m * self.px_per_m + y))

    def shown_box(self) -> Box:
        """What the view shows [m]."""
        a = self.to_floor(QPointF(0, 0))
        b = self.to_floor(QPointF(self.viewport().width(), self.viewport().height()))
        return a[0], a[1], b[0], b[1]

    # ---- what tools ask of it --------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """What the mouse does now: one line in the status bar."""
        self.hint_changed.emit(text)

    def refuse(self, text: str) -> None:
        """Why something was not done: one line that stays a while, whatever the mouse does next."""
        self.refused.emit(text)

    def apply(self, text: str, edit: Callable[Concatenate[Project, P], Project], *args: P.args, **kw: P.kwargs) -> bool:
        """Make an edit; a refusal is said in one line. Whether it was made."""
        return self.attempt(lambda: self.plan.document.apply(text, edit, *args, **kw))

    def attempt(self, act: Callable[[], None]) -> bool:
        """Do something that may be refused."""
        try:
            act()
        except HallwrightError as error:
            self.refuse(error.text)
            return False
        return True

    def ask_preview(
        self,
        then: Callable[[Report | None, str], None],
        edit: Callable[Concatenate[Project, P], Project],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Evaluate an edit within a frame; a later wish replaces an earlier one. `then` gets report or refusal.

        Where the last answer took longer than a frame the next waits until the mouse rests, so that the ghost follows.
        """
        self._wanted = then, lambda: self.plan.document.preview(edit, *args, **kwargs)
        slow = self._answer_ms > 2 * FRAME_MS
        if slow:  # nothing on show may speak of another place
            self.plan.document.end_preview()
            self.set_tip(None)
        if slow or not self._frame.isActive():
            self._frame.start(REST_MS if slow else FRAME_MS)

    def settle_preview(self) -> None:
        """Answer the last wish now."""
        if self._wanted is None:
            return
        self._frame.stop()
        (then, act), self._wanted = self._wanted, None
        begun = perf_counter()
        try:
            after = act()
        except HallwrightError as error:
            self.plan.document.end_preview()
            then(None, error.text)
        else:
            then(after, "")
        self._answer_ms = (perf_counter() - begun) * 1000.0
        self.refresh()

    def end_preview(self) -> None:
        """Forget wish, preview and tip."""
        self._frame.stop()
        self._wanted = None
        self.plan.document.end_preview()
        self.set_tip(None)

    def set_tip(self, tip: Verdict | None) -> None:
        """Show a verdict beside the mouse."""
        if tip is not self._tip:
            self._tip = tip
            self.refresh()

    @property
    def tip(self) -> Verdict | None:
        """The verdict beside the mouse."""
        return self._tip

    @property
    def hovered(self) -> str | None:
        """The thing under the mouse."""
        return self._hover

    def set_hover(self, id: str | None) -> None:
        """Mark the thing under the mouse."""
        if id != self._hover:
            self._hover = id
            self.refresh()

    def refresh(self, *_: object) -> None:
        """Paint the live layers again."""
        self.viewport().update()

    def grid_at(self, box: Box) -> tuple[Point, float]:
        """Origin and tile [m] of the grid of the room at a box."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for shape in self.plan.shapes.within((x, y, x, y)):
            if isinstance(shape.item, Room):
                return (shape.box[0], shape.box[1]), shape.item.tile_m
        return (0.0, 0.0), 0.6

    def snapped(self, at: Point, modifiers: Qt.KeyboardModifier) -> Point:
        """A point held at a near corner or on half tiles; Alt lets it go."""
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return round(at[0], 3), round(at[1], 3)
        reach = 12.0 / self.px_per_m
        corners: list[Point] = []
        for shape in self.plan.shapes.within((at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)):
            points = getattr(shape.item, "points_m", None)
            b = shape.box
            corners.extend(points if points else ((b[0], b[1]), (b[2], b[1]), (b[2], b[3]), (b[0], b[3])))
        origin, tile = self.grid_at((at[0], at[1], at[0], at[1]))
        return snap_point(at, corners, self.px_per_m, origin=origin, tile_m=tile)

    def length_text(self, length_m: float) -> str:
        """A length on a chip: millimetres, or feet and inches."""
        if self._units == "metric":
            return number_text(length_m * 1000.0, 0)
        inches = round(length_m / 0.0254 * 2) / 2
        feet, rest = int(inches // 12), inches % 12
        return f"{feet}′ {rest:g}″" if feet else f"{rest:g}″"

    def turn_selection(self, degrees: float = 90.0) -> None:
        """Turn what is selected about its middle."""
        project = self.plan.document.project
        ids = [i for i in self.plan.selection.ids if i in project.equipment]
        items = [project.equipment[i] for i in ids if project.equipment[i].carrier_id() is None]
        if not items:
            return

        def act() -> None:
            after = turn(project, [i.id for i in items], degrees)
            reason = place_refusal(project, [after.equipment[i.id] for i in items], self._units)
            if reason:
                self.refuse(f"{things(items)} cannot stand there: {reason}.")
                return
            self.plan.document.apply(f"Rotate {things(items)}", turn, [i.id for i in items], degrees)

        self.attempt(act)

    def delete_selection(self) -> None:
        """Remove what is selected."""
        project = self.plan.document.project
        ids = [i for i in self.plan.selection.ids if i in project.equipment or i in project.links]
        if ids:
            items = [project.equipment[i] for i in ids if i in project.equipment]
            what = things(items) if items else f"{len(ids)} links" if len(ids) > 1 else "link"
            if self.apply(f"Delete {what}", remove, ids):
                self.plan.selection.keep((*self.plan.document.project.equipment, *self.plan.document.project.links))

    def duplicate_selection(self) -> None:
        """Copy what is selected to the next free place beside it, and select the copy."""
        project = self.plan.document.project
        ids = [i for i in self.plan.selection.ids if i in project.equipment]
        items = [project.equipment[i] for i in ids if project.equipment[i].carrier_id() is None]
        boxes = [b for b in (box_of(i) for i in items) if b is not None]
        if not boxes:
            return
        width = max(b[2] for b in boxes) - min(b[0] for b in boxes)
        height = max(b[3] for b in boxes) - min(b[1] for b in boxes)
        tile = self.grid_at(boxes[0])[1]
        wide, high = math.ceil(width / tile - 1e-6) * tile, math.ceil(height / tile - 1e-6) * tile
        shift = (wide, 0.0)
        for dx, dy in ((wide, 0.0), (-wide, 0.0), (0.0, high), (0.0, -high)):
            if not place_refusal(project, [i.moved(dx, dy) for i in items]):
                shift = dx, dy
                break
        before = set(project.equipment)
        if self.apply(f"Duplicate {things(items)}", duplicate, [i.id for i in items], *shift):
            after = self.plan.document.project
            new = [i for i in after.equipment.values() if i.id not in before and i.carrier_id() is None]
            self.plan.selection.set(i.id for i in new)

    def select_all(self) -> None:
        """Select everything that stands on the floor and is not part of the building."""
        self.plan.selection.set(
            s.id for s in self.plan.shapes.by_id.values() if s.item.default_layer == "equipment" and not s.item.locked
        )

    # ---- events ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        self.keyboard.pointer = None
        if self._on_minimap(event):
            return
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            self._pan = PanTool(self)
            self._pan.press(self.to_floor(event.position()), event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.tool.press(self.to_floor(event.position()), event)
        elif event.button() == Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        self.keyboard.pointer = None
        at = self.to_floor(event.position())
        self.cursor_moved.emit(*at)
        if self._pan is not None:
            self._pan.move(at, event)
        else:
            self.tool.move(at, event)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        at = self.to_floor(event.position())
        if self._pan is not None:
            self._pan.release(at, event)
            self._pan = None
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if self._space else self.tool.cursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.tool.release(at, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.tool.finish(self.to_floor(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            move = pixels if not pixels.isNull() else steps
            self.pan_px(-(move.y() or move.x()), 0)
        else:
            self.zoom_at(1.0015 ** steps.y(), event.position().toPoint())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.set_hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Escape) and self.tool.busy():
                if event.type() == QEvent.Type.KeyPress:
                    self.keyPressEvent(event)
                event.accept()
                return True
            tabs = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            way = tabs.get(Qt.Key(event.key()), 0)
            if way and event.type() == QEvent.Type.KeyPress and self.keyboard.step(way):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            event.accept()
        else:
            event.setAccepted(self.keyboard.press(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            if self._pan is None:
                self.viewport().setCursor(self.tool.cursor)
            event.accept()
            return
        super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._fitted and self.viewport().width() > 200:
            self.fit_all()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        product = self._dragged(event)
        if product is None:
            event.ignore()
            return
        self.start_placing(product)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        tool = self.tool
        if not isinstance(tool, PlaceTool):
            event.ignore()
            return
        self._mouse = event.position().toPoint()
        tool.hover(self.to_floor(event.position()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.tool.cancel()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        tool = self.tool
        if not isinstance(tool, PlaceTool):
            event.ignore()
            return
        self._mouse = event.position().toPoint()
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        tool.drop(self.to_floor(event.position()), free)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        tool.cancel()  # a drop places once; clicks in the palette place until Esc
        self.setFocus()

    def _dragged(self, event: QDropEvent) -> Product | None:
        data = event.mimeData()
        if not data.hasFormat(PRODUCT_MIME):
            return None
        id = bytes(data.data(PRODUCT_MIME).data()).decode("utf-8", "replace")
        return self.plan.document.project.products.get(id) or stock().get(id)

    # ---- painting --------------------------------------------------------------------------------------------------

    def _on_static(self, boxes: Iterable[Box] | None) -> None:
        self._minimap = None
        if boxes is None:
            self._backdrop.clear()
        else:
            self._backdrop.touch(boxes)
        self.viewport().update()

    def _window(self) -> QRect:
        """What the view shows, in pixels of the plan."""
        x, y = self._origin()
        return QRect(-x, -y, self.viewport().width(), self.viewport().height())

    def sharpen(self) -> None:
        """Paint all that the view shows, however long it takes."""
        self._crisp.stop()
        self._slices.stop()
        self._backdrop.at_scale(self.px_per_m, self.viewport().devicePixelRatioF(), stretch=False)
        self._backdrop.bring(self._window(), math.inf)
        self.viewport().update()

    def paint_slice(self) -> bool:
        """Paint a little more of what the view lacks, then of what lies round it; whether there is more to do."""
        if not self.isVisible() or self._crisp.isActive():  # while the wheel turns stretched will do
            return False
        window = self._window()
        self._backdrop.at_scale(self.px_per_m, self.viewport().devicePixelRatioF(), stretch=True)
        if not self._backdrop.whole:
            self._backdrop.bring(window, SLICE_S)
            self.viewport().update()
        elif not self._backdrop.ahead(window):
            return False
        self._slices.start()
        return True

    def _bring_backdrop(self, window: QRect) -> None:
        """Paint as much of what this frame shows as a frame has time for."""
        back = self._backdrop
        back.at_scale(self.px_per_m, self.viewport().devicePixelRatioF(), stretch=self._crisp.isActive())
        way, self._shown_at = window.topLeft() - self._shown_at, window.topLeft()
        if back.stretched or (self._crisp.isActive() and not back.empty(window)):
            if not self._crisp.isActive() and not self._slices.isActive():
                self._slices.start()
            return  # the wheel is turning, or slices are on their way: stretched will do
        was_whole = back.whole
        if back.empty(window):
            back.bring(window, math.inf)
        elif not back.bring(window, SLICE_S):
            back.whole = False
        elif was_whole and not way.isNull():
            back.ahead(window, way)
        if not self._slices.isActive():
            self._slices.start()

    def _paint_static(self, p: QPainter, area: QRect) -> None:
        """Paint a part of what rests [px of the plan]."""
        scale = self.px_per_m
        pad = 60 / scale  # words and arrows reach beyond the box of their thing
        p.fillRect(area, self.plan.theme.color("canvas"))
        exposed = (
            area.left() / scale - pad,
            area.top() / scale - pad,
            (area.right() + 1) / scale + pad,
            (area.bottom() + 1) / scale + pad,
        )
        self.plan.draw(self.plan.ink(p, exposed, sprites=True), STATIC)

    def paintEvent(self, event: QPaintEvent) -> None:
        window = self._window()
        self._bring_backdrop(window)
        p = QPainter(self.viewport())
        p.translate(-window.topLeft())
        self._backdrop.draw(p, window, self.plan.theme.color("canvas"))
        ink = self.plan.ink(p, self.shown_box(), sprites=True)
        self._paint_live(ink)
        p.resetTransform()
        self._paint_furniture(ink)
        p.end()

    def _paint_live(self, ink: Ink) -> None:
        plan = self.plan
        dragging = self.tool.busy() and self.tool.name == "select"
        project = plan.document.project
        chosen = [project.equipment[i] for i in self.floor_ids() if i in project.equipment]
        if not dragging:
            plan.draw(ink, ("clearance",))
            plan.draw_state(ink, chosen, "selected")
            plan.draw(ink, ("links",))
            over = project.equipment.get(self._hover or "")
            if over is not None and over.id not in plan.selection.ids:
                plan.draw_state(ink, (over,), "hover")
            boxes = [s.box for s in (plan.shapes.by_id.get(i.id) for i in chosen) if s is not None]
            selection_frame(ink, boxes)
        self.tool.draw(ink)
        ghosts = {g.id: b for g in self.tool.ghosts() if (b := box_of(g)) is not None}
        plan.draw_live_marks(ink, [i.id for i in chosen], ghosts)
        if self.outage is not None and self.outage.units:
            for shape in plan.shapes.within(self.shown_box()):
                mark = self.outage.mark(shape.id)
                if mark:
                    paint_mark(ink, ink.rect(shape.box), mark)
        self.keyboard.draw(ink)

    def _paint_furniture(self, ink: Ink) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        ox, oy = self._origin()
        furniture.paint_scale_bar(ink, height, self._units, self._snap_note())
        legend = self.plan.legend()
        if legend is not None:
            furniture.paint_legend(ink, width, height, legend, self.plan.theme)
        else:
            furniture.paint_line_legend(ink, width, height)
        self._paint_minimap(ink)
        furniture.paint_rulers(ink, width, height, ox, oy, self._units)
        if not self.plan.shapes.by_id and not self.tool.busy():
            self._paint_empty(ink, width, height)
        if self._tip is not None:
            furniture.paint_tip(ink, QPointF(self._mouse), self._tip, width, height)
        if self.hasFocus() and self._keyboard_focus:
            ink.painter.setPen(ink.pen("focus", 2.0))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawRect(1, 1, width - 2, height - 2)

    _keyboard_focus = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard_focus = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def _paint_empty(self, ink: Ink, width: int, height: int) -> None:
        x, y = (width + RULER) / 2, height / 2
        ink.text(x, y - 11, "The hall is empty.", "title", "text2")
        ink.text(x, y + 13, "Draw a room, or drag a product from the palette onto the sheet.", "body", "text3")

    def _snap_note(self) -> str:
        box = self.shown_box()
        tile = self.grid_at(box)[1]
        text = f"{tile * 1000:.0f} mm" if self._units == "metric" else f"{tile / 0.0254:.1f} in"
        return f"snap {text} tile"

    def _minimap_box(self) -> QRectF | None:
        """Where the minimap stands; None while the view shows everything."""
        rect = self.plan.drawing_rect()
        if rect.isEmpty() or not self.plan.shapes.by_id:
            return None
        shown = self.shown_box()
        if QRectF(shown[0], shown[1], shown[2] - shown[0], shown[3] - shown[1]).contains(
            rect.adjusted(0.6, 0.6, -0.6, -0.6)
        ):
            return None
        if self.viewport().width() < 3 * MINIMAP or self.viewport().height() < 2 * MINIMAP:
            return None
        k = MINIMAP / max(rect.width(), rect.height() * 1.2)
        size = (round(rect.width() * k), round(rect.height() * k))
        return QRectF(self.viewport().width() - size[0] - 12, self.viewport().height() - size[1] - 50, *size)

    def _paint_minimap(self, ink: Ink) -> None:
        box = self._minimap_box()
        if box is None:
            return
        rect = self.plan.drawing_rect()
        k = box.width() / rect.width()
        if self._minimap is None or self._minimap[1] != rect or self._minimap[2] != k:
            ratio = self.viewport().devicePixelRatioF()
            picture = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(QColor(self.plan.theme.color("canvas")))
            p = QPainter(picture)
            scale, self.plan.px_per_m = self.plan.px_per_m, k
            p.translate(-rect.left() * k, -rect.top() * k)
            exposed = (rect.left(), rect.top(), rect.right(), rect.bottom())
            self.plan.draw(self.plan.ink(p, exposed), ("ground", "building", "equipment"))
            self.plan.px_per_m = scale
            p.end()
            self._minimap = picture, rect, k
        shown = self.shown_box()
        window = QRectF(
            box.left() + (shown[0] - rect.left()) * k,
            box.top() + (shown[1] - rect.top()) * k,
            (shown[2] - shown[0]) * k,
            (shown[3] - shown[1]) * k,
        )
        furniture.paint_minimap(ink.painter, self.plan.theme, box, self._minimap[0], window)

    def _on_minimap(self, event: QMouseEvent) -> bool:
        """A click on the minimap brings that place into view."""
        box = self._minimap_box()
        if box is None or not box.contains(event.position()) or event.button() != Qt.MouseButton.LeftButton:
            return False
        rect = self.plan.drawing_rect()
        k = box.width() / rect.width()
        x = rect.left() + (event.position().x() - box.left()) / k
        y = rect.top() + (event.position().y() - box.top()) / k
        self._scroll_to(
            round(x * self.px_per_m - self.viewport().width() / 2),
            round(y * self.px_per_m - self.viewport().height() / 2),
        )
        return True
