"""Phases of single-phase cords that are being drawn: each on the line that carries least so far."""

from collections import defaultdict
from collections.abc import Collection
from typing import Literal

from hallwright.equipment.base import Equipment, Medium, Port
from hallwright.equipment.power_base import Conductor, single_phase_v
from hallwright.project import Project

Phase = Literal["", "L1", "L2", "L3", "L1-L2", "L2-L3", "L3-L1"]
STAR: tuple[Phase, ...] = ("L1", "L2", "L3")
DELTA: tuple[Phase, ...] = ("L1-L2", "L2-L3", "L3-L1")
LINES = 3


class Phases:
    """Load by phase of each three-phase feeder [kW], of cords whose phase is stated."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._load_kw: dict[str, dict[Phase, float]] = defaultdict(lambda: defaultdict(float))
        above: dict[str, set[str]] = defaultdict(set)
        stated = []
        for link in project.links.values():
            if link.medium is Medium.POWER:
                for b in link.b:
                    above[b].update(link.a)
                if link.phase:
                    stated.append(link)
        for link in stated:
            for a, b in link.pairs():
                item = project.equipment.get(b)
                if item is not None:
                    self._add((a, *above[a]), link.phase, link.per_pair * self._cord_kw(item))

    def for_cords(
        self, feeder: Equipment, item: Equipment, inlet: Port, count: int, above: Collection[str]
    ) -> list[Phase]:
        """The phase of each of so many cords from one feeder, and note of it.

        Every three of them burden the three lines alike and state none; what is left over goes one by one to the line
        that carries least, on the feeder first and then on what stands above it.

        Parameters
        ----------
        above : collection of str
            What feeds the feeder.
        """
        choices = _choices(feeder) if inlet.phases == 1 else ()
        if not choices:
            return [""] * count
        whole = count - count % LINES
        found: list[Phase] = [""] * whole
        kw = self._cord_kw(item)
        for _ in range(count - whole):
            phase = min(choices, key=lambda p: (self._burden(feeder.id, p), sum(self._burden(i, p) for i in above)))
            self._add((feeder.id, *above), phase, kw)
            found.append(phase)
        return sorted(found)

    def _burden(self, id: str, phase: Phase) -> float:
        return round(self._load_kw[id][phase], 9)

    def _add(self, ids: Collection[str], phase: Phase, kw: float) -> None:
        for id in ids:
            self._load_kw[id][phase] += kw

    def _cord_kw(self, item: Equipment) -> float:
        """What one cord carries; 1 kW where the demand is unknown, so that cords are counted."""
        inlets = next((p.count for p in item.power_ports() if p.flow == "in"), 1)
        return (item.demand_kw(self._project.settings.demand_basis) or 1.0) / inlets


def _choices(feeder: Equipment) -> tuple[Phase, ...]:
    """Phases that a single-phase cord of a feeder may take; none where the feeder itself has one phase."""
    inlet = next((p for p in feeder.power_ports() if p.flow == "in"), None)
    if not isinstance(feeder, Conductor) or inlet is None or inlet.dc or inlet.phases != LINES:
        return ()
    return STAR if single_phase_v(inlet.voltage_v) < inlet.voltage_v else DELTA
