"""THM302: exhaust cannot return to a cooler."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class NoReturnPath(Rule):
    """The air that a rack blows out must find its way to a cooler: in the same room or aisle, or above the ceiling.

    Why: heat released into a closed space without a cooler has nowhere to go.
    Fix: open the aisle to the ceiling return, add a cooler that takes from it, or use a rear door.
    """

    code: ClassVar[str] = "THM302"
    title: ClassVar[str] = "Exhaust cannot return to a cooler"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "heat balance of the air"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is not None and air.supplied and not air.returns:
            involved = () if air.exhaust is None else (air.exhaust.partition("/")[0],)
            yield self.finding(
                subject.id,
                *involved,
                value=air.room_kw,
                limit=0.0,
                unit="kW",
                message="{0} blows out {value} where no cooler takes air in.",
            )
