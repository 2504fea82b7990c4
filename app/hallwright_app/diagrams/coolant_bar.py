"""What stands beside the coolant loops with units out of service: the list of what fares worse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from hallwright.diagrams.coolant_harm import ORDER, Harm, harms
from hallwright.units import number_text
from hallwright_app.diagrams.coolant_scene import CoolantScene
from hallwright_app.diagrams.outage_bar import MOST, WIDE_PX
from hallwright_app.outage import Outage
from hallwright_app.parts import PlainLabel, button, plain_tip


class CoolantBar(QFrame):
    """Shown while a unit of the loops stands still."""

    def __init__(self, scene: CoolantScene, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._outage = scene, outage
        self.setFixedWidth(WIDE_PX)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Coolant units out of service")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(6)
        self.head: QLabel = PlainLabel(scene.theme, "", "body_strong")
        self.counts: QLabel = PlainLabel(scene.theme, "", "caption", "text2")
        for label in (self.head, self.counts):
            label.setWordWrap(True)
            column.addWidget(label)
        self.list = QListWidget()
        self.list.setAccessibleName("What the outage does to the loops")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        column.addWidget(self.list, 1)
        self.reset: QPushButton = button("All in service", outage.reset, tip="Bring every unit back")
        column.addWidget(self.reset)
        self._stale = True
        outage.changed.connect(self.refresh)
        scene.document.changed.connect(lambda *_: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Take over the state; solved when somebody looks."""
        self.setVisible(bool(self._outage.coolant_out))
        self._stale = True
        if self.isVisible():
            self.fill()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self.fill()

    def fill(self) -> None:
        """The words and the list."""
        self._stale = False
        self.list.clear()
        after = self._outage.coolant
        if after is None:
            return
        document = self._scene.document
        names = sorted(self._outage.name_of(u) for u in self._outage.coolant_out)
        shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        self.head.setText(f"{shown[:1].upper()}{shown[1:]} out of service")
        found = harms(document.report, after, self._scene.units)
        counted = [(sum(1 for h in found if h.sort == sort), sort) for sort in ORDER]
        words = ", ".join(f"{number_text(n, 0)} {sort}" for n, sort in counted if n)
        self.counts.setText(words or "Everything still gets what it needs.")
        for harm in found[:MOST]:
            self._add(harm)
        if len(found) > MOST:
            entry = QListWidgetItem(f"and {number_text(len(found) - MOST, 0)} more")
            entry.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(entry)

    def _add(self, harm: Harm) -> None:
        text = f"{self._scene.document.project.name_of(harm.id)}: {harm.text}"
        entry = QListWidgetItem(text)
        entry.setToolTip(plain_tip(text))
        entry.setData(Qt.ItemDataRole.UserRole, harm.id)
        self.list.addItem(entry)

    def _go(self, entry: QListWidgetItem) -> None:
        id = entry.data(Qt.ItemDataRole.UserRole)
        if id:
            self._scene.selection.set([id], zoom=True)
