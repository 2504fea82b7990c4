"""Units taken out of service by what-if: view state that every view shows, never saved in a project."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from hallwright.diagrams.tripped import Tripped, tripped
from hallwright.engines.power.engine import Power
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import LOST, ONE_SIDE, THROTTLED, ElementFlow
from hallwright.equipment.battery import Battery
from hallwright.evaluate import Report
from hallwright_app.canvas.outage_marks import mark_of
from hallwright_app.document import Document


class Outage(QObject):
    """Which units are out of service, and what that does. Tripping anywhere trips everywhere.

    Attributes
    ----------
    units : tuple of str
        Identifiers, in the order in which they were tripped.
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
        document.changed.connect(self._follow)

    def choose(self, units: Iterable[str]) -> None:
        """Take just these out of service; what is no element of the power chain is left out."""
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
        """Whether it is an element of the power chain."""
        power = self._document.report.results.power
        item = self._document.project.equipment.get(id)
        return power is not None and (isinstance(power.records.get(id), ElementFlow) or isinstance(item, Battery))

    @property
    def state(self) -> Tripped | None:
        """The chain as it is then; None while all units are in service, or where power is not evaluated."""
        report = self._document.report
        power = report.results.power
        if not self.units or power is None:
            return None
        if self._solved is None or self._solved[0] is not report or self._solved[1] != self.units:
            if self._failures is None or self._failures[0] is not power:
                self._failures = power, Failures(report.project, power)
            self._solved = report, self.units, tripped(self._failures[1], power.records, self.units)
        return self._solved[2]

    @property
    def text(self) -> str:
        """What the chip says."""
        return "All units in service" if not self.units else f"{len(self.units)} tripped"

    def mark(self, id: str) -> str:
        """How a thing fares, with all that it carries; empty where nothing befalls it."""
        state = self.state
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
        there = tuple(u for u in self.units if u in after.project.equipment)
        if self.units:
            self.units = there
            self.changed.emit()
