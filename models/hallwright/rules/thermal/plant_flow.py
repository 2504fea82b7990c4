"""THM110: facility loop wants more water than its plant pumps."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class PlantFlow(Rule):
    """The water that coolers and CDUs want at their present duty should not exceed the rated flow of the plant.

    Why: the last ones on the loop are starved and lose capacity.
    Fix: add pump capacity or plant, or use coolers with a larger water rise.
    """

    code: ClassVar[str] = "THM110"
    title: ClassVar[str] = "Facility loop wants more water than its plant pumps"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rated water flows"
    subjects = (LiquidPlant,)
    reads = ("cooling",)
    records = (PlantLoop,)

    def check(self, subject: LiquidPlant, context: Context) -> Iterator[Outcome]:
        loop = record_of(context, subject.id, PlantLoop)
        if loop is None or loop.lead != subject.id or not loop.runs or loop.available_l_min is None:
            return
        if loop.flow_l_min > loop.available_l_min:
            yield self.finding(
                subject.id,
                value=loop.flow_l_min,
                limit=loop.available_l_min,
                unit="L/min",
                message="The loop of {0} wants {value}; its plant gives {limit}.",
            )
