"""Undo history: every step by its name; a click goes there."""

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QUndoView, QVBoxLayout, QWidget


class History(QWidget):
    """The steps of the undo stack, the one shown now marked."""

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QUndoView(stack)
        self.list.setEmptyLabel("As opened")
        self.list.setAccessibleName("Undo history")
        self.list.setFrameShape(QUndoView.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
