"""THM202: too little air with one unit out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SpaceAir
from hallwright.equipment.room import Room
from hallwright.equipment.zone import Zone
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import each_volume, severity_of_a_unit_out


class AirflowOneOut(Rule):
    """With any one supply unit out, the others must still supply what the equipment moves.

    A warning where the project does not demand that every load outlives a single failure.

    Why: heat may still be carried on the whole, while racks draw their own exhaust.
    Fix: add a cooler that supplies this room or aisle, or state in the settings that N is enough.
    """

    code: ClassVar[str] = "THM202"
    title: ClassVar[str] = "Too little air with one unit out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "flow balance of the air; redundancy setting of the project"
    subjects = (Room, Zone)
    reads = ("cooling",)
    records = (SpaceAir,)

    def check(self, subject: Room | Zone, context: Context) -> Iterator[Outcome]:
        if context.settings.air_redundancy == "N":
            return
        for air in each_volume(context, subject.id):
            if air.supplied_one_out_m3_s < air.needed_m3_s <= air.supplied_m3_s:
                yield self.finding(
                    subject.id,
                    air.worst_supplier,
                    value=air.supplied_one_out_m3_s,
                    limit=air.needed_m3_s,
                    unit="m3/s",
                    at_least=True,
                    message="Without {1}, {0} is supplied with {value}; its equipment moves {limit}.",
                    severity=severity_of_a_unit_out(context),
                )
