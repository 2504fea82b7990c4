"""What diagrams share as a view: zoom, pan, fit, selection, keyboard, tip, and what stands beside the tabs."""

from typing import ClassVar

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QMenu, QPushButton, QWidget

from hallwright_app.canvas import furniture
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.diagrams.scene import DiagramScene, rect_of
from hallwright_app.parts import plain_tip

LEAST, MOST = 0.05, 4.0
SNAP = 0.06  # near 100 % lines are crisp at 100 %
DRAG_PX = 5


class DiagramView(QGraphicsView):
    """A diagram in the window.

    Parameters
    ----------
    scene : DiagramScene
        What is shown; the view keeps it.
    """

    hint: ClassVar[str] = "Click to select, drag the ground to pan, wheel to zoom"

    hint_changed = Signal(str)
    refused = Signal(str)  # why something was not done
    zoom_changed = Signal(float)
    details_wanted = Signal()  # Enter: the inspector

    def __init__(self, scene: DiagramScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        scene.setParent(self)
        self.diagram = scene
        self.document, self.selection, self.theme = scene.document, scene.selection, scene.theme
        self.zoom_chip = QPushButton("100 %")
        self.zoom_chip.setToolTip(plain_tip("Zoom"))
        self.zoom_chip.setAccessibleName("Zoom")
        self.zoom_chip.clicked.connect(self._choose_zoom)
        self._tip: Verdict | None = None
        self._mouse = QPoint()
        self._pressed: QPoint | None = None
        self._last_pan: QPoint | None = None
        self._space = False
        self._fits = True  # shows everything, and goes on doing so when its size changes, until somebody zooms or pans
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(scene.title)
        self.setAccessibleDescription(
            "Arrow keys follow the lines and the rows. Enter shows the details, Ctrl+Enter opens a group."
        )
        self.selection.changed.connect(self.viewport().update)
        self.selection.zoom_wanted.connect(self._on_zoom_wanted)

    def chips(self) -> tuple[QWidget, ...]:
        """What stands at the right of the tabs while this is shown."""
        return (self.zoom_chip,)

    # ---- zoom and fit ----------------------------------------------------------------------------------------------

    def fit_all(self) -> None:
        """Show everything."""
        self.diagram.bring_up_to_date()
        rect = self.diagram.drawing_rect()
        view = self.viewport().rect()
        factor = min(view.width() / rect.width(), view.height() / rect.height(), 1.25)
        self.set_zoom(1.0 - 1.01 * SNAP if 1.0 - SNAP < factor < 1.0 else factor)  # 100 % would not fit
        self.centerOn(rect.center())
        self._fits = True

    def fit_selection(self) -> None:
        """Bring the selection into view, large enough to be read."""
        boxes = self.diagram.selected_boxes()
        if not boxes:
            return
        whole = rect_of(boxes[0].whole)
        for box in boxes[1:]:
            whole = whole.united(rect_of(box.whole))
        view = self.viewport().rect()
        most = min(view.width() / (whole.width() + 80), view.height() / (whole.height() + 80))
        if not 0.8 <= self.zoom <= most:
            self.set_zoom(min(max(0.8, self.zoom), most))
        self.ensureVisible(whole, 60, 60)

    def zoom_in(self) -> None:
        """Larger."""
        self.set_zoom(self.zoom * 1.25)

    def zoom_out(self) -> None:
        """Smaller."""
        self.set_zoom(self.zoom * 0.8)

    @property
    def zoom(self) -> float:
        """Screen pixels per scene pixel."""
        return self.transform().m11()

    def set_zoom(self, factor: float) -> None:
        """Zoom to a scale; at the mouse where it is over the view."""
        factor = min(max(factor, LEAST), MOST)
        if abs(factor - 1.0) < SNAP:
            factor = 1.0
        self._fits = False
        self.setTransform(QTransform.fromScale(factor, factor))
        self.zoom_chip.setText(f"{factor * 100:.0f} %")
        self.zoom_changed.emit(factor)

    def _choose_zoom(self) -> None:
        menu = QMenu(self)
        menu.addAction("Fit everything").triggered.connect(self.fit_all)
        if self.selection.ids:
            menu.addAction("Fit the selection").triggered.connect(self.fit_selection)
        for percent in (50, 100, 200):
            menu.addAction(f"{percent} %").triggered.connect(lambda _=False, p=percent: self.set_zoom(p / 100.0))
        menu.exec(self.zoom_chip.mapToGlobal(QPoint(0, self.zoom_chip.height() + 2)))

    def _on_zoom_wanted(self) -> None:
        if self.isVisible():
            self.fit_selection()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.diagram.bring_up_to_date()
        if self._fits:
            self.fit_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit_all()

    # ---- what a diagram may add ------------------------------------------------------------------------------------

    def fill_menu(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        """Actions of the context menu for what it was opened at."""

    def open_at(self, key: str) -> None:
        """Double click: show one by one what a box stands for."""
        box = self.diagram.drawing.by_key.get(key)
        if box is not None and (box.opens or key in self.diagram.opened):
            self.diagram.toggle_open(key)

    # ---- mouse -----------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.set_zoom(self.zoom * 1.0015 ** event.angleDelta().y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (self._space and left):
            self._last_pan = spot
        elif left:
            self._pressed = spot
            self.press(self.mapToScene(spot), bool(event.modifiers() & _ADDS))
        elif event.button() == Qt.MouseButton.RightButton:
            self._open_menu(spot)
        event.accept()

    def press(self, at: QPointF, adding: bool) -> None:
        """Select what is there."""
        ids = self.ids_at(at)
        if adding:
            self.selection.toggle(ids)
        elif not ids or not set(ids) <= set(self.selection.ids):
            self.selection.set(ids)
        if not ids and not self.grabs(at):
            self._last_pan = self._pressed

    def grabs(self, at: QPointF) -> bool:
        """Whether something can be drawn from a point where no box is, so that a drag does not pan."""
        return False

    def ids_at(self, at: QPointF) -> tuple[str, ...]:
        """What the box or the wire at a point stands for."""
        box = self.diagram.box_at(at)
        if box is not None:
            return box.ids
        wire = self.diagram.wire_at(at)
        return wire.links if wire is not None else ()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        self._mouse = spot
        if self._last_pan is not None:
            self._fits = False
            step = spot - self._last_pan
            self._last_pan = spot
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - step.x())
            down.setValue(down.value() - step.y())
        elif self._pressed is not None:
            if (spot - self._pressed).manhattanLength() >= DRAG_PX:
                self.drag(self.mapToScene(self._pressed), self.mapToScene(spot))
        else:
            self._hover(self.mapToScene(spot))
        event.accept()

    def drag(self, start: QPointF, at: QPointF) -> None:
        """The mouse is moved with its button down."""

    def drop(self, start: QPointF, at: QPointF) -> None:
        """The button is released after a drag."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        pressed, panned = self._pressed, self._last_pan is not None
        self._pressed = self._last_pan = None
        if pressed is not None and not panned and (spot - pressed).manhattanLength() >= DRAG_PX:
            self.drop(self.mapToScene(pressed), self.mapToScene(spot))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        box = self.diagram.box_at(self.mapToScene(event.position().toPoint()))
        if box is not None:
            self.open_at(box.key)
        event.accept()

    def _hover(self, at: QPointF) -> None:
        box = self.diagram.box_at(at)
        wire = self.diagram.wire_at(at) if box is None else None
        key = box.key if box is not None else wire.key if wire is not None else ""
        if key != self.diagram.hovered:
            self.diagram.hovered = key
            self.hint_changed.emit(self.hint if key else "")
            self.diagram.update()
        self._set_tip(self.diagram.tip(key) if key else None)

    def _set_tip(self, tip: Verdict | None) -> None:
        if tip is not None or self._tip is not None:
            self._tip = tip
            self.viewport().update()

    @property
    def shown_tip(self) -> Verdict | None:
        """The words beside the mouse."""
        return self._tip

    def _open_menu(self, spot: QPoint) -> None:
        at = self.mapToScene(spot)
        ids = self.ids_at(at)
        if ids and not set(ids) <= set(self.selection.ids):
            self.selection.set(ids)
        menu = self.make_menu(at)
        if not menu.isEmpty():
            menu.exec(self.viewport().mapToGlobal(spot))

    def make_menu(self, at: QPointF) -> QMenu:
        """The context menu at a point."""
        menu = QMenu(self)
        ids = self.ids_at(at)
        box = self.diagram.box_at(at)
        if box is not None and box.opens:
            menu.addAction("Show one by one").triggered.connect(lambda: self.open_at(box.key))
        if self.diagram.opened:
            menu.addAction("Fold groups again").triggered.connect(self.fold_all)
        if ids:
            menu.addAction("Show in the inspector").triggered.connect(self.details_wanted.emit)
        self.fill_menu(menu, ids)
        return menu

    def fold_all(self) -> None:
        """Show groups as one again."""
        self.diagram.opened.clear()
        self.diagram.rebuild()

    # ---- keyboard --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
        }  # fmt: skip
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
        elif key in steps and not control:
            self.step(*steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            boxes = self.diagram.selected_boxes()
            if control and boxes:
                self.open_at(boxes[0].key)
            else:
                self.details_wanted.emit()
        elif key == Qt.Key.Key_F:
            self.fit_selection()
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def cancel(self) -> None:
        """Escape: nothing is selected."""
        self._pressed = self._last_pan = None
        self.selection.set(())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        super().keyReleaseEvent(event)

    def step(self, dx: int, dy: int) -> None:
        """Select the next box along a wire (up, down) or in the row (left, right)."""
        drawing = self.diagram.drawing
        boxes = self.diagram.selected_boxes()
        if not boxes:
            if drawing.boxes:
                self.selection.set(drawing.boxes[0].ids, zoom=True)
            return
        here = boxes[0]
        if dy:
            near = drawing.beside[here.key][0 if dy < 0 else 1]
            found = min(near, key=lambda k: abs(drawing.by_key[k].area.middle[0] - here.area.middle[0]), default=None)
        else:
            row = sorted((b for b in drawing.boxes if b.row == here.row), key=lambda b: b.area.middle)
            at = row.index(here) + dx
            found = row[at].key if 0 <= at < len(row) else None
        if found is not None:
            self.selection.set(drawing.by_key[found].ids, zoom=True)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._tip is None:
            return
        painter = QPainter(self.viewport())
        ink = Ink(painter, 1.0, self.theme, self.document.shown, (0.0, 0.0, 0.0, 0.0), sprites=True)
        view = self.viewport().rect()
        furniture.paint_tip(ink, QPointF(self._mouse), self._tip, view.width(), view.height())
        painter.end()


_ADDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
