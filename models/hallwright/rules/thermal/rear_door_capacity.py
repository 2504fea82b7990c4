"""THM111: rear door offered more heat than it takes."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CoolerDuty
from hallwright.equipment.rear_door import RearDoor
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class RearDoorCapacity(Rule):
    """A rear door should take all the heat that its rack blows out; the rest goes to the room.

    Why: a hall planned around rear doors often has little room cooling left for what they leave.
    Fix: choose a larger door or colder water, or spread the load over more racks.
    """

    code: ClassVar[str] = "THM111"
    title: ClassVar[str] = "Rear door offered more heat than it takes"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rated capacity of the rear door on its water"
    subjects = (RearDoor,)
    reads = ("cooling",)
    records = (CoolerDuty,)

    def check(self, subject: RearDoor, context: Context) -> Iterator[Outcome]:
        duty = record_of(context, subject.id, CoolerDuty)
        if duty is not None and duty.runs and duty.offered_kw > duty.capacity_kw:
            yield self.finding(
                subject.id,
                value=duty.offered_kw,
                limit=duty.capacity_kw,
                unit="kW",
                message="{0} is offered {value}; it takes {limit}.",
            )
