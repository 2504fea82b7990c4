"""THM208: water runs short with one plant out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import SOLVED, PlantWater
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record, severity_of_a_unit_out


class PlantOutStarves(Rule):
    """With one chiller or cooler out, its loop must still push enough water through every consumer.

    The loop is solved again without that plant's pumps; what its heat does to the supply is THM205's.

    Why: a plant takes its pumps along.
    Fix: add a plant, or pumps that give more flow and pressure.
    """

    code: ClassVar[str] = "THM208"
    title: ClassVar[str] = "Water runs short with one plant out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "the loop solved again; redundancy setting of the project"
    subjects = (LiquidPlant,)
    reads = ("coolant",)
    records = (PlantWater,)

    def check(self, subject: LiquidPlant, context: Context) -> Iterator[Outcome]:
        plant = loop_record(context, subject.id, PlantWater)
        if context.settings.plant_redundancy == "N" or plant is None or plant.out is None:
            return
        outage = plant.out
        if plant.verdict != SOLVED:
            return
        if not outage.solved:
            yield self.gap(subject.id, reason="the loop of {0} has no solution with it out")
        elif outage.short:
            yield self.finding(
                subject.id,
                *outage.short,
                value=outage.least_fraction,
                limit=1.0 - context.settings.flow_short_fraction,
                unit="fraction",
                at_least=True,
                message="Without {0}, {1} gets {value} of the water that it needs; short in all: {count}.",
                quantities={"count": (len(outage.short), "count")},
                severity=severity_of_a_unit_out(context),
            )
