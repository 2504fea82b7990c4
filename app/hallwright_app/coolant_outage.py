"""Units of the coolant loops out of service: what can be taken out, and the hall as its loops leave it then."""

from collections.abc import Iterable

from hallwright.diagrams.tripped import Tripped
from hallwright.engines.power.records import LOST
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.evaluate import Report, evaluate
from hallwright.export.coolant_json import PUMP, without


def is_coolant(report: Report, unit: str) -> bool:
    """Whether loops can be solved without it: a CDU, plant, cooler or tank, or one pump of a CDU (``ID:pump``)."""
    key, pump, _ = unit.partition(PUMP)
    item = report.project.equipment.get(key)
    if pump:
        return isinstance(item, Cdu) and item.pump_counts()[0] > 1
    coolant = report.results.coolant
    known = coolant is not None and key in coolant.records
    return known and isinstance(item, Cdu | LiquidPlant | AirCooler | ImmersionTank)


def pump_of(unit: str) -> str:
    """The CDU whose pump a unit is; empty where it is none."""
    key, pump, _ = unit.partition(PUMP)
    return key if pump else ""


class CoolantOutage:
    """The loops without some units; solved once for each report and set of units."""

    def __init__(self) -> None:
        self._solved: tuple[Report, frozenset[str], Report] | None = None

    @staticmethod
    def out(report: Report, units: Iterable[str], power: Tripped | None) -> frozenset[str]:
        """What stands still in the loops: tripped itself, or without power by what is tripped."""
        dark = () if power is None else (i for i, s in power.states.items() if s == LOST)
        found = {u for u in (*units, *dark) if is_coolant(report, u)}
        return frozenset(u for u in found if pump_of(u) not in found)

    def after(self, report: Report, out: frozenset[str]) -> Report | None:
        """The hall without these; None where there are none. Its machines keep their heat: the safe side."""
        if not out:
            return None
        if self._solved is None or self._solved[0] is not report or self._solved[1] != out:
            self._solved = report, out, evaluate(without(report.project, sorted(out)), report)
        return self._solved[2]
