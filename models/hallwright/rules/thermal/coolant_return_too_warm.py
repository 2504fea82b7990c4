"""THM114: coolant returns warmer than the system may heat it."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CoolantReturnTooWarm(Rule):
    """The coolant that leaves a system must not be warmer than it may return.

    Why: the last cold plate in the row sees this temperature; hoses and seals have limits too.
    Fix: give the system more flow, or colder coolant.
    """

    code: ClassVar[str] = "THM114"
    title: ClassVar[str] = "Coolant returns warmer than the system may heat it"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "return limit of the system"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        limit = subject.liquid_return_max_degc
        if heat is not None and heat.return_degc is not None and limit is not None and heat.return_degc > limit:
            yield self.finding(
                subject.id,
                value=heat.return_degc,
                limit=limit,
                unit="degC",
                message="{0} returns coolant of {value}; it may return {limit}.",
            )
