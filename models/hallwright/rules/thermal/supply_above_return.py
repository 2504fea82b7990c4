"""THM401: supply warmer than return."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity


class SupplyAboveReturn(Rule):
    """The supply of a cooler must be colder than its return, on the air and the water side, as rated.

    Why: such a rating is a slip of the pen, and every balance that uses it is wrong.
    Fix: correct the two temperatures.
    """

    code: ClassVar[str] = "THM401"
    title: ClassVar[str] = "Supply warmer than return"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "a cooler cannot warm what it cools"
    subjects = (AirCooler, LiquidPlant)
    reads = ()

    def check(self, subject: AirCooler | LiquidPlant, context: Context) -> Iterator[Outcome]:
        if isinstance(subject, AirCooler):
            pairs = [
                (subject.supply_degc, subject.return_degc),
                (subject.water_supply_degc, subject.water_return_degc),
            ]
        else:
            pairs = [(subject.water_supply_degc, subject.water_return_degc)]
        for supply, back in pairs:
            if supply is not None and back is not None and supply > back:
                yield self.finding(
                    subject.id,
                    value=supply,
                    limit=back,
                    unit="degC",
                    message="{0} states a supply of {value} above its return of {limit}.",
                )
                return
