"""The one-line in the window: drag within a row, draw wires, trip units, compare with the normal state."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from hallwright.diagrams.chain import BUS, LOADS, RACKS
from hallwright.diagrams.drawing import Box
from hallwright.edits.change import set_fields
from hallwright.edits.one_line import is_power, join, order_row
from hallwright.edits.wire import disconnect
from hallwright.errors import HallwrightError
from hallwright_app.canvas.ink import Ink
from hallwright_app.canvas.verdict import Verdict
from hallwright_app.diagrams.base import DiagramView
from hallwright_app.diagrams.one_line_scene import OneLineScene
from hallwright_app.diagrams.outage_bar import OutageBar
from hallwright_app.diagrams.scene import rect_of
from hallwright_app.outage import Outage
from hallwright_app.parts import PlainLabel, plain_tip
from hallwright_app.studies import studies_of

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

PORT_PX = 10.0  # a port is taken from this far


class OneLineView(DiagramView):
    """The power chain, editable."""

    hint: ClassVar[str] = "Drag from the foot of a sign to wire it, drag the sign to move it in its row"

    def __init__(self, scene: OneLineScene, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.chain, self.outage = scene, outage
        self._from: Box | None = None  # a wire is drawn from here
        self._moved: Box | None = None
        self._at = QPointF()

    # ---- drag: a wire from a port, or an element in its row ----------------------------------------------------------

    def _port_at(self, at: QPointF) -> Box | None:
        """The box whose foot is near: where wires leave."""
        best: Box | None = None
        least = PORT_PX
        for box in self.diagram.drawing.boxes:
            foot = self.chain.foot(box)
            if foot is not None and box.area.left - 4 <= at.x() <= box.area.right + 4 and abs(at.y() - foot) <= least:
                best, least = box, abs(at.y() - foot)
        return best

    def grabs(self, at: QPointF) -> bool:
        return self._port_at(at) is not None

    def drag(self, start: QPointF, at: QPointF) -> None:
        if self._from is None and self._moved is None:
            self._from = self._port_at(start)
            self._moved = None if self._from is not None else self.diagram.box_at(start)
        self._at = at
        target = self.diagram.box_at(at)
        if self._from is not None and target is not None and target.key != self._from.key:
            self.diagram.hovered = target.key
        self.diagram.update()

    def drop(self, start: QPointF, at: QPointF) -> None:
        source, moved = self._from, self._moved
        self._from = self._moved = None
        self.diagram.update()
        target = self.diagram.box_at(at)
        if source is not None:
            if target is not None and target.key != source.key:
                self.join(source, target)
        elif moved is not None:
            self.move_in_row(moved, at.x())

    def cancel(self) -> None:
        if self._from is not None or self._moved is not None:
            self._from = self._moved = self._pressed = None
            self.diagram.update()
        else:
            super().cancel()

    def join(self, source: Box, target: Box) -> bool:
        """Feed one box from another."""
        for box in (source, target):
            if len(box.ids) != 1:
                self.refused.emit(f"{box.name} stands for several. Double-click it to show them one by one.")
                return False
        name = self.document.project.name_of
        text = f"Feed {name(target.ids[0])} from {name(source.ids[0])}"
        return self._apply(text, join, source.ids[0], target.ids[0])

    def move_in_row(self, box: Box, x: float) -> bool:
        """Give an element another place among those of its row and side."""
        if box.sign in (RACKS, LOADS, BUS, "generator"):
            self.refused.emit("Loads stand below what feeds them, generators beside their board.")
            return False
        row = [b for b in self.diagram.drawing.boxes if b.row == box.row and b.side == box.side and b.sign == box.sign]
        if any(len(b.ids) != 1 for b in row):
            self.refused.emit("Show folded elements one by one first.")
            return False
        others = [b for b in row if b.key != box.key]
        place = sum(1 for b in others if b.area.middle[0] < x)
        order = [*others[:place], box, *others[place:]]
        if order == row:
            return False
        ids = [b.ids[0] for b in order]
        return self._apply(f"Move {self.document.project.name_of(box.ids[0])} in its row", order_row, ids)

    def _apply(self, text: str, edit: object, *args: object) -> bool:
        try:
            self.document.apply(text, edit, *args)  # type: ignore[arg-type]
        except HallwrightError as error:
            self.refused.emit(error.text)
            return False
        return True

    # ---- menu --------------------------------------------------------------------------------------------------------

    def fill_menu(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        project = self.document.project
        chosen = [i for i in self.selection.ids if self.outage.can_trip(i)]
        if chosen:
            out = all(i in self.outage.units for i in chosen)
            menu.addSeparator()
            menu.addAction("Return to service" if out else "Trip").triggered.connect(lambda: self.outage.toggle(chosen))
        if self.outage.units:
            menu.addAction("All units in service").triggered.connect(self.outage.reset)
        links = [i for i in ids if is_power(project, i)]
        if links:
            menu.addSeparator()
            rated = {project.links[i].breaker_a for i in links}
            word = "Change breaker…" if rated != {None} else "Insert breaker…"
            menu.addAction(word).triggered.connect(lambda: self.ask_breaker(links))
            if rated != {None}:
                menu.addAction("Remove breaker").triggered.connect(lambda: self.set_breaker(links, None))
            menu.addAction("Cut").triggered.connect(lambda: self._apply("Cut a feed", disconnect, links))

    def ask_breaker(self, links: list[str]) -> None:
        """Ask for the rating of a breaker."""
        known = self.document.project.links[links[0]].breaker_a
        value, good = QInputDialog.getDouble(
            self, "Breaker", "Rating [A]", known or 63.0, 1.0, 10_000.0, 0, Qt.WindowType.Dialog, 1.0
        )
        if good:
            self.set_breaker(links, value)

    def set_breaker(self, links: list[str], rating_a: float | None) -> bool:
        """Insert, change or (None) remove the breaker at the upstream end of links."""
        text = "Remove a breaker" if rating_a is None else f"Insert a breaker of {rating_a:g} A"
        return self._apply(text, set_fields, links, {"breaker_a": rating_a})

    # ---- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._from is None and self._moved is None:
            return
        painter = QPainter(self.viewport())
        ink = Ink(painter, 1.0, self.theme, self.document.shown, (0.0, 0.0, 0.0, 0.0))
        to = QPointF(self.mapFromScene(self._at))
        if self._from is not None:
            foot = self.mapFromScene(QPointF(self._from.area.middle[0], self.chain.foot(self._from) or 0.0))
            painter.setPen(ink.pen("accent", 2.0))
            painter.drawPolyline([QPointF(foot), QPointF(foot.x(), to.y()), to])
        elif self._moved is not None:
            ghost = self.mapFromScene(rect_of(self._moved.area)).boundingRect()
            painter.setOpacity(0.9)
            ink.frame(QRectF(ghost).translated(to.x() - ghost.center().x(), 0), ink.pen("selection", 2.0), "sel_fill")
        painter.end()

    def tip_of(self, key: str) -> Verdict | None:
        """The words beside the mouse over a box or wire."""
        return self.diagram.tip(key)


class OneLinePage(QWidget):
    """The one-line with what belongs beside it: the normal state to compare with, and the list of what is lost."""

    hint = OneLineView.hint

    hint_changed = Signal(str)
    refused = Signal(str)
    details_wanted = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window.workspace)
        self.outage = window.outage
        document, selection, theme = window.document, window.selection, window.theme
        self.view = OneLineView(OneLineScene(document, selection, theme, self.outage), self.outage)
        self.normal = OneLineView(OneLineScene(document, selection, theme), self.outage)
        self.normal.setAccessibleName("One-line, all units in service")
        self.heads = [PlainLabel(theme, text, "caption_head", "text2") for text in ("All units in service", "Tripped")]
        self.split = QSplitter(Qt.Orientation.Vertical)
        for head, view in zip(self.heads, (self.normal, self.view), strict=True):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            head.setContentsMargins(12, 5, 12, 4)
            column.addWidget(head)
            column.addWidget(view, 1)
            self.split.addWidget(part)
        self.bar = OutageBar(document, selection, theme, self.outage)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.split, 1)
        row.addWidget(self.bar)
        self.setFocusProxy(self.view)
        self.setAccessibleName("One-line")
        self.outage_chip = QPushButton(self.outage.text)
        self.outage_chip.setToolTip(plain_tip("Units out of service: trip what is selected, or bring all back"))
        self.outage_chip.clicked.connect(self._choose_outage)
        self.compare_chip = QPushButton("Compare")
        self.compare_chip.setCheckable(True)
        self.compare_chip.setToolTip(plain_tip("Show the normal state and the one with units tripped side by side"))
        self.compare_chip.toggled.connect(self._show_compared)
        self.studies = studies_of(window)
        self.study_chip = QPushButton("Study")
        self.study_chip.setCheckable(True)
        self.study_chip.toggled.connect(self._show_study)
        self.studies.changed.connect(self._show_study)
        for view, other in ((self.view, self.normal), (self.normal, self.view)):
            view.hint_changed.connect(self.hint_changed)
            view.refused.connect(self.refused)
            view.details_wanted.connect(self.details_wanted)
            view.zoom_changed.connect(lambda factor, o=other: o.set_zoom(factor) if o.zoom != factor else None)
            for mine, its in (
                (view.horizontalScrollBar(), other.horizontalScrollBar()),
                (view.verticalScrollBar(), other.verticalScrollBar()),
            ):
                mine.valueChanged.connect(its.setValue)
        self.view.diagram.relaid.connect(self._same_groups)
        self.outage.changed.connect(self._refresh)
        self._refresh()
        self._show_study()

    @property
    def diagram(self) -> OneLineScene:
        """What is shown."""
        return self.view.chain

    def chips(self) -> tuple[QWidget, ...]:
        """What stands at the right of the tabs."""
        return self.outage_chip, self.compare_chip, self.study_chip, self.view.zoom_chip

    def fit_all(self) -> None:
        """Show everything."""
        self.view.fit_all()

    def fit_selection(self) -> None:
        """Bring the selection into view."""
        self.view.fit_selection()

    def zoom_in(self) -> None:
        """Larger."""
        self.view.zoom_in()

    def zoom_out(self) -> None:
        """Smaller."""
        self.view.zoom_out()

    def _same_groups(self) -> None:
        """Both states show the same groups one by one."""
        if self.normal.diagram.opened != self.view.diagram.opened:
            self.normal.diagram.opened = set(self.view.diagram.opened)
            self.normal.diagram.rebuild()

    def _refresh(self) -> None:
        self.outage_chip.setText(self.outage.text)
        tripped = bool(self.outage.units)
        self.compare_chip.setEnabled(tripped)
        if not tripped:
            self.compare_chip.setChecked(False)
        self.heads[1].setText(self.outage.text)
        self._show_compared()

    def _show_compared(self) -> None:
        both = self.compare_chip.isChecked()
        first = self.split.widget(0)
        if first is not None:
            first.setVisible(both)
        self.heads[1].setVisible(both)

    def _show_study(self) -> None:
        """Voltage drop and short-circuit current instead of the loads, while the study holds."""
        fresh = self.studies.fresh
        self.study_chip.setEnabled(fresh is not None)
        if fresh is None:
            self.study_chip.setChecked(False)
        tip = "Voltage drop and short-circuit current by the study, instead of the loads"
        if self.studies.stale:
            tip = "The design was edited since the study was run. Run it again."
        elif fresh is None:
            tip = "Run the study first, to see voltage drop and short-circuit current here."
        self.study_chip.setToolTip(plain_tip(tip))
        for view in (self.view, self.normal):
            view.chain.show_study(fresh if self.study_chip.isChecked() else None)

    def _choose_outage(self) -> None:
        menu = QMenu(self)
        self.fill_outage(menu)
        menu.exec(self.outage_chip.mapToGlobal(self.outage_chip.rect().bottomLeft()))

    def fill_outage(self, menu: QMenu) -> list[QAction]:
        """Trip the selection, each unit that is out, all back."""
        name_of = self.outage.name_of
        actions: list[QAction] = []

        def add(text: str, units: tuple[str, ...]) -> None:
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda: self.outage.toggle(units))
            actions.append(action)

        fresh = tuple(i for i in self.view.selection.ids if self.outage.can_trip(i) and i not in self.outage.units)
        if fresh:
            add(f"Trip {', '.join(name_of(i) for i in fresh[:3])}{' …' if len(fresh) > 3 else ''}", fresh)
        for unit in self.outage.units:
            add(f"Return {self.outage.name_of(unit)} to service", (unit,))
        if self.outage.units:
            back = menu.addAction("All units in service")
            back.triggered.connect(self.outage.reset)
            actions.append(back)
        elif not fresh:
            note = menu.addAction("Select a unit to trip it")
            note.setEnabled(False)
            actions.append(note)
        return actions


def make_view(window: "MainWindow") -> OneLinePage:
    """The one-line of a window."""
    return OneLinePage(window)
