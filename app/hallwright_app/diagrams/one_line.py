"""The one-line in the window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallwright_app.diagrams.base import DiagramView
from hallwright_app.diagrams.one_line_scene import OneLineScene
from hallwright_app.outage import Outage

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow


class OneLineView(DiagramView):
    """The power chain, editable."""

    def __init__(self, scene: OneLineScene, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.outage = outage


def make_view(window: "MainWindow") -> OneLineView:
    """The one-line of a window."""
    scene = OneLineScene(window.document, window.selection, window.theme, window.outage)
    return OneLineView(scene, window.outage, window.workspace)
