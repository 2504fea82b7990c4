"""What-if: what the loss of one element of the power chain does, as the power engine solved every one of them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.units import number_text
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.parts import PlainLabel, button
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

MOST_POINTS = 50


class WhatIf(QWidget):
    """An element to lose, what that does, and the single points of failure of the hall."""

    said = Signal(str)

    def __init__(
        self, document: Document, selection: Selection, theme: Theme, outage: Outage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._theme, self._outage = document, selection, theme, outage
        self.element = QComboBox()
        self.element.setAccessibleName("Element to lose")
        self.element.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.element.setMinimumContentsLength(8)
        self.fail = button("Show lost", self.show_lost, tip="Select the loads that its loss takes away")
        self.trip = button("Trip", self.toggle_trip, tip="Take it out of service on every view, or bring it back")
        self.trip.setCheckable(True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.element, 1)
        top.addWidget(self.trip)
        top.addWidget(self.fail)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._values: dict[str, PlainLabel] = {}
        for row, (key, label) in enumerate(
            (("lost", "Loads lost"), ("one_side", "Loads on one feed"), ("throttled", "Loads throttled"))
        ):
            grid.addWidget(PlainLabel(theme, label, "body", "text2"), row, 0)
            value = PlainLabel(theme, "–", "body_strong")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(value, row, 1)
            self._values[key] = value
        self.points = QListWidget()
        self.points.setAccessibleName("Single points of failure")
        self.points.setFrameShape(QListWidget.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 6)
        column.setSpacing(7)
        column.addLayout(top)
        column.addLayout(grid)
        column.addWidget(PlainLabel(theme, "Single points of failure", "caption_head", "text2"))
        column.addWidget(self.points, 1)
        self.element.currentIndexChanged.connect(self._show_effect)
        outage.changed.connect(self._show_effect)
        self.points.itemClicked.connect(self._on_point)
        self.points.itemActivated.connect(self._on_point)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self.rebuild)
        document.changed.connect(lambda _before, _after: self._wait.start())
        self.rebuild()

    def _elements(self) -> dict[str, ElementFlow]:
        power = self._document.report.results.power
        if power is None:
            return {}
        return {i: r for i, r in power.records.items() if isinstance(r, ElementFlow)}

    def rebuild(self) -> None:
        """Take over what the power engine says now."""
        project, elements = self._document.project, self._elements()
        chosen = self.element.currentData()
        listed = sorted(
            (i for i in elements if i in project.equipment and project.equipment[i].carrier_id() is None),
            key=lambda i: (project.equipment[i].kind, project.name_of(i)),
        )
        self.element.blockSignals(True)
        self.element.clear()
        for id in listed:
            self.element.addItem(project.name_of(id), id)
        self.element.setCurrentIndex(max(0, listed.index(chosen)) if chosen in listed else (0 if listed else -1))
        self.element.blockSignals(False)
        self.element.setEnabled(bool(listed))
        self.points.clear()
        worst = sorted(((r.lost, i) for i, r in elements.items() if r.lost), reverse=True)
        for lost, id in worst[:MOST_POINTS]:
            entry = QListWidgetItem(f"{project.name_of(id)}: {number_text(lost, 0)} {'load' if lost == 1 else 'loads'}")
            entry.setData(Qt.ItemDataRole.UserRole, id)
            self.points.addItem(entry)
        if not worst:
            power = self._document.report.results.power
            text = "Not evaluated" if power is None else "None" if elements else "No power chain yet"
            entry = QListWidgetItem(text)
            entry.setFlags(Qt.ItemFlag.NoItemFlags)
            self.points.addItem(entry)
        self._show_effect()

    def _show_effect(self) -> None:
        id = self.element.currentData() or ""
        record = self._elements().get(id)
        out = self._outage.units
        lost, one_side, throttled = self._outage.counts()
        together = {"lost": lost, "one_side": one_side, "throttled": throttled}
        for key, label in self._values.items():  # of what is tripped together, else of the one that is chosen
            value = together[key] if out else None if record is None else getattr(record, key)
            label.setText("–" if value is None else number_text(value, 0))
        self.trip.setEnabled(record is not None)
        self.trip.setChecked(id in out)
        self.trip.setText("Tripped" if id in out else "Trip")
        self.fail.setEnabled(record is not None and record.lost > 0)

    def toggle_trip(self) -> None:
        """Take the chosen element out of service, or bring it back."""
        id = self.element.currentData()
        if id is not None:
            self._outage.toggle([id])
            self.said.emit(self._outage.text)
        self._show_effect()

    def show_lost(self) -> None:
        """Select the loads that hang on this element alone."""
        id = self.element.currentData()
        power = self._document.report.results.power
        if power is None or id is None:
            return
        lost = [i for i, r in power.records.items() if isinstance(r, LoadFlow) and id in r.single_points]
        if lost:
            self._selection.set(lost, zoom=True)
        self.said.emit(f"{self._document.project.name_of(id)} lost: {len(lost)} loads go dark.")

    def _on_point(self, entry: QListWidgetItem) -> None:
        id = entry.data(Qt.ItemDataRole.UserRole)
        if id:
            self._selection.set([id], zoom=True)
            place = self.element.findData(id)
            if place >= 0:
                self.element.setCurrentIndex(place)
