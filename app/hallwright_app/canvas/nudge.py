"""Small moves by the keyboard: any number of them in a row are one undo step."""

from PySide6.QtGui import QUndoCommand

from hallwright.edits.arrange import move
from hallwright.project import Project
from hallwright_app.document import Document, ShowProject

NUDGE = 1  # commands with this number may merge


class Nudge(ShowProject):
    """A move that takes up the one before it when it moves the same things."""

    def __init__(self, document: Document, text: str, after: Project, ids: tuple[str, ...]) -> None:
        super().__init__(document, text, after)
        self.ids = ids

    def id(self) -> int:
        return NUDGE

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Nudge) or other.ids != self.ids or other.before is not self.after:
            return False
        self.after = other.after
        return True


def nudge(document: Document, what: str, ids: tuple[str, ...], dx_m: float, dy_m: float) -> None:
    """Move things a little; raises EditRefused where one is locked."""
    document.end_preview()
    after = move(document.project, ids, dx_m, dy_m)
    if after is not document.project:
        document.history.push(Nudge(document, f"Move {what}", after, ids))
