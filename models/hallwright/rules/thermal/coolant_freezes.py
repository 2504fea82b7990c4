"""THM126: coolant supplied below where it freezes."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.fluids import fluid, named
from hallwright.engines.coolant.records import CduCoolant, PlantWater
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class CoolantFreezes(Rule):
    """No loop may be supplied with coolant below the coldest at which it is known to be liquid.

    Facility loops hold water. A rack loop holds what its systems are made for, water where they do not say.

    Why: ice bursts pipes and cold plates, and every number of such a loop is taken at the end of its coolant's table.
    Fix: supply warmer coolant, or choose systems for a coolant with more glycol.
    """

    code: ClassVar[str] = "THM126"
    title: ClassVar[str] = "Coolant supplied below where it freezes"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coldest liquid state in the coolant's table (CoolProp)"
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
        cdu = loop_record(context, subject.id, CduCoolant)
        unit = cdu or loop_record(context, subject.id, PlantWater)
        if unit is None or unit.supply_degc is None:
            return
        names = (cdu.coolants if cdu is not None else ()) or ("water",)
        coldest = max(float(fluid(named(name) or "water").temperature_degc[0]) for name in names)
        if unit.supply_degc < coldest:
            yield self.finding(
                subject.id,
                value=unit.supply_degc,
                limit=coldest,
                unit="degC",
                at_least=True,
                message="{0} supplies coolant of {value}, which is liquid from {limit} on.",
            )
