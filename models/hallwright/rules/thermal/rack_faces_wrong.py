"""THM304: rack faces the wrong aisle."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class RackFacesWrong(Rule):
    """A rack must breathe from the cold aisle and blow into the hot one.

    Why: one rack turned round takes in the exhaust of its neighbours and heats their supply.
    Fix: turn it by 180 degrees.
    """

    code: ClassVar[str] = "THM304"
    title: ClassVar[str] = "Rack faces the wrong aisle"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "marked aisles of the plan"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is not None and air.air_kw > 0.0 and (air.wrong_front or air.wrong_rear):
            yield self.finding(
                subject.id,
                air.wrong_front or air.wrong_rear,
                value=air.air_kw,
                limit=0.0,
                unit="kW",
                message="{0} stands the wrong way round by {1}: its {value} go to the cold side.",
            )
