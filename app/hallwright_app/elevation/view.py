"""The view of rack elevations: select, drag systems between rack units and racks, keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from hallwright.catalogue import catalogue
from hallwright.edits.arrange import from_product, mount, remount, remove
from hallwright.edits.deliver import with_power_shelves
from hallwright.equipment.base import Equipment, Placed
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report
from hallwright.project import Product, Project
from hallwright.rules.base import Severity
from hallwright.units import System
from hallwright_app.canvas import furniture, verdict
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.outage_marks import paint_mark
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.document import Document
from hallwright_app.elevation.layout import content
from hallwright_app.elevation.scene import ElevationScene, Face
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

PRODUCT_MIME = "application/x-hallwright-product"
DRAG_PX = 4
HINT = "Drag a system to another rack unit or rack, Esc to cancel"


class ElevationView(QGraphicsView):
    """Racks from the front or the rear."""

    hint_changed = Signal(str)
    refused = Signal(str)  # why something was not done
    place_changed = Signal(str)  # what the mouse is over, in words: "C02, U9"
    zoom_changed = Signal(float)

    def __init__(self, document: Document, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        self.elevation = ElevationScene(document, selection, theme)
        super().__init__(self.elevation, parent)
        self.elevation.setParent(self)
        self.document, self.selection, self.theme = document, selection, theme
        self.units: System = "metric"
        self.outage: Outage | None = None  # units out of service, marked where they stand
        self._pressed: QPoint | None = None
        self._held: Placed | None = None
        self._grab = 0.0  # rack units from the lowest of the held thing to where it was taken
        self._product: Product | None = None
        self._dragging = False
        self._reason = ""
        self._tip: Verdict | None = None
        self._mouse = QPoint()
        self._last_pan: QPoint | None = None
        self._space = False
        self._wanted: Callable[[], None] | None = None
        self._frame = QTimer(self, singleShot=True, interval=16)
        self._frame.timeout.connect(self.settle_preview)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Rack elevation")
        self.setAccessibleDescription(
            "Arrow keys select racks and what stands in them. Ctrl and arrow keys move it. Enter unfolds like racks."
        )
        selection.changed.connect(self.viewport().update)
        selection.zoom_wanted.connect(self.fit_selection)

    # ---- what the window sets --------------------------------------------------------------------------------------

    def set_face(self, face: Face) -> None:
        """Front or rear."""
        self.elevation.set_face(face)

    def set_units(self, system: System) -> None:
        """Metric or US in words."""
        self.units = system

    def fit_all(self) -> None:
        """Show all rows."""
        self.elevation.bring_up_to_date()
        view = self.viewport().rect()
        self.elevation.spread(view.width(), view.height())
        rect = self.elevation.itemsBoundingRect()
        if rect.isEmpty():
            return
        self._scale(min(view.width() / rect.width(), view.height() / rect.height(), 1.0))
        self.centerOn(rect.center())

    def fit_selection(self) -> None:
        """Bring the selection into view."""
        if not self.isVisible():
            return
        rects = [r for r in (self.elevation.rect_of(i) for i in self.selection.ids) if r is not None]
        if rects:
            whole = rects[0]
            for rect in rects[1:]:
                whole = whole.united(rect)
            if self.transform().m11() < 0.7:
                self._scale(1.0)
            self.ensureVisible(whole, 60, 60)

    def zoom_in(self) -> None:
        """Zoom in."""
        self._scale(self.transform().m11() * 1.25)

    def zoom_out(self) -> None:
        """Zoom out."""
        self._scale(self.transform().m11() * 0.8)

    def _scale(self, factor: float) -> None:
        factor = min(max(factor, 0.08), 4.0)
        if abs(factor - 1.0) < 0.06:
            factor = 1.0  # crisp lines at the natural scale
        self.setTransform(QTransform.fromScale(factor, factor))
        self.zoom_changed.emit(factor)

    @property
    def tip(self) -> Verdict | None:
        """The verdict beside the mouse."""
        return self._tip

    def say(self, text: str) -> None:
        """What the mouse does now: one line in the status bar."""
        self.hint_changed.emit(text)

    def refuse(self, text: str) -> None:
        """Why something was not done: one line that stays a while, whatever the mouse does next."""
        self.refused.emit(text)

    # ---- drag ------------------------------------------------------------------------------------------------------

    def _aim(self, at: QPointF) -> tuple[str, int] | None:
        """Rack and rack unit that a drag points to."""
        column = self.elevation.column_at(at)
        if column is None:
            return None
        height = self._height()
        above = (column.inner.bottom() - at.y()) / column.unit
        u = round(above - (self._grab if self._held is not None else height / 2)) + 1
        return column.id, min(max(u, 1), max(column.units - height + 1, 1))

    def _height(self) -> int:
        if self._held is not None:
            return self._held.u_height or 1
        if self._product is not None:
            value = self._product.fields.get("u_height")
            return int(value) if isinstance(value, int | float) else 1
        return 1

    def _edit(self, project: Project, rack_id: str, u: int) -> Project:
        if self._held is not None:
            return remount(project, self._held.id, rack_id, u if self._held.u_height else None)
        assert self._product is not None
        sample = from_product(self._product, "sample", "sample")
        racked = isinstance(sample, Placed) and sample.u_height
        after = mount(project, self._product, rack_id, u if racked else None)
        return with_power_shelves(after, [i for i in after.equipment if i not in project.equipment], catalogue())

    def _drag(self, at: QPointF) -> None:
        target = self._aim(at)
        if target is None:
            self.elevation.ghost = None
            self._reason = "Drop it on a rack."
            self.document.end_preview()
            self._wanted = None
            self._set_tip(None)
            self.viewport().update()
            return
        column = self.elevation.columns[target[0]]
        refused = self.elevation.ghost[3] if self.elevation.ghost else False
        self.elevation.ghost = column, target[1], min(self._height(), column.units), refused
        self._wanted = lambda: self._judge(*target)
        if not self._frame.isActive():
            self._frame.start()
        self.viewport().update()

    def settle_preview(self) -> None:
        """Answer the last wish now."""
        if self._wanted is not None:
            self._frame.stop()
            act, self._wanted = self._wanted, None
            act()

    def _judge(self, rack_id: str, u: int) -> None:
        ghost = self.elevation.ghost
        after: Report | None = None
        self._reason = ""
        try:
            after = self.document.preview(self._edit, rack_id, u)
        except HallwrightError as error:
            self._reason = error.text
            self.document.end_preview()
        if ghost is not None:
            self.elevation.ghost = (*ghost[:3], bool(self._reason))
        name = self._held.name if self._held is not None else self._product.name if self._product else ""
        rack = self.document.project.name_of(rack_id)
        if after is None:
            self._set_tip(Verdict("Cannot stand here", ((Severity.ERROR, self._reason.rstrip(".")),), refused=True))
        else:
            what = f"{name} in {rack}, U{u}"
            self._set_tip(verdict.fits(what, self.document.report, after, self.units))
        self.viewport().update()

    def _drop(self, at: QPointF) -> None:
        target = self._aim(at)
        self._drag(at)
        self.settle_preview()
        if target is None or self._reason:
            self.refuse(self._reason or "Nothing was moved.")
            return
        held, product = self._held, self._product
        before = set(self.document.project.equipment)
        name = held.name if held is not None else product.name if product else ""
        text = f"Move {name}" if held is not None else f"Place {name}"
        try:
            self.document.apply(text, self._edit, *target)
        except HallwrightError as error:
            self.refuse(error.text)
        else:
            new = [i for i in self.document.project.equipment if i not in before]
            self.selection.set(new or ([held.id] if held is not None else ()))

    def _end(self) -> None:
        self._pressed, self._held, self._product, self._dragging = None, None, None, False
        self._reason, self._wanted = "", None
        self._frame.stop()
        self.elevation.ghost = self.elevation.moving = None
        self.document.end_preview()
        self._set_tip(None)
        self.elevation.update()
        self.viewport().update()

    def _set_tip(self, tip: Verdict | None) -> None:
        self._tip = tip
        self.viewport().update()

    # ---- events ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            self._last_pan = spot
            return
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = self.mapToScene(spot)
        fold = self.elevation.fold_at(at)
        if fold is not None:
            self.elevation.unfold(fold)
            return
        item = self.elevation.item_at(at)
        adding = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if item is None:
            if not adding:
                self.selection.set(())
            return
        if adding:
            self.selection.toggle((item.id,))
            return
        if item.id not in self.selection.ids:
            self.selection.set((item.id,))
        if isinstance(item, Placed) and item.rack_id is not None:
            self._pressed, self._held = spot, item
            column = self.elevation.column_at(at)
            if column is not None and item.u:
                self._grab = (column.inner.bottom() - at.y()) / column.unit - (item.u - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        self._mouse = spot
        if self._last_pan is not None:
            moved = spot - self._last_pan
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())
            self._last_pan = spot
            return
        at = self.mapToScene(spot)
        column = self.elevation.column_at(at)
        if column is not None:
            name = self.document.project.name_of(column.id)
            self.place_changed.emit(f"{name}, U{column.unit_at(at.y())}")
        if self._held is None or self._pressed is None:
            return
        if not self._dragging:
            if (spot - self._pressed).manhattanLength() <= DRAG_PX:
                return
            if self._held.locked:
                self.refuse(f"{self._held.name} is locked. Unlock it first.")
                self._end()
                return
            self._dragging = True
            self.elevation.moving = self._held.id
            self.elevation.update()
            self.say(f"Drop to place {self._held.name}, Esc to cancel")
        self._drag(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last_pan is not None:
            self._last_pan = None
            return
        if self._dragging:
            self._drop(self.mapToScene(event.position().toPoint()))
        if self._pressed is not None:
            self._end()

    def showEvent(self, event: QShowEvent) -> None:
        self.elevation.bring_up_to_date()
        self.elevation.spread(self.viewport().width(), self.viewport().height())
        super().showEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
        else:
            self._scale(self.transform().m11() * 1.0015 ** event.angleDelta().y())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._dragging:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            if self._dragging:
                self._end()
            else:
                self.selection.set(())
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            way = 1 if key == Qt.Key.Key_Up else -1
            if control:
                self._shift_unit(way)
            else:
                self._step(way)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = 1 if key == Qt.Key.Key_Right else -1
            if control:
                self._shift_rack(way)
            else:
                self._step_rack(way)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._unfold()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete()
        elif key == Qt.Key.Key_F:
            self.fit_selection()
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        elif key == Qt.Key.Key_R and not control:
            self.set_face("rear" if self.elevation.face == "front" else "front")
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        super().keyReleaseEvent(event)

    def _leading(self) -> Equipment | None:
        return self.document.project.equipment.get(self.selection.ids[0]) if self.selection.ids else None

    def _step(self, way: int) -> None:
        """Select the next thing above or below in the rack."""
        item = self._leading()
        if item is None:
            if self.elevation.shelves and self.elevation.shelves[0].columns:
                self.selection.set((self.elevation.shelves[0].columns[0].id,), zoom=True)
            return
        rack_id = item.carrier_id() or item.id
        items = content(self.document.report, rack_id)
        if not items:
            return
        ids = [i.id for i in items]
        if item.id in ids:
            n = ids.index(item.id) + way
            if 0 <= n < len(ids):
                self.selection.set((ids[n],), zoom=True)
            else:
                self.selection.set((rack_id,), zoom=True)
        else:
            self.selection.set((ids[0] if way > 0 else ids[-1],), zoom=True)

    def _step_rack(self, way: int) -> None:
        """Select the rack beside, or what stands at the same height in it."""
        item = self._leading()
        if item is None:
            self._step(1)
            return
        rack_id = item.carrier_id() or item.id
        for shelf in self.elevation.shelves:
            ids = [c.id for c in shelf.columns]
            if rack_id in ids:
                n = ids.index(rack_id) + way
                if 0 <= n < len(ids):
                    near = content(self.document.report, ids[n])
                    if isinstance(item, Placed) and item.u and near:
                        u = item.u
                        self.selection.set((min(near, key=lambda i: abs((i.u or 1) - u)).id,), zoom=True)
                    else:
                        self.selection.set((ids[n],), zoom=True)
                return

    def _shift_unit(self, way: int) -> None:
        """Move the selected system one rack unit up or down."""
        item = self._leading()
        if not isinstance(item, Placed) or item.rack_id is None or item.u is None:
            return
        try:
            self.document.apply(f"Move {item.name}", remount, item.id, item.rack_id, item.u + way)
        except HallwrightError as error:
            self.refuse(error.text)

    def _shift_rack(self, way: int) -> None:
        """Move the selected system to the rack beside, at the same height."""
        item = self._leading()
        if not isinstance(item, Placed) or item.rack_id is None:
            return
        for shelf in self.elevation.shelves:
            ids = [c.id for c in shelf.columns]
            if item.rack_id not in ids:
                continue
            n = ids.index(item.rack_id) + way
            if 0 <= n < len(ids):
                try:
                    self.document.apply(f"Move {item.name}", remount, item.id, ids[n], item.u)
                except HallwrightError as error:
                    self.refuse(error.text)
                else:
                    self.fit_selection()
            return

    def _unfold(self) -> None:
        """Show the folded racks of the row of the selection; of all rows where nothing is selected."""
        item = self._leading()
        rack_id = None if item is None else item.carrier_id() or item.id
        for shelf in list(self.elevation.shelves):
            if rack_id is None or rack_id in shelf.ids:
                for fold in shelf.folds:
                    self.elevation.unfold(fold)

    def _delete(self) -> None:
        project = self.document.project
        ids = [i for i in self.selection.ids if i in project.equipment]
        if not ids:
            return
        what = verdict.things([project.equipment[i] for i in ids])
        try:
            self.document.apply(f"Delete {what}", remove, ids)
        except HallwrightError as error:
            self.refuse(error.text)
        else:
            self.selection.keep(self.document.project.equipment)

    # ---- drops from the palette ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if not data.hasFormat(PRODUCT_MIME):
            event.ignore()
            return
        id = bytes(data.data(PRODUCT_MIME).data()).decode("utf-8", "replace")
        self._product = self.document.project.products.get(id) or catalogue().get(id)
        if self._product is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._mouse = event.position().toPoint()
        self._drag(self.mapToScene(self._mouse))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(self.mapToScene(event.position().toPoint()))
        self._end()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tripped = self.outage is not None and self.outage.units
        if self._tip is None and not tripped:
            return
        painter = QPainter(self.viewport())
        ink = Ink(painter, 1.0, self.theme, self.document.shown, (0.0, 0.0, 0.0, 0.0), sprites=True)
        view = self.viewport().rect()
        if tripped:
            self._paint_outage(ink)
        if self._tip is not None:
            furniture.paint_tip(ink, QPointF(self._mouse), self._tip, view.width(), view.height())
        painter.end()

    def _paint_outage(self, ink: Ink) -> None:
        """Marks at what stands in the racks that are in view."""
        assert self.outage is not None
        for column in self.elevation.columns.values():
            if not self.mapFromScene(column.frame).boundingRect().intersects(self.viewport().rect()):
                continue
            for item in content(self.document.report, column.id):
                mark = self.outage.mark(item.id)
                rect = self.elevation.rect_of(item.id)
                if mark and rect is not None:
                    paint_mark(ink, QRectF(self.mapFromScene(rect).boundingRect()).adjusted(2, 1, -2, -1), mark)
