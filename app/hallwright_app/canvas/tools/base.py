"""What a tool is: one way of using the mouse."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from hallwright.equipment.base import Equipment, Point
from hallwright_app.canvas.ink import Ink

if TYPE_CHECKING:
    from hallwright_app.canvas.view import PlanView


class Tool:
    """Press, move, release, key, cancel; `draw` shows what it does over the plan.

    Points are in metres on the floor. A tool reads the document through its view and writes only by
    ``view.apply`` (an edit, with its name on the history).
    """

    name: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    key_step_m: ClassVar[float] = 0.0  # of the arrows; 0: half a tile
    key_snaps: ClassVar[bool] = False  # what is placed holds at edges also by keys
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, view: "PlanView") -> None:
        self.view = view
        self.scene = view.plan
        self.document = view.plan.document
        self.selection = view.plan.selection

    def press(self, at: Point, event: QMouseEvent) -> None:
        """The left button goes down."""

    def move(self, at: Point, event: QMouseEvent) -> None:
        """The mouse moves, with or without a button."""

    def release(self, at: Point, event: QMouseEvent) -> None:
        """The left button goes up."""

    def finish(self, at: Point) -> None:
        """A double click."""

    def key(self, event: QKeyEvent) -> bool:
        """A key goes down; whether it was used."""
        return False

    def cancel(self) -> bool:
        """Esc: drop what is under way; whether there was anything."""
        return False

    def last_point(self) -> Point | None:
        """Where the last click put a corner; Enter there finishes."""
        return None

    def busy(self) -> bool:
        """Whether something is under way."""
        return False

    def ghosts(self) -> tuple[Equipment, ...]:
        """Things of the project that are dragged, where they would stand."""
        return ()

    def draw(self, ink: Ink) -> None:
        """Draw over the plan."""
