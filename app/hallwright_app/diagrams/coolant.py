"""The coolant loops in the window: trip units and pumps, open groups, see what an outage does."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from hallwright.export.coolant_json import PUMP
from hallwright_app.diagrams.base import DiagramView
from hallwright_app.diagrams.coolant_bar import CoolantBar
from hallwright_app.diagrams.coolant_scene import CoolantScene
from hallwright_app.outage import Outage
from hallwright_app.parts import plain_tip

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow


class CoolantView(DiagramView):
    """The loops with their figures."""

    hint: ClassVar[str] = "Double-click opens a group, Alt+click takes a unit out of service or brings it back"

    def __init__(self, scene: CoolantScene, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.loops, self.outage = scene, outage
        self.outage_chip = QPushButton()
        self.outage_chip.setToolTip(plain_tip("Units out of service: trip what is selected, or bring all back"))
        self.outage_chip.clicked.connect(self._choose_outage)
        outage.changed.connect(self._refresh)
        self._refresh()

    def chips(self) -> tuple[QWidget, ...]:
        return self.outage_chip, self.zoom_chip

    def _refresh(self) -> None:
        self.outage_chip.setText(self.outage.text)

    def _choose_outage(self) -> None:
        menu = QMenu(self)
        self.fill_outage(menu)
        menu.exec(self.outage_chip.mapToGlobal(QPoint(0, self.outage_chip.height() + 2)))

    def fill_outage(self, menu: QMenu) -> list[QAction]:
        """Trip the selection or one of its pumps, each unit that is out, all back."""
        found = self._trips(menu)
        for unit in self.outage.units[:20]:
            found.append(self._entry(menu, f"Return {self.outage.name_of(unit)} to service", (unit,)))
        if self.outage.units:
            back = menu.addAction("All units in service")
            back.triggered.connect(self.outage.reset)
            found.append(back)
        elif not found:
            note = menu.addAction("Select a CDU, plant or cooler to trip it")
            note.setEnabled(False)
        return found

    def _trips(self, menu: QMenu) -> list[QAction]:
        """What of the selection may be taken out."""
        able = [i for i in self.selection.ids if self.outage.can_trip(i) and i not in self.outage.units]
        found = []
        if able:
            name = self.outage.name_of(able[0]) if len(able) == 1 else f"{len(able)} selected"
            found.append(self._entry(menu, f"Trip {name}", tuple(able)))
        for id in able:
            pump = f"{id}{PUMP}"
            if len(able) <= 4 and self.outage.can_trip(pump) and pump not in self.outage.units:
                found.append(self._entry(menu, f"Trip {self.outage.name_of(pump)}", (pump,)))
        return found

    def _entry(self, menu: QMenu, text: str, units: tuple[str, ...]) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.triggered.connect(lambda _=False: self.outage.toggle(units))
        return action

    def fill_menu(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        menu.addSeparator()
        self._trips(menu)
        for id in self.selection.ids:
            for unit in (id, f"{id}{PUMP}"):
                if unit in self.outage.units:
                    self._entry(menu, f"Return {self.outage.name_of(unit)} to service", (unit,))
        if self.outage.units:
            menu.addAction("All units in service").triggered.connect(self.outage.reset)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.button() == Qt.MouseButton.LeftButton:
            box = self.diagram.box_at(self.mapToScene(event.position().toPoint()))
            units = () if box is None else tuple(i for i in box.ids if self.outage.can_trip(i))
            if units:
                self.outage.toggle(units)
            elif box is not None:
                self.refused.emit("Only plants, CDUs, coolers and tanks can be taken out of service here.")
            event.accept()
        else:
            super().mousePressEvent(event)


class CoolantPage(QWidget):
    """The loops, and what an outage does beside them."""

    hint = CoolantView.hint

    hint_changed = Signal(str)
    refused = Signal(str)
    details_wanted = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window.workspace)
        scene = CoolantScene(window.document, window.selection, window.theme, window.outage)
        self.view = CoolantView(scene, window.outage)
        self.bar = CoolantBar(scene, window.outage)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.bar)
        self.setFocusProxy(self.view)
        self.setAccessibleName("Coolant")
        self.view.hint_changed.connect(self.hint_changed)
        self.view.refused.connect(self.refused)
        self.view.details_wanted.connect(self.details_wanted)

    @property
    def diagram(self) -> CoolantScene:
        """What is shown."""
        return self.view.loops

    def chips(self) -> tuple[QWidget, ...]:
        """What stands at the right of the tabs."""
        return self.view.chips()

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


def make_view(window: "MainWindow") -> CoolantPage:
    """The loops of a window."""
    return CoolantPage(window)
