"""THM405: coolant through a system warms implausibly."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CoolantRiseImplausible(Rule):
    """The coolant through a system should warm by a plausible amount.

    Why: a rise far off the usual is mostly a wrong unit of flow.
    Fix: check heat, air share and coolant flow of the system.
    """

    code: ClassVar[str] = "THM405"
    title: ClassVar[str] = "Coolant through a system warms implausibly"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rises seen in the equipment facts"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        if heat is None or heat.coolant_rise_k is None or heat.flow_l_min_derived:
            return
        settings = context.settings
        low = heat.coolant_rise_k < settings.coolant_rise_min_k
        if low or heat.coolant_rise_k > settings.coolant_rise_max_k:
            yield self.finding(
                subject.id,
                value=heat.coolant_rise_k,
                limit=settings.coolant_rise_min_k if low else settings.coolant_rise_max_k,
                unit="K",
                at_least=low,
                message="{0} would warm its coolant by {value}; the plausible range ends at {limit}.",
            )
