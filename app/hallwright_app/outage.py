"""Units taken out of service by what-if: view state that every view shows, never saved in a project."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from hallwright.diagrams.tripped import Tripped, tripped
from hallwright.engines.power.engine import Power
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import LOST, ONE_SIDE, THROTTLED, ElementFlow
from hallwright.equipment.battery import Battery
from hallwright.equipment.switch import Switch
from hallwright.evaluate import Report
from hallwright_app.canvas.outage_marks import TRIPPED, mark_of
from hallwright_app.coolant_outage import CoolantOutage, is_coolant, pump_of
from hallwright_app.document import Document


class Outage(QObject):
    """Which units are out of service, and what that does. Tripping anywhere trips everywhere.

    Attributes
    ----------
    units : tuple of str
        Identifiers, in the order in which they were tripped: elements of the power chain, switches, all cables of a
        link between two switches (see `pair_unit`), units of the coolant loops and their pumps (see `is_coolant`).
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.units: tuple[str, ...] = ()
        self._solved: tuple[Report, tuple[str, ...], Tripped] | None = None
        self._failures: tuple[Power, Failures] | None = None
        self._marked: Tripped | None = None
        self._marks: dict[str, str] = {}
        self._coolant = CoolantOutage()
        document.changed.connect(self._follow)

    def choose(self, units: Iterable[str]) -> None:
        """Take just these out of service; what cannot be is left out."""
        new = tuple(u for u in dict.fromkeys(units) if self.can_trip(u))
        if new != self.units:
            self.units = new
            self.changed.emit()

    def toggle(self, units: Iterable[str]) -> None:
        """Trip units, or bring them back when all of them are out."""
        wanted = tuple(units)
        if wanted and all(u in self.units for u in wanted):
            self.choose(u for u in self.units if u not in wanted)
        else:
            self.choose((*self.units, *wanted))

    def reset(self) -> None:
        """All units in service."""
        self.choose(())

    def can_trip(self, id: str) -> bool:
        """Whether it is an element of the power chain or the coolant loops, a switch, or a pair that a link joins."""
        if self._in_chain(id) or isinstance(self._document.project.equipment.get(id), Switch) or self._joins(id):
            return True
        return is_coolant(self._document.report, id)

    def _joins(self, unit: str) -> bool:
        link, a, b = pair_of(unit)
        ends = self._document.project.links.get(link)
        return ends is not None and any(a in x and b in y for x, y in ((ends.a, ends.b), (ends.b, ends.a)))

    def _in_chain(self, id: str) -> bool:
        power = self._document.report.results.power
        item = self._document.project.equipment.get(id)
        return power is not None and (isinstance(power.records.get(id), ElementFlow) or isinstance(item, Battery))

    @property
    def state(self) -> Tripped | None:
        """The chain as it is then; None while all units are in service, or where power is not evaluated."""
        report = self._document.report
        power = report.results.power
        units = tuple(u for u in self.units if self._in_chain(u))
        if not units or power is None:
            return None
        if self._solved is None or self._solved[0] is not report or self._solved[1] != units:
            if self._failures is None or self._failures[0] is not power:
                self._failures = power, Failures(report.project, power)
            self._solved = report, units, tripped(self._failures[1], power.records, units)
        return self._solved[2]

    @property
    def switches(self) -> frozenset[str]:
        """Switches that do not work: tripped, or without power."""
        equipment, state = self._document.project.equipment, self.state
        dark = () if state is None else (i for i, how in state.states.items() if how == LOST)
        return frozenset(i for i in (*self.units, *dark) if isinstance(equipment.get(i), Switch))

    @property
    def pairs(self) -> tuple[tuple[str, str, str], ...]:
        """Link and both switches of every pair whose cables are out."""
        return tuple(pair_of(u) for u in self.units if self._joins(u))

    @property
    def coolant_out(self) -> frozenset[str]:
        """What stands still in the coolant loops: tripped, or without power."""
        return CoolantOutage.out(self._document.report, self.units, self.state) if self.units else frozenset()

    @property
    def coolant(self) -> Report | None:
        """The hall as its coolant loops leave it then; None while all of their units are in service."""
        return self._coolant.after(self._document.report, self.coolant_out)

    def name_of(self, unit: str) -> str:
        """Name on screen of a unit."""
        if pump_of(unit):
            return f"one pump of {self.name_of(pump_of(unit))}"
        name, (_, a, b) = self._document.project.name_of, pair_of(unit)
        return f"{name(a)} – {name(b)}" if a else name(unit)

    @property
    def text(self) -> str:
        """What the chip says."""
        return "All units in service" if not self.units else f"{len(self.units)} tripped"

    def mark(self, id: str) -> str:
        """How a thing fares, with all that it carries; empty where nothing befalls it."""
        state = self.state
        if id in self.units and not self._in_chain(id):
            return TRIPPED
        if state is None:
            return ""
        if self._marked is not state:
            self._marked, self._marks = state, {}
        found = self._marks.get(id)
        if found is None:
            found = self._marks[id] = mark_of(state, self._document.report.topology, id)
        return found

    def counts(self) -> tuple[int, int, int]:
        """Loads lost, on one feed, throttled."""
        state = self.state
        return (0, 0, 0) if state is None else (state.count(LOST), state.count(ONE_SIDE), state.count(THROTTLED))

    def _follow(self, _before: Report, after: Report) -> None:
        """Units that were removed are out of service no longer; what is left is solved again when asked for."""
        there = tuple(u for u in self.units if (pump_of(u) or u) in after.project.equipment or self._joins(u))
        if self.units:
            self.units = there
            self.changed.emit()


def pair_unit(link: str, a: str, b: str) -> str:
    """How a unit that stands for all cables of a link between two switches is named."""
    return "\n".join((link, a, b))


def pair_of(unit: str) -> tuple[str, str, str]:
    """Link and switches of such a unit; empty for others."""
    parts = unit.split("\n")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")
