"""Marks of units out of service, and of what they take along, on plan and elevation."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from hallwright.diagrams.tripped import Tripped
from hallwright.engines.power.records import LOST, ONE_SIDE, THROTTLED
from hallwright.engines.topology import Topology
from hallwright.rules.base import Severity
from hallwright_app.canvas.ink import Ink

TRIPPED, OFF, OVER = "tripped", "off", "over"
LOADS = {LOST: "lost", THROTTLED: "throttled", ONE_SIDE: "one side"}
ORDER = (TRIPPED, OFF, OVER, "lost", "throttled", "one side")  # the worst first
SEVERITY = {
    OVER: Severity.ERROR, "lost": Severity.ERROR, "throttled": Severity.WARNING, "one side": Severity.HINT,
}  # fmt: skip


def mark_of(state: Tripped, topology: Topology, id: str) -> str:
    """How a thing fares, with all that it carries: one of `ORDER`, or empty where nothing befalls it."""
    found = set(_marks(state, topology, id))
    if "lost" in found and not _all_lost(state, topology, id):
        found = (found - {"lost"}) | {"throttled"}
    return next((mark for mark in ORDER if mark in found), "")


def _carried(topology: Topology, id: str) -> Iterable[str]:
    yield id
    for inner in topology.inside(id):
        yield from _carried(topology, inner)


def _marks(state: Tripped, topology: Topology, id: str) -> Iterable[str]:
    if id in state.units or id in state.ended:
        yield TRIPPED
    record = state.elements.get(id)
    if record is not None:
        if not record.alive:
            yield OFF
        elif record.utilisation is not None and record.utilisation > 1.0:
            yield OVER
    for inner in _carried(topology, id):
        load = LOADS.get(state.states.get(inner, 0))
        if load:
            yield load
        element = state.elements.get(inner)
        if inner != id and element is not None and element.alive and (element.utilisation or 0.0) > 1.0:
            yield OVER


def _all_lost(state: Tripped, topology: Topology, id: str) -> bool:
    return all(state.states[i] == LOST for i in _carried(topology, id) if i in state.states)


def paint_mark(ink: Ink, rect: QRectF, mark: str) -> None:
    """Without power: a dashed outline with a cross. Overloaded, throttled, on one side: the badge of its severity."""
    if mark in (TRIPPED, OFF, "lost"):
        token = "error" if mark == TRIPPED else "rack_line"
        ink.frame(rect, ink.pen("canvas", 2.0))
        ink.frame(rect, ink.pen(token, 2.0, (3.0, 3.0)))
        p = ink.painter
        ink.smooth(True)
        p.setPen(ink.pen(token, 1.5))
        p.drawLine(rect.topLeft(), rect.bottomRight())
        p.drawLine(rect.topRight(), rect.bottomLeft())
        ink.smooth(False)
    severity = SEVERITY.get(mark)
    size = min(15.0, max(0.45 * min(rect.width(), rect.height()), 6.0))
    if severity is not None:  # bottom left: at the top right stands the mark of the worst finding
        ink.badge(rect.left() + size / 2 + 1.0, rect.bottom() - size / 2 - 1.0, severity, size)
