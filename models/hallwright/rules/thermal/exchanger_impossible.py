"""THM406: printed approach and flows that no exchanger meets."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class ExchangerImpossible(Rule):
    """A CDU's printed capacity, approach and flows must be ones that some exchanger could have.

    The rack loop cannot leave colder than the facility water comes, and no exchanger moves more than what the smaller
    flow can carry. A point that is refused leaves the exchanger unknown.

    Why: such a point is a slip of the pen, and everything reckoned with it is too good.
    Fix: look up the flows, temperatures and approach of the rating.
    """

    code: ClassVar[str] = "THM406"
    title: ClassVar[str] = "Printed approach and flows that no exchanger meets"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "counter-flow effectiveness; at most 99.5 % of what could be moved"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is not None and cdu.refused:
            yield self.finding(
                subject.id,
                value=subject.capacity_kw,
                limit=min(cdu.most_kw, subject.capacity_kw * 0.9999),
                unit="kW",
                message="{0} is said to move {value}; at its approach and flows no exchanger moves more than {limit}.",
            )
