"""THM313: coolant loop without a pump."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import NO_PUMP, CduCoolant, PlantWater
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class LoopWithoutPump(Rule):
    """A coolant loop must have at least one running unit whose pumps give flow and pressure.

    Why: without a pump nothing moves, whatever is connected.
    Fix: state the flow and pressure of the CDU or plant, or choose one that pumps.
    """

    code: ClassVar[str] = "THM313"
    title: ClassVar[str] = "Coolant loop without a pump"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated flow and pressure of the CDU or plant"
    subjects = (
        Cdu,
        LiquidPlant,
    )
    reads = ("coolant",)
    records = (
        CduCoolant,
        PlantWater,
    )

    def check(self, subject: Cdu | LiquidPlant, context: Context) -> Iterator[Outcome]:
        unit = loop_record(context, subject.id, CduCoolant) or loop_record(context, subject.id, PlantWater)
        if unit is not None and unit.runs and unit.verdict == NO_PUMP:
            yield self.finding(
                subject.id,
                value=0.0,
                limit=1.0,
                unit="count",
                at_least=True,
                message="Nothing pumps the loop of {0}: no unit on it gives flow and pressure.",
            )
