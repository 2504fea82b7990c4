"""What is selected and hovered: view state shared by every view, never saved in a project."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Identifiers of selected equipment and links. Selecting anywhere selects everywhere."""

    changed = Signal()
    zoom_wanted = Signal()  # bring the selection into view

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: tuple[str, ...] = ()

    def set(self, ids: Iterable[str], *, zoom: bool = False) -> None:
        """Select just these, in this order; the first is the leading one."""
        new = tuple(dict.fromkeys(ids))
        if new != self.ids:
            self.ids = new
            self.changed.emit()
        if zoom and new:
            self.zoom_wanted.emit()

    def toggle(self, ids: Iterable[str]) -> None:
        """Add what is not selected, take away what is."""
        wanted = tuple(ids)
        self.set([i for i in self.ids if i not in wanted] + [i for i in wanted if i not in self.ids])

    def keep(self, existing: Iterable[str]) -> None:
        """Drop what no longer exists."""
        there = set(existing)
        self.set(i for i in self.ids if i in there)
