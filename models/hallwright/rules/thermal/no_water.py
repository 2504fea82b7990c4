"""THM307: cooler without facility water."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.cool import cool
from hallwright.engines.cooling.records import CduLoad, CoolerDuty, TankLoad
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rear_door import RearDoor
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class NoWater(Rule):
    """A cooler with a water coil, a CDU or a tank must be connected to a plant that runs.

    Without water it counts for nothing in every balance. A rear door, CDU or tank is only looked at when it has heat to
    take.

    Why: a coil without water cools nothing.
    Fix: connect it to a chiller or dry cooler.
    """

    code: ClassVar[str] = "THM307"
    title: ClassVar[str] = "Cooler without facility water"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coolant links of the plan"
    subjects = (AirCooler, Cdu, ImmersionTank)
    reads = ("cooling",)
    records = (CduLoad, CoolerDuty, TankLoad)

    def check(self, subject: AirCooler | Cdu | ImmersionTank, context: Context) -> Iterator[Outcome]:
        duty = record_of(context, subject.id, CoolerDuty)
        short_kw = 0.0
        if duty is not None and not duty.has_water and isinstance(subject, AirCooler):
            short_kw = duty.offered_kw if isinstance(subject, RearDoor) else subject.sensible_kw
        load = record_of(context, subject.id, CduLoad) or record_of(context, subject.id, TankLoad)
        if load is not None and not load.has_water and not isinstance(subject, AirCooler):
            short_kw = subject.capacity_kw
        if short_kw > 0.0:
            yield self.finding(
                subject.id,
                value=0.0,
                limit=short_kw,
                unit="kW",
                at_least=True,
                message="{0} has no facility water: {value} of its {limit} counts.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        subject = finding.subjects[0]
        yield Fix("Connect its coolant", lambda project: cool(project, [subject]))
