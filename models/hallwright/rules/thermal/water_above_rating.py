"""THM113: cooler on warmer water than it is rated for."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CoolerDuty
from hallwright.equipment.cooling_base import AirCooler
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class WaterAboveRating(Rule):
    """A cooler's water should not be warmer than at its rating.

    Its capacity is taken as falling with the difference between returning air and water.

    Why: the capacity on the data sheet holds at the rated water only.
    Fix: lower the water set-point, or choose a cooler rated for warm water.
    """

    code: ClassVar[str] = "THM113"
    title: ClassVar[str] = "Cooler on warmer water than it is rated for"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rated water supply of the cooler"
    subjects = (AirCooler,)
    reads = ("cooling",)
    records = (CoolerDuty,)

    def check(self, subject: AirCooler, context: Context) -> Iterator[Outcome]:
        duty = record_of(context, subject.id, CoolerDuty)
        if duty is None or not duty.has_water or duty.water_degc is None or duty.rated_water_degc is None:
            return
        if duty.water_degc > duty.rated_water_degc:
            yield self.finding(
                subject.id,
                value=duty.water_degc,
                limit=duty.rated_water_degc,
                unit="degC",
                message="{0} runs on water of {value}; it is rated at {limit}, which leaves it {left}.",
                quantities={"left": (duty.capacity_kw, "kW")},
            )
