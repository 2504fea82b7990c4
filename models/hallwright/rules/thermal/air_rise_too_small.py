"""THM404: air through a system warms implausibly little."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class AirRiseTooSmall(Rule):
    """The air through a system should warm by a plausible amount.

    Why: a rise far below the usual is mostly a wrong unit; it asks the room for far too much air.
    Fix: check heat, air share and airflow of the system.
    """

    code: ClassVar[str] = "THM404"
    title: ClassVar[str] = "Air through a system warms implausibly little"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rises seen in the equipment facts"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        if heat is None or heat.air_rise_k is None or heat.flow_derived:
            return
        if heat.air_rise_k < context.settings.air_rise_min_k:
            yield self.finding(
                subject.id,
                value=heat.air_rise_k,
                limit=context.settings.air_rise_min_k,
                unit="K",
                at_least=True,
                message="{0} would warm its air by {value}; less than {limit} is implausible.",
            )
