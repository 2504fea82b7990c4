"""THM116: more heat to the room than air carries in practice."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class AirPractice(Rule):
    """The heat that a rack leaves to the room is above what is commonly carried by air, contained or not.

    Why: above it, the balance may hold and the room still has hot spots.
    Fix: contain the aisle, add a rear door, use liquid-cooled systems, or spread the load.
    """

    code: ClassVar[str] = "THM116"
    title: ClassVar[str] = "More heat to the room than air carries in practice"
    severity: ClassVar[Severity] = Severity.HINT
    source: ClassVar[str] = "common practice by density band"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is None:
            return
        settings = context.settings
        limit = settings.air_practice_contained_kw if air.contained else settings.air_practice_uncontained_kw
        if air.room_kw > limit:
            yield self.finding(
                subject.id,
                value=air.room_kw,
                limit=limit,
                unit="kW",
                message="{0} leaves {value} to the room; air commonly carries {limit} a rack there.",
            )
