"""THM123: coolant carries the heat for too short a time."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class RideThroughShort(Rule):
    """When heat is no longer rejected, the coolant's own heat capacity must bridge the time until it is again.

    The rack loop's coolant and its share of the facility water warm evenly, pumps running; metal is left out.

    Why: after a loss of power the plant is back after the generators have started, not at once.
    Fix: add a buffer tank (its volume is a field of the plant), or supply colder coolant.
    """

    code: ClassVar[str] = "THM123"
    title: ClassVar[str] = "Coolant carries the heat for too short a time"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "ride-through setting of the project"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is None or cdu.ride_through_s is None or cdu.heat_kw <= 0.0:
            return
        least = context.settings.ride_through_min_s
        if cdu.ride_through_s < least:
            yield self.finding(
                subject.id,
                value=cdu.ride_through_s,
                limit=least,
                unit="s",
                at_least=True,
                message="Without heat rejection the loop of {0} is too warm after {value}; {limit} is wanted.",
            )
