"""THM108: coolant warmer than the system accepts."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CoolantTooWarm(Rule):
    """The coolant supplied to a system must not be warmer than it accepts.

    The supply is the CDU's set-point, or facility water plus approach where the set-point cannot be held.

    Why: too warm a coolant leaves the chips no margin; they throttle.
    Fix: lower the CDU's set-point, supply colder facility water, or use a CDU with a smaller approach.
    """

    code: ClassVar[str] = "THM108"
    title: ClassVar[str] = "Coolant warmer than the system accepts"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coolant limit of the system"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        if heat is None or not heat.cdus:
            return
        if subject.liquid_supply_max_degc is None:
            yield self.gap(subject.id, reason="the warmest coolant (liquid_supply_max_degc) of {0} is unknown")
        elif heat.supply_degc is None:
            yield self.gap(subject.id, heat.cdus[0], reason="the supply of {1} (setpoint_degc) is unknown")
        elif heat.supply_degc > subject.liquid_supply_max_degc:
            yield self.finding(
                subject.id,
                *heat.cdus,
                value=heat.supply_degc,
                limit=subject.liquid_supply_max_degc,
                unit="degC",
                message="{0} is given coolant of {value}; it accepts at most {limit}.",
            )
