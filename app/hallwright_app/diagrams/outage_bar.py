"""What stands beside a one-line with units out of service: the counts, and the list of what is lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from hallwright.engines.power.records import LOST, ONE_SIDE, THROTTLED
from hallwright.units import number_text
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.parts import PlainLabel, button, plain_tip
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

MOST = 200
WIDE_PX = 236


class OutageBar(QFrame):
    """Shown while something is tripped."""

    def __init__(
        self, document: Document, selection: Selection, theme: Theme, outage: Outage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._outage = document, selection, outage
        self.setFixedWidth(WIDE_PX)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Units out of service")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(6)
        self.head: QLabel = PlainLabel(theme, "", "body_strong")
        self.counts: QLabel = PlainLabel(theme, "", "caption", "text2")
        self.counts.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("What the outage does")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.reset: QPushButton = button("All in service", outage.reset, tip="Bring every unit back")
        for widget in (self.head, self.counts):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.reset)
        outage.changed.connect(self.refresh)
        document.changed.connect(lambda *_: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Take over the state."""
        state = self._outage.state
        self.setVisible(state is not None)
        self.list.clear()
        if state is None:
            return
        name_of = self._document.project.name_of
        self.head.setText(f"{', '.join(self._outage.name_of(u) for u in self._outage.units)} out of service")
        self.head.setWordWrap(True)
        lost, one_side, throttled = self._outage.counts()
        over = state.outcome.overloads
        self.counts.setText(
            f"{number_text(lost, 0)} lost, {number_text(throttled, 0)} throttled, {number_text(one_side, 0)} on fewer "
            f"feeds, {number_text(len(over), 0)} overloaded"
        )
        rows = []
        for event in state.timeline:
            name = name_of(event.id) if not event.end else f"{name_of(event.id)} at {name_of(event.end)}"
            rows.append((f"{_time_text(event.at_s)} {name} {event.what}", event.id))
        for one in over:
            name = name_of(one.id) if not one.end else name_of(one.end)
            value, limit = (number_text(v, 0) for v in (one.value, one.limit))
            rows.append((f"{name}: {value} of {limit} {one.unit}", one.id))
        for wanted, word in ((LOST, "lost"), (THROTTLED, "throttled"), (ONE_SIDE, "on fewer feeds")):
            found = sorted((i for i, s in state.states.items() if s == wanted), key=name_of)
            rows += [(f"{name_of(id)}: {word}", id) for id in found]
        for text, id in rows[:MOST]:
            entry = QListWidgetItem(text)
            entry.setToolTip(plain_tip(text))
            entry.setData(Qt.ItemDataRole.UserRole, id)
            self.list.addItem(entry)
        if len(rows) > MOST:
            entry = QListWidgetItem(f"and {number_text(len(rows) - MOST, 0)} more")
            entry.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(entry)

    def _go(self, entry: QListWidgetItem) -> None:
        id = entry.data(Qt.ItemDataRole.UserRole)
        if id:
            self._selection.set([id], zoom=True)


def _time_text(seconds: float) -> str:
    """When something happens: 0.1 s, 12 s, 3.5 min."""
    if seconds >= 120.0:
        return f"{number_text(seconds / 60.0, 1)} min"
    return f"{number_text(seconds, 0 if seconds >= 10.0 or seconds == 0.0 else 1)} s"
