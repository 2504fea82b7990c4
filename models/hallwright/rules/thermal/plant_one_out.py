"""THM205: facility loop not cooled with one plant out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of, severity_of_a_unit_out


class PlantOneOut(Rule):
    """With any one chiller or dry cooler out, the plant that still is connected must carry the loop's heat.

    A warning where the project does not demand that every load outlives a single failure.

    Why: every chiller is serviced, and each trips some day.
    Fix: join plants by their header so that they share one loop, add one, or state in the settings that N is enough.
    """

    code: ClassVar[str] = "THM205"
    title: ClassVar[str] = "Facility loop not cooled with one plant out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated capacities; redundancy setting of the project"
    subjects = (LiquidPlant,)
    reads = ("cooling",)
    records = (PlantLoop,)

    def check(self, subject: LiquidPlant, context: Context) -> Iterator[Outcome]:
        if context.settings.plant_redundancy == "N":
            return
        loop = record_of(context, subject.id, PlantLoop)
        if loop is None or loop.lead != subject.id or not loop.runs or loop.heat_kw > loop.capacity_kw:
            return
        if loop.one_out_kw > loop.one_out_capacity_kw:
            yield self.finding(
                subject.id,
                loop.one_out,
                value=loop.one_out_kw,
                limit=loop.one_out_capacity_kw,
                unit="kW",
                message="Without {1}, {limit} of plant is left for {value} on the loop of {0}.",
                severity=severity_of_a_unit_out(context),
            )
