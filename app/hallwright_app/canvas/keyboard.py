"""What keys do on the plan: everything that the mouse does, and the way from thing to thing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.equipment.base import Point
from hallwright.equipment.room import Room
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import worst_of

if TYPE_CHECKING:
    from hallwright_app.canvas.view import PlanView

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PAN_PX = 40
FINE_M = 0.01
LINE_M = 0.3  # things whose middles are so near in height are one line to read along


class Keyboard:
    """Keys of the plan.

    Tab goes from thing to thing while something is selected (Esc, then Tab leaves the plan); Enter opens the details.
    With a tool in hand the arrows move a pointer over the floor and Enter clicks there.

    Attributes
    ----------
    pointer : point or None
        Where the keys point to [m]; None while the mouse leads.
    """

    def __init__(self, view: "PlanView") -> None:
        self.view = view
        self.pointer: Point | None = None
        self._fine = False

    def press(self, event: QKeyEvent) -> bool:
        """A key goes down; whether it was used."""
        view, key = self.view, Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if view.tool.name not in ("select", "pan") and self._point(key, event):
            return True
        if view.tool.key(event):
            return True
        if key == Qt.Key.Key_Escape:
            if not view.tool.cancel() and view.tool.name != "select":
                view.set_tool("select")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            view.delete_selection()
        elif key == Qt.Key.Key_D and control:
            view.duplicate_selection()
        elif key == Qt.Key.Key_A and control:
            view.select_all()
        elif key == Qt.Key.Key_F and not control:
            view.fit_selection()
        elif key == Qt.Key.Key_Home:
            view.fit_all()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and control:
            view.zoom_in()
        elif key == Qt.Key.Key_Minus and control:
            view.zoom_out()
        elif key in ARROWS:
            dx, dy = ARROWS[key]
            view.pan_px(dx * PAN_PX, dy * PAN_PX)
        elif key in ENTER and view.plan.selection.ids:
            view.details_wanted.emit()
        elif key in ENTER:
            self._select_first()
        else:
            return False
        return True

    # ---- from thing to thing ---------------------------------------------------------------------------------------

    def _order(self) -> list[str]:
        """Things that can be selected, in reading order."""
        plan = self.view.plan
        found = [
            s
            for s in plan.shapes.by_id.values()
            if not isinstance(s.item, Room)
            and (s.item.default_layer not in plan.layers or plan.layers[s.item.default_layer].visible)
        ]
        found.sort(key=lambda s: (round((s.box[1] + s.box[3]) / 2 / LINE_M), s.box[0], s.id))
        return [s.id for s in found]

    def step(self, way: int) -> bool:
        """Select the next thing in reading order; False where nothing is selected or it was the last."""
        view = self.view
        chosen = view.floor_ids()
        if view.tool.name != "select" or not chosen:
            return False
        order = self._order()
        if chosen[0] not in order:
            return False
        n = order.index(chosen[0]) + way
        if not 0 <= n < len(order):
            return False
        view.plan.selection.set((order[n],))
        view.bring_into_view(order[n])
        return True

    def _select_first(self) -> None:
        left, top, right, bottom = self.view.shown_box()
        shapes = self.view.plan.shapes.by_id
        for id in self._order():
            box = shapes[id].box
            if box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom:
                self.view.plan.selection.set((id,))
                return

    def describe(self) -> str:
        """The selection in words, for those who hear the plan."""
        plan = self.view.plan
        project, ids = plan.document.project, plan.selection.ids
        if len(ids) != 1:
            return f"{len(ids)} things selected" if ids else "Nothing selected. Enter selects the first thing in view."
        item = project.equipment.get(ids[0])
        if item is None:
            return "1 link selected"
        shape = plan.shapes.by_id.get(item.id)
        worst = worst_of(plan.report, (item.id,))
        words = [item.name, item.label, shape.value if shape is not None else "", worst.name.lower() if worst else ""]
        return ", ".join(w for w in words if w)

    # ---- a pointer for tools ---------------------------------------------------------------------------------------

    def _point(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Arrows move the pointer, Enter clicks; Enter where the last click was finishes a line."""
        view = self.view
        at = self.pointer
        if key in ARROWS:
            if at is None:
                left, top, right, bottom = view.shown_box()
                at = view.snapped(((left + right) / 2, (top + bottom) / 2), Qt.KeyboardModifier.NoModifier)
            self._fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = FINE_M if self._fine else view.tool.key_step_m or view.grid_at((*at, *at))[1] / 2
            dx, dy = ARROWS[key]
            self.pointer = round(at[0] + dx * step, 6), round(at[1] + dy * step, 6)
            view.bring_point_into_view(self.pointer)
            self._send(QEvent.Type.MouseMove, self.pointer)
            view.cursor_moved.emit(*self.pointer)
            return True
        if key in ENTER and at is not None and view.tool.last_point() != at:
            self._send(QEvent.Type.MouseButtonPress, at)
            self._send(QEvent.Type.MouseButtonRelease, at)
            return True
        return False

    def _send(self, kind: QEvent.Type, at: Point) -> None:
        """Tell the tool as if the mouse had done it."""
        view, tool = self.view, self.view.tool
        spot = QPointF(view.from_floor(*at))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        snaps = tool.key_snaps and not self._fine  # else the click is where the pointer is
        held = Qt.KeyboardModifier.NoModifier if snaps else Qt.KeyboardModifier.AltModifier
        event = QMouseEvent(kind, spot, spot, button, none, held)
        view.point_at(spot)
        if kind is QEvent.Type.MouseMove:
            tool.move(at, event)
        elif kind is QEvent.Type.MouseButtonPress:
            tool.press(at, event)
        else:
            tool.release(at, event)

    def draw(self, ink: Ink) -> None:
        """The pointer as a cross."""
        if self.pointer is None or self.view.tool.name == "select":
            return
        at = ink.point(*self.pointer).toPoint()
        ink.painter.setPen(ink.pen("focus", 2.0))
        ink.painter.drawLine(at.x() - 9, at.y(), at.x() + 9, at.y())
        ink.painter.drawLine(at.x(), at.y() - 9, at.x(), at.y() + 9)
