"""THM309: water-cooled chiller without condenser water."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.chiller import Chiller
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class NoCondenserWater(Rule):
    """A water-cooled chiller must be connected to a cooling tower.

    Why: it cannot reject its heat; it trips on high pressure at once.
    Fix: connect a cooling tower to its condenser.
    """

    code: ClassVar[str] = "THM309"
    title: ClassVar[str] = "Water-cooled chiller without condenser water"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coolant links of the plan"
    subjects = (Chiller,)
    reads = ("cooling",)
    records = (PlantLoop,)

    def check(self, subject: Chiller, context: Context) -> Iterator[Outcome]:
        loop = record_of(context, subject.id, PlantLoop)
        if loop is not None and subject.rejects_to == "water" and not loop.rejects:
            yield self.finding(
                subject.id,
                value=0.0,
                limit=subject.capacity_kw,
                unit="kW",
                at_least=True,
                message="{0} has no condenser water: {value} of its {limit} counts.",
            )
