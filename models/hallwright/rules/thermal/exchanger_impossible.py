"""THM406: printed approach and flows that no exchanger meets."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant, TankCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class ExchangerImpossible(Rule):
    """A CDU's or immersion tank's printed capacity, approach and flows must be ones that some exchanger could have.

    The rack loop (or the tank's fluid) cannot leave colder than the facility water comes, and no exchanger moves more
    than what the smaller flow can carry. A point that is refused leaves the exchanger unknown.

    Why: such a point is a slip of the pen, and everything reckoned with it is too good.
    Fix: look up the flows, temperatures and approach of the rating.
    """

    code: ClassVar[str] = "THM406"
    title: ClassVar[str] = "Printed approach and flows that no exchanger meets"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "counter-flow effectiveness; at most 99.5 % of what could be moved"
    subjects = (
        Cdu,
        ImmersionTank,
    )
    reads = ("coolant",)
    records = (
        CduCoolant,
        TankCoolant,
    )

    def check(self, subject: Cdu | ImmersionTank, context: Context) -> Iterator[Outcome]:
        found = loop_record(context, subject.id, CduCoolant) or loop_record(context, subject.id, TankCoolant)
        if found is not None and found.refused:
            yield self.finding(
                subject.id,
                value=subject.capacity_kw,
                limit=min(found.most_kw, subject.capacity_kw * 0.9999),
                unit="kW",
                message="{0} is said to move {value}; at its approach and flows no exchanger moves more than {limit}.",
            )
