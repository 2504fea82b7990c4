"""THM109: facility loop carries more heat than its plant rejects."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class PlantCapacity(Rule):
    """The heat of all that hangs on a facility loop must not exceed what its chillers and coolers reject.

    Why: the facility water warms, and every cooler and CDU on it loses capacity.
    Fix: add a chiller or dry cooler to the header, or move load to another loop.
    """

    code: ClassVar[str] = "THM109"
    title: ClassVar[str] = "Facility loop carries more heat than its plant rejects"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated capacity at the design outdoor temperature"
    subjects = (LiquidPlant,)
    reads = ("cooling",)
    records = (PlantLoop,)

    def check(self, subject: LiquidPlant, context: Context) -> Iterator[Outcome]:
        loop = record_of(context, subject.id, PlantLoop)
        if loop is not None and loop.lead == subject.id and loop.runs and loop.heat_kw > loop.capacity_kw:
            yield self.finding(
                subject.id,
                value=loop.heat_kw,
                limit=loop.capacity_kw,
                unit="kW",
                message="The loop of {0} is given {value}; its plant rejects {limit}.",
            )
