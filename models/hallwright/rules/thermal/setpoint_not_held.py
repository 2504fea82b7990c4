"""THM127: CDU that cannot hold its set-point."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CduLoad
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of

SLACK_K = 0.05  # less is rounding of a rating


class SetpointNotHeld(Rule):
    """The set-point of a CDU must not be below its facility water (or the air it breathes) plus its approach.

    Why: the rack loop then runs warmer than its set-point says, whatever is read there.
    Fix: raise the set-point, supply colder facility water, or use a CDU with a smaller approach.
    """

    code: ClassVar[str] = "THM127"
    title: ClassVar[str] = "CDU cannot hold its set-point"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "facility supply plus the rated approach"
    subjects = (Cdu,)
    reads = ("cooling",)
    records = (CduLoad,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        load = record_of(context, subject.id, CduLoad)
        if load is None or load.supply_degc is None or subject.setpoint_degc is None:
            return
        if load.supply_degc > subject.setpoint_degc + SLACK_K:
            yield self.finding(
                subject.id,
                value=load.supply_degc,
                limit=subject.setpoint_degc,
                unit="degC",
                message="{0} is set to {limit}; on its facility water it supplies {value} at best.",
            )
