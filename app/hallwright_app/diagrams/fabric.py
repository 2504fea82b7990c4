"""The fabric in the window: which fabric, whose traffic, what is out of service."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from hallwright.diagrams.drawing import Wire
from hallwright.diagrams.fabric import ACCESS, SWITCH, names_of_fabrics
from hallwright.diagrams.fabric_loads import choices
from hallwright_app.diagrams.base import DiagramView
from hallwright_app.diagrams.fabric_scene import FabricScene
from hallwright_app.diagrams.line_picture import LinePicture
from hallwright_app.outage import Outage, pair_unit
from hallwright_app.parts import plain_tip

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow


class FabricView(DiagramView):
    """A fabric with its loads."""

    hint: ClassVar[str] = "Hover to isolate a device, double-click to open or fold, Alt+click to trip"

    def __init__(self, scene: FabricScene, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.fabric, self.outage = scene, outage
        self.lines = LinePicture(self)
        self.fabric_chip, self.traffic_chip, self.outage_chip = QPushButton(), QPushButton(), QPushButton()
        for chip, tip, fill in (
            (self.fabric_chip, "Which fabric is drawn: compute, storage, management …", self.fill_fabrics),
            (self.traffic_chip, "Whose traffic colours the links", self.fill_traffic),
            (self.outage_chip, "Units out of service: trip what is selected, or bring all back", self.fill_outage),
        ):
            chip.setToolTip(plain_tip(tip))
            chip.clicked.connect(lambda _=False, c=chip, f=fill: self._choose(c, f))
        outage.changed.connect(self._refresh)
        self.document.changed.connect(lambda *_: self._refresh())
        scene.relaid.connect(self._refresh)
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.fabric.lines = self.lines
        try:
            super().paintEvent(event)
        finally:
            self.fabric.lines = None

    def chips(self) -> tuple[QWidget, ...]:
        return self.fabric_chip, self.traffic_chip, self.outage_chip, self.zoom_chip

    def _refresh(self) -> None:
        name = self.fabric.drawn.fabric
        self.fabric_chip.setText(f"Fabric: {name or 'none'}".replace("&", "&&"))
        self.traffic_chip.setText(f"Traffic: {self.fabric.choice or 'not evaluated'}".replace("&", "&&"))
        self.outage_chip.setText(self.outage.text)

    def _choose(self, chip: QPushButton, fill: object) -> None:
        menu = QMenu(self)
        fill(menu)  # type: ignore[operator]
        if not menu.isEmpty():
            menu.exec(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def fill_fabrics(self, menu: QMenu) -> list[QAction]:
        """One entry for each fabric."""
        return [self._entry(menu, name, name == self.fabric.drawn.fabric, lambda n=name: self._show_fabric(n))
                for name in names_of_fabrics(self.document.report)]  # fmt: skip

    def fill_traffic(self, menu: QMenu) -> list[QAction]:
        """Jobs and even traffic."""
        traffic = self.document.report.results.traffic
        return [self._entry(menu, name, name == self.fabric.choice, lambda n=name: self._show_traffic(n))
                for name in (() if traffic is None else choices(traffic))]  # fmt: skip

    def fill_outage(self, menu: QMenu) -> list[QAction]:
        """Trip the selection, each unit that is out, all back."""
        fresh = [i for i in self.selection.ids if self.outage.can_trip(i) and i not in self.outage.units]
        found = []
        if fresh:
            name = self.outage.name_of(fresh[0]) if len(fresh) == 1 else f"{len(fresh):,} selected"
            found.append(self._entry(menu, f"Trip {name}", None, lambda: self.outage.toggle(fresh)))
        for unit in self.outage.units[:20]:
            text = f"Return {self.outage.name_of(unit)} to service"
            found.append(self._entry(menu, text, None, lambda u=unit: self.outage.toggle([u])))
        if self.outage.units:
            found.append(self._entry(menu, "All units in service", None, self.outage.reset))
        return found

    @staticmethod
    def _entry(menu: QMenu, text: str, checked: bool | None, act: object) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
        return action

    def _show_fabric(self, name: str) -> None:
        self.fabric.show_fabric(name)
        self.fit_all()

    def _show_traffic(self, name: str) -> None:
        self.fabric.show_traffic(name)
        self._refresh()

    # ---- selection and outages ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.button() == Qt.MouseButton.LeftButton:
            self.trip_at(self.mapToScene(event.position().toPoint()))
            event.accept()
        else:
            super().mousePressEvent(event)

    def press(self, at: QPointF, adding: bool) -> None:
        wire = None if self.diagram.box_at(at) is not None else self.diagram.wire_at(at)
        self.fabric.chosen_wire = "" if wire is None else wire.key
        super().press(at, adding)
        self.diagram.update()

    def fill_menu(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        chosen = [i for i in self.selection.ids if self.outage.can_trip(i)]
        if chosen:
            out = all(i in self.outage.units for i in chosen)
            menu.addSeparator()
            self._entry(menu, "Return to service" if out else "Trip", None, lambda: self.outage.toggle(chosen))
        wire = next((w for w in self.diagram.drawing.wires if w.key == self.diagram.hovered), None)
        pairs = () if wire is None else self.pairs_of(wire)
        if pairs:
            out = all(u in self.outage.units for u in pairs)
            text = (
                f"Return cables of {self.outage.name_of(pairs[0])}" if out else f"Trip {self.outage.name_of(pairs[0])}"
            )
            menu.addSeparator()
            self._entry(menu, text, None, lambda: self.outage.toggle(pairs))
        if self.outage.units:
            self._entry(menu, "All units in service", None, self.outage.reset)

    def pairs_of(self, wire: Wire) -> tuple[str, ...]:
        """Units that stand for the cables between two switches; none for a wire that stands for more."""
        a, b = (self.diagram.drawing.by_key[k] for k in (wire.a, wire.b))
        if wire.sign == ACCESS or a.sign != SWITCH or b.sign != SWITCH:
            return ()
        return tuple(pair_unit(link, a.ids[0], b.ids[0]) for link in wire.links)

    def trip_at(self, at: QPointF) -> None:
        """Take the switch or the wire at a point out of service, or bring it back."""
        box, wire = self.diagram.box_at(at), self.diagram.wire_at(at)
        if box is not None:
            units = tuple(i for i in box.ids if self.outage.can_trip(i))
        else:
            units = () if wire is None else self.pairs_of(wire)
        if units:
            self.outage.toggle(units)
        elif box is not None or wire is not None:
            self.refused.emit("Only switches, and cables between two switches, can be taken out of service here.")


def make_view(window: "MainWindow") -> QWidget:
    """The view of the window."""
    return FabricView(FabricScene(window.document, window.selection, window.theme, window.outage), window.outage)
