"""THM403: air through a system warms implausibly much."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class AirRiseImplausible(Rule):
    """The air through a system should not warm by more than is plausible.

    Why: a rise far above the usual is mostly a wrong unit or a flow of one fan.
    Fix: check heat, air share and airflow of the system.
    """

    code: ClassVar[str] = "THM403"
    title: ClassVar[str] = "Air through a system warms implausibly much"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rises seen in the equipment facts"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        if heat is None:
            return
        if heat.heat_kw is None:
            yield self.gap(
                subject.id, reason="the heat of {0} is unknown: its power on the project's basis is not stated"
            )
        elif (
            heat.air_rise_k is not None and not heat.flow_derived and heat.air_rise_k > context.settings.air_rise_max_k
        ):
            yield self.finding(
                subject.id,
                value=heat.air_rise_k,
                limit=context.settings.air_rise_max_k,
                unit="K",
                message="{0} would warm its air by {value}; more than {limit} is implausible.",
            )
