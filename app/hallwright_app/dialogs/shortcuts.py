"""Keys: every action with its shortcut, as registered."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from hallwright_app.dialogs.form import FormDialog
from hallwright_app.parts import search_field
from hallwright_app.theme import Theme

CANVAS_KEYS = (
    ("Pan", "Space + drag, or drag with the middle button"),
    ("Zoom at the pointer", "Wheel"),
    ("Nudge by a tile, by 10 mm", "Arrows, Shift + arrows"),
    ("Suspend snapping", "Alt"),
    ("Cancel what the mouse does", "Esc"),
)


class ShortcutsDialog(FormDialog):
    """A list that can be searched."""

    def __init__(self, theme: Theme, rows: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, "Keys", "Close", "", parent)
        self.cancel.hide()
        self.search = search_field(theme, "Find a key or an action", "Find a key or an action")
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels(["Action", "Keys"])
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for name, keys in (*rows, *CANVAS_KEYS):
            at = self.table.rowCount()
            self.table.insertRow(at)
            self.table.setItem(at, 0, QTableWidgetItem(name))
            self.table.setItem(at, 1, QTableWidgetItem(keys))
        self.column.insertWidget(1, self.search)
        self.column.insertWidget(2, self.table, 1)
        self.search.textChanged.connect(self._filter)
        self.resize(560, 640)

    def _filter(self, text: str) -> None:
        for row in range(self.table.rowCount()):
            items = (self.table.item(row, 0), self.table.item(row, 1))
            whole = " ".join(item.text() for item in items if item is not None).casefold()
            self.table.setRowHidden(row, not all(word in whole for word in text.casefold().split()))


def shown(sequence: QKeySequence) -> str:
    """A shortcut as people write it."""
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)
