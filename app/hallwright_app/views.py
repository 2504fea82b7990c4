"""Every view, in the order of its tab: one line to add another. Each is made when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class ViewKind:
    """A tab.

    Attributes
    ----------
    make : callable
        Gives the widget, the same one each time.
    aside : tuple of str
        Panels put away while it is shown: it shows the same itself, or wants their room.
    module : str
        What to import ahead of its first use; empty = nothing.
    """

    name: str
    keys: str
    tip: str
    make: Callable[["MainWindow"], QWidget]
    aside: tuple[str, ...] = ()
    module: str = ""

    @property
    def action(self) -> str:
        """Name of its action."""
        return f"view_{self.name.lower().replace('-', '_')}"


def _diagram(name: str, keys: str, tip: str, module: str) -> ViewKind:
    """A diagram: its module has `make_view(window)`."""
    path = f"hallwright_app.diagrams.{module}"

    def make(window: "MainWindow") -> QWidget:
        return window.kept(name, lambda: import_module(path).make_view(window))

    return ViewKind(name, keys, tip, make, aside=("Palette", "Layers", "Plots"), module=path)


VIEWS: tuple[ViewKind, ...] = (
    ViewKind("Plan", "Ctrl+1", "Floor plan", lambda w: w.plan),
    ViewKind("Elevation", "Ctrl+2", "Rack fronts", lambda w: w.elevation, module="hallwright_app.elevation.view"),
    _diagram("One-line", "Ctrl+5", "The power chain from the utility to the racks", "one_line"),
    _diagram("Coolant", "Ctrl+6", "Coolant loops with flows, temperatures and pressures", "coolant"),
    _diagram("Fabric", "Ctrl+7", "Tiers of the fabric, and what loads its links", "fabric"),
    ViewKind("Table", "Ctrl+3", "Everything in rows, to edit by keyboard", lambda w: w.table,
             module="hallwright_app.tables.equipment_table"),
    ViewKind("Findings", "Ctrl+4", "Findings opened, with fixes", lambda w: w.page, aside=("Findings", "Plots"),
             module="hallwright_app.findings_page"),
)  # fmt: skip


def view_named(name: str) -> int:
    """Place of a view among the tabs."""
    return next(n for n, view in enumerate(VIEWS) if view.name == name)
