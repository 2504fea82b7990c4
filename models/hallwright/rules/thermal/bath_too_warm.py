"""THM125: fluid of an immersion tank warmer than it accepts."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import TankCoolant
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class BathTooWarm(Rule):
    """The fluid that a tank's exchanger gives its systems must not be warmer than they accept.

    The exchanger is fitted to the tank's rating and asked on the water that the tank gets. Where the tank states no
    limit, approach or flows, the settings do (immersion_*, assumed). A fluid that boils is not modelled.

    Why: systems in a warm bath throttle, and fluid and seals age.
    Fix: give the tank colder or more water, or move systems to another tank.
    """

    code: ClassVar[str] = "THM125"
    title: ClassVar[str] = "Fluid of an immersion tank too warm"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "limit of the tank, else immersion_bath_max_degc; counter-flow effectiveness"
    subjects = (ImmersionTank,)
    reads = ("coolant",)
    records = (TankCoolant,)

    def check(self, subject: ImmersionTank, context: Context) -> Iterator[Outcome]:
        tank = loop_record(context, subject.id, TankCoolant)
        if tank is None or tank.refused or tank.bath_max_degc is None:
            return
        if tank.boils:
            yield self.gap(subject.id, reason="the fluid of {0} boils (fluid), which is not modelled")
        elif tank.bath_degc is None:
            yield self.gap(subject.id, reason="the water of {0} has no temperature, or none flows")
        elif tank.bath_degc > tank.bath_max_degc:
            yield self.finding(
                subject.id,
                value=tank.bath_degc,
                limit=tank.bath_max_degc,
                unit="degC",
                message="The fluid of {0} is at {value}; at most {limit} is accepted.",
            )
