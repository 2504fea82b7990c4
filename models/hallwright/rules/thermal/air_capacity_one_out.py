"""THM201: air not cooled with one unit out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SpaceAir
from hallwright.equipment.room import Room
from hallwright.equipment.zone import Zone
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import each_volume, severity_of_a_unit_out


class AirCapacityOneOut(Rule):
    """With any one cooler out, the others must still carry the heat of the air they share.

    A warning where the project does not demand that every load outlives a single failure.

    Why: a cooler fails or is serviced every year; the load does not wait.
    Fix: add a cooler to the same room or aisle, or state in the settings that N is enough.
    """

    code: ClassVar[str] = "THM201"
    title: ClassVar[str] = "Air not cooled with one unit out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = (
        "heat balance of the air, rated capacities of the coolers; redundancy setting of the project"
    )
    subjects = (Room, Zone)
    reads = ("cooling",)
    records = (SpaceAir,)

    def check(self, subject: Room | Zone, context: Context) -> Iterator[Outcome]:
        if context.settings.air_redundancy == "N":
            return
        for air in each_volume(context, subject.id):
            if air.pool == air.key and air.capacity_one_out_kw < air.pool_heat_kw <= air.capacity_kw:
                yield self.finding(
                    subject.id,
                    air.worst_cooler,
                    value=air.pool_heat_kw,
                    limit=air.capacity_one_out_kw,
                    unit="kW",
                    message="Without {1}, {limit} of cooling is left for the {value} that {0} releases.",
                    severity=severity_of_a_unit_out(context),
                )
