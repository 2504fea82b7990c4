"""Diagrams: the design as its trades draw it, beside the plan. `DRAWN` names those that pictures and reports know."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallwright_app.diagrams.scene import DiagramScene
    from hallwright_app.document import Document
    from hallwright_app.selection import Selection
    from hallwright_app.theme import Theme


@dataclass(frozen=True, slots=True)
class Drawn:
    """A diagram for pictures and reports.

    Attributes
    ----------
    module : str
        Has ``make_scene(document, selection, theme)``.
    caption : str
        What stands below it in a report.
    """

    module: str
    caption: str


DRAWN: Mapping[str, Drawn] = {
    "one-line": Drawn(
        "one_line_scene",
        "One-line, all units in service. Bars show the nearest limit, marks the worst finding of a sign.",
    ),
    "fabric": Drawn(
        "fabric_scene",
        "The largest fabric, all units in service. Colour and thickness of a line show its fullest cable.",
    ),
    "coolant": Drawn(
        "coolant_scene",
        "Coolant loops, all units in service. Supply above, return below; marks show the worst finding of a sign.",
    ),
}


def make_scene(name: str, document: "Document", selection: "Selection", theme: "Theme") -> "DiagramScene":
    """The scene of a diagram by its name."""
    module = import_module(f"hallwright_app.diagrams.{DRAWN[name].module}")
    scene: DiagramScene = module.make_scene(document, selection, theme)
    return scene
