"""THM112: immersion tank carries more heat than it can move."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import TankLoad
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class TankCapacity(Rule):
    """The systems in an immersion tank must not give off more heat than its exchanger moves.

    Why: the fluid warms until the systems throttle or shut down.
    Fix: move systems to another tank.
    """

    code: ClassVar[str] = "THM112"
    title: ClassVar[str] = "Immersion tank carries more heat than it can move"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated capacity of the tank"
    subjects = (ImmersionTank,)
    reads = ("cooling",)
    records = (TankLoad,)

    def check(self, subject: ImmersionTank, context: Context) -> Iterator[Outcome]:
        load = record_of(context, subject.id, TankLoad)
        if load is not None and load.runs and load.heat_kw > load.capacity_kw:
            yield self.finding(
                subject.id,
                value=load.heat_kw,
                limit=load.capacity_kw,
                unit="kW",
                message="{0} holds systems that give off {value}; it moves {limit}.",
            )
