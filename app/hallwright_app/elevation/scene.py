"""Rack elevations as a scene: one item per row, in screen pixels at scale 1."""

from typing import Literal

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from hallwright.equipment.base import Equipment, Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.evaluate import Report
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.shapes import inside_text, load_kw, short_kw
from hallwright_app.document import Document
from hallwright_app.elevation.layout import Column, Fold, Shelf, beside, best_across, content, layout, wide_of
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

Face = Literal["front", "rear"]


class ShelfItem(QGraphicsItem):
    """One row of racks."""

    def __init__(self, scene: "ElevationScene", shelf: Shelf) -> None:
        super().__init__()
        self.elevation, self.shelf = scene, shelf
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        shelf = self.shelf
        return QRectF(shelf.left + 8.0, shelf.top - 12, wide_of(shelf), shelf.floor - shelf.top + 50)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed: QRectF = option.exposedRect
        self.elevation.paint_shelf(painter, self.shelf, exposed)


class ElevationScene(QGraphicsScene):
    """Every row of racks, front or rear.

    Attributes
    ----------
    ghost : (column, u, height, refused) or None
        What a drag shows.
    """

    face_changed = Signal(str)

    def __init__(self, document: Document, selection: Selection, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.document, self.selection, self.theme = document, selection, theme
        self.face: Face = "front"
        self.unfolded: set[str] = set()
        self.across = 1  # rows side by side
        self.shelves: list[Shelf] = []
        self.columns: dict[str, Column] = {}
        self.ghost: tuple[Column, int, int, bool] | None = None
        self.moving: str | None = None
        self._stale = False
        self._rebuild()
        document.changed.connect(lambda *_: self._follow())
        document.preview_changed.connect(lambda *_: self.update())
        selection.changed.connect(self._on_selection)
        theme.changed.connect(self.update)

    @property
    def report(self) -> Report:
        """What is drawn at rest."""
        return self.document.report

    def set_face(self, face: Face) -> None:
        """See racks from the front or from the rear."""
        if face != self.face:
            self.face = face
            self._rebuild()
            self.face_changed.emit(face)

    def _on_selection(self) -> None:
        if self._stale:
            return
        racks = {self._carrier(i) for i in self.selection.ids}
        if any(r and r not in self.columns for r in racks):
            self._rebuild()
        self.update()

    def _carrier(self, id: str) -> str:
        item = self.report.project.equipment.get(id)
        while item is not None and not isinstance(item, Rack) and item.carrier_id() is not None:
            item = self.report.project.equipment.get(item.carrier_id() or "")
        return item.id if isinstance(item, Rack) else ""

    def _follow(self) -> None:
        """Lay out anew, or when next seen: nobody waits for racks in a tab behind."""
        self._stale = bool(self.views()) and not any(view.isVisible() for view in self.views())
        if not self._stale:
            self._rebuild()

    def bring_up_to_date(self) -> None:
        """Called when a view is shown."""
        if self._stale:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        self.unfolded &= set(self.report.project.equipment)
        rear = self.face == "rear"
        shelves = layout(self.report, self.selection.ids, self.unfolded, rear=rear, across=self.across)
        if shelves != self.shelves or not self.items():
            self.shelves = shelves
            self.clear()
            for shelf in shelves:
                self.addItem(ShelfItem(self, shelf))
            self.columns = {c.id: c for s in shelves for c in s.columns}
            self.setSceneRect(self.itemsBoundingRect().adjusted(-4, -4, 16, 16))
        self.update()

    def spread(self, width: float, height: float) -> None:
        """Stand as many rows side by side as let a view of this size [px] show all of them largest."""
        across = best_across(self.shelves, width, height)
        if across != self.across:
            self.across = across
            self._rebuild()

    def unfold(self, fold: Fold) -> None:
        """Draw the racks of a fold."""
        self.unfolded.update(fold.ids)
        self._rebuild()

    # ---- questions -------------------------------------------------------------------------------------------------

    def column_at(self, at: QPointF) -> Column | None:
        """The rack at a point."""
        return next((c for c in self.columns.values() if c.frame.contains(at)), None)

    def fold_at(self, at: QPointF) -> Fold | None:
        """The fold at a point."""
        return next((f for s in self.shelves for f in s.folds if f.rect.contains(at)), None)

    def item_at(self, at: QPointF) -> Equipment | None:
        """What stands in a rack at a point, else the rack."""
        column = self.column_at(at)
        if column is None:
            return None
        for item in content(self.report, column.id):
            if column.slot(item.u or 1, item.u_height or 1).contains(at):
                return item
        if self.face == "rear":
            for n, strip in enumerate(beside(self.report, column.id)):
                if self.strip_rect(column, n).contains(at):
                    return strip
        return self.report.project.equipment[column.id]

    def rect_of(self, id: str) -> QRectF | None:
        """Where a thing is drawn."""
        column = self.columns.get(id)
        if column is not None:
            return column.frame
        item = self.report.project.equipment.get(id)
        if isinstance(item, Placed) and item.rack_id in self.columns and item.u:
            return self.columns[item.rack_id].slot(item.u, item.u_height or 1)
        return None

    @staticmethod
    def strip_rect(column: Column, n: int) -> QRectF:
        """Where a vertical strip stands, seen from the rear."""
        inner = column.inner
        x = inner.left() + 1 + (n // 2) * 9 if n % 2 == 0 else inner.right() - 9 - (n // 2) * 9
        return QRectF(x, inner.top() + 6, 8, inner.height() - 12)

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, self.theme.color("canvas"))
        if not self.shelves:
            box = QRectF(0, 0, 640, 260)
            painter.setFont(self.theme.font("title"))
            painter.setPen(self.theme.color("text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "No racks yet. Place one on the plan.")

    def paint_shelf(self, painter: QPainter, shelf: Shelf, exposed: QRectF) -> None:
        """Draw a row."""
        ink = Ink(painter, 1.0, self.theme, self.document.shown, (0.0, 0.0, 0.0, 0.0))
        left = shelf.left + 20
        loads = [load_kw(self.report, i) for i in shelf.ids]
        known = [v for v in loads if v is not None]
        word = "rack" if len(shelf.ids) == 1 else "racks"
        units = {c.units for c in shelf.columns}
        about = [f"{len(shelf.ids)} {word}", *([f"{units.pop()}U"] if len(units) == 1 else [])]
        if len(known) == len(loads) and known:
            about.append(short_kw(sum(known)))
        about.append("seen from the cold aisle" if self.face == "front" else "seen from the hot aisle")
        wide = ink.text(left, shelf.top + 10, f"{shelf.name}, {self.face}", "title", "text", "left")
        ink.text(left + 12 + wide, shelf.top + 11, ", ".join(about), "button", "text2", "left")
        painter.setPen(ink.pen("wall", 2.0))
        painter.drawLine(QPointF(left, shelf.floor), QPointF(max(shelf.right - 20, left + 180), shelf.floor))
        ink.text(left, shelf.floor + 13, "Finished floor ±0", "canvas_label", "text3", "left")
        for column in shelf.columns:
            if column.frame.adjusted(-40, -40, 20, 20).intersects(exposed):
                self._column(ink, column)
        for fold in shelf.folds:
            self._fold(ink, fold)

    def _fold(self, ink: Ink, fold: Fold) -> None:
        p, x, middle = ink.painter, fold.rect.center().x(), fold.rect.center().y()
        names = [self.report.project.name_of(i) for i in (fold.ids[0], fold.ids[-1])]
        text = f"{names[0]} – {names[1]} alike, folded"
        half = ink.width(text, "caption") / 2 + 12
        p.setPen(ink.pen("outline", 1.0, (4, 4)))
        p.drawLine(QPointF(x, fold.rect.top() + 12), QPointF(x, middle - half))
        p.drawLine(QPointF(x, middle + half), QPointF(x, fold.rect.bottom() - 12))
        p.save()
        p.translate(x, middle)
        p.rotate(-90)
        ink.text(0, 0, text, "caption", "text3")
        p.restore()

    def _column(self, ink: Ink, column: Column) -> None:
        project, report = self.report.project, self.report
        rack = project.equipment.get(column.id)
        if rack is None:
            return
        p, inner, chosen = ink.painter, column.inner, column.id in self.selection.ids
        holds = any(i in self.selection.ids for i in report.topology.inside(column.id))
        marked = chosen or holds
        frame = column.frame
        snapped = QRectF(round(frame.left()), round(frame.top()), round(frame.width()), round(frame.height()))
        ink.frame(
            snapped,
            ink.pen("selection" if marked else "rack_line", 2.0 if marked else 1.0),
            "sel_fill" if marked else "rack",
        )
        ink.frame(_whole(inner), ink.pen("rack_line", 1.0), "room")
        name_wide = ink.text(frame.left() + 2, frame.top() - 12, rack.name, "name", "text", "left")
        load = load_kw(report, column.id)
        if load is not None:
            room = frame.width() - name_wide - 10
            ink.text(frame.right() - 2, frame.top() - 12, short_kw(load), "caption", "text2", "right", within=room)
        ticks = []
        for u in range(1, column.units + 1):
            y = round(column.slot(u, 1).top())
            if u % 2:
                ticks.append((y, u))
            if column.numbered and u % 6 == 1:
                at = column.slot(u, 1).center().y()
                ink.text(frame.left() - 6, at, str(u), "report_note", "text3", "right")
        p.setPen(ink.pen("line"))
        for y, _ in ticks:
            p.drawLine(QPointF(inner.left() + 1, y), QPointF(inner.left() + 4, y))
            p.drawLine(QPointF(inner.right() - 4, y), QPointF(inner.right() - 1, y))
        items = content(report, column.id)
        self._gaps(ink, column, rack, items)
        for item in items:
            if item.id != self.moving:
                self._device(ink, column, item)
        if self.face == "rear":
            for n, strip in enumerate(beside(report, column.id)):
                rect = _whole(self.strip_rect(column, n))
                on = strip.id in self.selection.ids
                ink.frame(rect, ink.pen("selection" if on else "rack_line", 2.0 if on else 1.0), "panel")
                p.save()
                p.translate(rect.center().x(), rect.center().y())
                p.rotate(-90)
                ink.text(0, 0, strip.name, "report_small", "text2", within=rect.height() - 4)
                p.restore()
        if self.ghost is not None and self.ghost[0].id == column.id:
            self._ghost(ink, column)
        worst = self.document.shown.worst.get(column.id)
        if worst is not None:
            ink.badge(frame.right(), frame.top() - 1, worst.severity, 18.0, ring="canvas")

    def _gaps(self, ink: Ink, column: Column, rack: Equipment, items: list[Placed]) -> None:
        """Hairlines for blanking panels; open rack units in words."""
        taken: set[int] = set()
        for item in items:
            taken.update(range(item.u or 1, (item.u or 1) + (item.u_height or 1)))
        top = max(taken, default=0)
        blanked = isinstance(rack, Rack) and rack.blanked
        finding = next(
            (f for f in self.document.shown.open_findings if f.subjects[0] == rack.id and f.domain == "thermal"), None
        )
        run: list[int] = []
        for u in [*range(1, column.units + 1), 0]:
            if u and u not in taken:
                run.append(u)
                continue
            if run:
                slot = _whole(column.slot(run[0], len(run)).adjusted(4, 1, -4, -1))
                if blanked or not isinstance(rack, Rack):
                    ink.painter.setPen(ink.pen("line"))
                    for n in range(1, len(run), 2):
                        y = round(slot.bottom() - n * column.unit)
                        ink.painter.drawLine(QPointF(slot.left() + 2, y), QPointF(slot.right() - 2, y))
                elif run[0] < top and items:
                    bad = finding is not None
                    ink.frame(slot, ink.pen("error" if bad else "outline", 1.0, (4, 3)), "error_bg" if bad else None)
                    text = f"{len(run)}U open, no blanking"
                    role = "caption" if slot.height() > 16 else "report_note"
                    ink.text(
                        slot.center().x(),
                        slot.center().y(),
                        text,
                        role,
                        "error" if bad else "text3",
                        within=slot.width() - 6,
                    )
                run = []

    def _device(self, ink: Ink, column: Column, item: Placed) -> None:
        height = item.u_height or 1
        side = 3.0 if self.face == "front" else 11.0  # vertical strips stand beside, seen from behind
        rect = _whole(column.slot(item.u or 1, height).adjusted(side, 0.75, -side, -0.75))
        on = item.id in self.selection.ids
        ink.frame(rect, ink.pen("selection" if on else "rack_line", 2.0 if on else 1.0), "sel_fill" if on else "panel")
        load = load_kw(self.report, item.id)
        figure = short_kw(load) if load else ""
        left, right, room = rect.left() + 9, rect.right() - 9, rect.width() - 18
        if height >= 4:
            wide = ink.text(left, rect.top() + 14, item.name, "group_head", "text", "left", within=room)
            if figure:
                ink.text(right, rect.top() + 14, figure, "caption", "text2", "right", within=room - wide - 6)
            units = f"U{item.u}–{(item.u or 1) + height - 1}"
            wide = ink.text(right, rect.top() + 30, units, "canvas_label", "text3", "right", within=room)
            text = inside_text(item)
            if text != item.name:
                ink.text(left, rect.top() + 30, text, "canvas_label", "text2", "left", within=room - wide - 6)
            if height >= 6:
                self._modules(ink, rect, item)
        else:
            role = "report_note" if height == 1 else "canvas_name"
            y = rect.center().y()
            value = ink.text(right, y, figure, "report_note", "text2", "right", within=room / 2) if figure else 0.0
            if not ink.text(left, y, item.name, role, "text", "left", within=room - value - 6):
                ink.text(left, y, item.name, "report_small", "text", "left", within=room - value - 2)
        worst = self.document.shown.worst.get(item.id)
        if worst is not None:
            size = 15.0 if height > 1 else 11.0
            ink.badge(rect.right() - size / 2 + 3, rect.top() + size / 2 - 4, worst.severity, size, ring="panel")

    def _modules(self, ink: Ink, rect: QRectF, item: Placed) -> None:
        """Accelerators from the front, inlets from the rear."""
        if not isinstance(item, System):
            return
        if self.face == "rear":
            count = min(item.inlet_count or item.psu_count, 12)
            for n in range(count):
                x = rect.left() + 12 + n * min(16.0, (rect.width() - 24) / max(count, 1))
                path = QPainterPath()
                path.addEllipse(QPointF(x + 5, rect.bottom() - 14), 4.5, 4.5)
                ink.path(path, ink.pen("rack_line", 1.0), "rack")
            return
        count = min(item.accelerator_count or item.gpus, 16)
        if not count or rect.height() < 74:
            return
        step = min(14.4, (rect.width() - 22) / count)
        wide = max(3.0, step - 4.4)
        for n in range(count):
            x = round(rect.left() + 11 + n * step)
            ink.frame(QRectF(x, rect.bottom() - 32, round(wide), 24), ink.pen("rack_line", 1.0), "rack")

    def _ghost(self, ink: Ink, column: Column) -> None:
        assert self.ghost is not None
        _, u, height, refused = self.ghost
        rect = _whole(column.slot(u, height).adjusted(3, 0.75, -3, -0.75))
        if refused:
            ink.frame(rect, ink.pen("error", 2.0, (5, 3)), "error_bg")
        else:
            ink.frame(rect, ink.pen("selection", 2.0), "sel_fill")
        words = f"U{u}–{u + height - 1}" if height > 1 else f"U{u}"
        token = "error" if refused else "text"
        ink.text(rect.center().x(), rect.center().y(), words, "canvas_name" if height > 1 else "report_note", token)


def _whole(rect: QRectF) -> QRectF:
    """The rectangle on whole pixels."""
    left, top = round(rect.left()), round(rect.top())
    return QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)
