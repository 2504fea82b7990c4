"""Select, drag, turn and nudge."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.edits.arrange import move
from hallwright.equipment.base import Equipment, Placed, Point
from hallwright.equipment.room import Room
from hallwright.equipment.tile import Tile
from hallwright.evaluate import Report
from hallwright_app.canvas import verdict
from hallwright_app.canvas.fit import free_shift, place_refusal
from hallwright_app.canvas.ink import Box, Ink
from hallwright_app.canvas.nudge import nudge
from hallwright_app.canvas.shapes import box_of
from hallwright_app.canvas.snapping import Snap, shifted, snap
from hallwright_app.canvas.tools.base import Tool

DRAG_PX = 4.0  # a shorter move of the held mouse is a click
FINE_M = 0.01


class SelectTool(Tool):
    """Click, Shift or Ctrl click, rubber band, drag with a live verdict, arrow keys."""

    name = "select"
    hint = "Drag to move, R to rotate, Alt suspends snap"

    _pressed: Point | None = None
    _pressed_id: str | None = None
    _band: Box | None = None
    _snap: Snap | None = None
    _ids: tuple[str, ...] = ()
    _items: tuple[Equipment, ...] = ()
    _box: Box = (0.0, 0.0, 0.0, 0.0)
    _reason = ""
    _narrow: str | None = None

    def press(self, at: Point, event: QMouseEvent) -> None:
        self._pressed = at
        id = self.scene.hit(*at, tolerance_m=3.0 / self.scene.px_per_m)
        adding = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        self._pressed_id, self._narrow = id, None
        if id is None:
            if not adding:
                self.selection.set(())
        elif adding:
            self.selection.toggle((id,))
            self._pressed_id = None
        elif id not in self.selection.ids:
            self.selection.set((id,))
        else:
            self._narrow = id  # a click without a drag leaves only this one selected

    def move(self, at: Point, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self.view.set_hover(self.scene.hit(*at, tolerance_m=3.0 / self.scene.px_per_m))
            return
        dx, dy = at[0] - self._pressed[0], at[1] - self._pressed[1]
        far = max(abs(dx), abs(dy)) * self.scene.px_per_m > DRAG_PX
        if self._pressed_id is None:
            if far or self._band is not None:
                a, b = self._pressed, at
                self._band = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
                self.view.refresh()
            return
        if self._snap is None and not (far and self._start()):
            return
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._drag_to(dx, dy, free)

    def _start(self) -> bool:
        """Begin a drag of the selection; False where nothing of it may be moved."""
        project = self.document.project
        items = [project.equipment[i] for i in self.selection.ids if i in project.equipment]
        floor = [i for i in items if i.carrier_id() is None and box_of(i) is not None]
        locked = next((i for i in floor if i.locked), None)
        if locked is not None:
            self.view.refuse(f"{locked.name} is locked. Unlock it first.")
            self._pressed = None
            return False
        if not floor:
            self._pressed = None
            return False
        self._items, self._ids = tuple(floor), tuple(i.id for i in floor)
        boxes = [b for b in (box_of(i) for i in floor) if b is not None]
        self._box = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        self._narrow = None
        self.scene.lift(self._ids)
        self.view.set_hover(None)
        self.view.say(f"Drop to place {verdict.things(self._items)}, Esc to cancel")
        return True

    def _drag_to(self, dx: float, dy: float, free: bool) -> None:
        around = shifted(self._box, dx, dy)
        reach = 6.0
        near = (around[0] - reach, around[1] - reach, around[2] + reach, around[3] + reach)
        mine = set(self._ids)
        others = [
            s.box
            for s in self.scene.shapes.within(near)
            if s.id not in mine and (isinstance(s.item, Placed | Room)) and not isinstance(s.item, Tile)
        ]
        origin, tile = self.view.grid_at(around)
        found = snap(self._box, dx, dy, others, self.scene.px_per_m, origin=origin, tile_m=tile, free=free)
        if self._snap is not None and (found.dx_m, found.dy_m) == (self._snap.dx_m, self._snap.dy_m):
            self._snap = found
            self.view.refresh()
            return
        self._snap = found
        self.view.refresh()
        self.view.ask_preview(self._verdict, move, self._ids, found.dx_m, found.dy_m)

    def ghosts(self) -> tuple[Equipment, ...]:
        """What is dragged, where it would stand."""
        if self._snap is None:
            return ()
        return tuple(i.moved(self._snap.dx_m, self._snap.dy_m) for i in self._items)

    def _verdict(self, after: Report | None, reason: str) -> None:
        """Called once a frame with what the drop would give."""
        if self._snap is None:
            return
        self._reason = reason
        if not reason:
            self._reason = place_refusal(self.document.project, self.ghosts(), self.view.units)
        if self._reason:
            self.view.set_tip(verdict.refused(self._reason, "Nearest free place: press Tab"))
        elif after is not None:
            what = verdict.things(self._items)
            self.view.set_tip(verdict.fits(what, self.document.report, after, self.view.units))

    def release(self, at: Point, event: QMouseEvent) -> None:
        if self._band is not None:
            found = self.scene.inside_box(self._band)
            adding = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            self.selection.set([*self.selection.ids, *found] if adding else found)
        elif self._snap is not None:
            self._reason = place_refusal(self.document.project, self.ghosts(), self.view.units)
            self._drop(self._snap.dx_m, self._snap.dy_m)
        elif self._narrow is not None:
            self.selection.set((self._narrow,))
        self._end()

    def _drop(self, dx: float, dy: float) -> None:
        if self._reason:
            self.view.refuse(f"{verdict.things(self._items)} cannot stand there: {self._reason.rstrip('.')}.")
        elif dx or dy:
            self.view.apply(f"Move {verdict.things(self._items)}", move, self._ids, dx, dy)

    def _end(self) -> None:
        self._pressed = self._pressed_id = self._band = self._snap = self._narrow = None
        self._items, self._ids, self._reason = (), (), ""
        self.scene.lift(())
        self.view.end_preview()
        self.view.say(self.hint)
        self.view.refresh()

    def busy(self) -> bool:
        return self._snap is not None or self._band is not None

    def cancel(self) -> bool:
        if self.busy():
            self._end()
            return True
        if self.selection.ids:
            self.selection.set(())
            return True
        return False

    def key(self, event: QKeyEvent) -> bool:
        key, mods = event.key(), event.modifiers()
        if key == Qt.Key.Key_Tab and self._reason and self._snap is not None:
            near = free_shift(self.document.project, self.ghosts())  # looked for only when it is asked for
            if near is None:
                self.view.refuse("There is no free place near.")
                return True
            self._reason = ""
            self._drop(self._snap.dx_m + near[0], self._snap.dy_m + near[1])
            self._end()
            return True
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in arrows and self.selection.ids and not self.busy():
            project = self.document.project
            ids = tuple(
                i for i in self.selection.ids if i in project.equipment and project.equipment[i].carrier_id() is None
            )
            box = next((b for b in (box_of(project.equipment[i]) for i in ids) if b is not None), None)
            if box is None:
                return False
            step = FINE_M if mods & Qt.KeyboardModifier.ShiftModifier else self.view.grid_at(box)[1]
            way = arrows[Qt.Key(key)]
            items = [project.equipment[i] for i in ids]
            reason = place_refusal(project, [i.moved(way[0] * step, way[1] * step) for i in items], self.view.units)
            if reason:
                self.view.refuse(f"{verdict.things(items)} cannot stand there: {reason}.")
                return True
            self.view.attempt(lambda: nudge(self.document, verdict.things(items), ids, way[0] * step, way[1] * step))
            return True
        if key == Qt.Key.Key_R and not mods & Qt.KeyboardModifier.ControlModifier and self.selection.ids:
            self.view.turn_selection(-90.0 if mods & Qt.KeyboardModifier.ShiftModifier else 90.0)
            return True
        return False

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, ink: Ink) -> None:
        if self._band is not None:
            rect = ink.rect(self._band)
            ink.painter.setPen(ink.pen("accent", 1.0))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawRect(rect)
        if self._snap is None:
            return
        ghosts = self.ghosts()
        self.scene.draw_state(ink, self._items, "leaving")
        self.scene.draw_state(ink, ghosts, "refused" if self._reason else "ghost")
        draw_guides(ink, self._snap, self.view.length_text)
        pen = ink.pen("space", 1.0, (3, 3))
        for ghost in ghosts[:50]:
            if isinstance(ghost, Placed):
                self.scene.draw_clearance_of(ink, ghost, pen)


def draw_guides(ink: Ink, found: Snap, text: Callable[[float], str]) -> None:
    """Guides through aligned edges; distances in chips in the middle of their line."""
    ink.painter.setPen(ink.pen("accent", 1.0))
    ink.painter.drawLines(
        [QLineF(ink.point(g[0], g[1]).toPoint(), ink.point(g[2], g[3]).toPoint()) for g in found.guides]
    )
    for a, b in found.gaps:
        p, q = QPointF(ink.point(*a).toPoint()), QPointF(ink.point(*b).toPoint())
        if QLineF(p, q).length() < 6:
            continue
        ink.painter.setPen(ink.pen("accent", 1.0))
        ink.painter.drawLine(p, q)
        ink.chip((p.x() + q.x()) / 2, (p.y() + q.y()) / 2, text(abs(a[0] - b[0]) + abs(a[1] - b[1])))


def selection_frame(ink: Ink, boxes: Sequence[Box]) -> None:
    """Four handles round one thing, a dashed common box round several."""
    rects = [ink.rect(b) for b in boxes]
    if not rects:
        return
    p = ink.painter
    if len(rects) == 1:
        corners = (rects[0].topLeft(), rects[0].topRight(), rects[0].bottomLeft(), rects[0].bottomRight())
        if min(rects[0].width(), rects[0].height()) < 14:
            return
        p.setPen(ink.pen("selection", 1.5))
        p.setBrush(ink.color("room"))
        p.drawRects([QRectF(c.x() - 3, c.y() - 3, 6, 6) for c in corners])
        return
    whole = rects[0]
    for rect in rects[1:]:
        whole = whole.united(rect)
    p.setPen(ink.pen("selection", 1.0, (4, 3)))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawRect(whole.adjusted(-5, -5, 5, 5))
