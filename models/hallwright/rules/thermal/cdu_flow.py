"""THM107: systems want more coolant than the CDU pumps."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CduLoad
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CduFlow(Rule):
    """The coolant that the systems on a CDU want must not exceed the flow of its pumps.

    Why: with less flow the coolant leaves hotter and the chips with it.
    Fix: add a CDU, move systems to another one, or supply colder coolant where a flow table allows less flow.
    """

    code: ClassVar[str] = "THM107"
    title: ClassVar[str] = "Systems want more coolant than the CDU pumps"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated flow of the CDU, flow tables of the systems"
    subjects = (Cdu,)
    reads = ("cooling",)
    records = (CduLoad,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        load = record_of(context, subject.id, CduLoad)
        if load is None or not load.runs or load.flow_l_min <= 0.0:
            return
        if load.available_l_min is None:
            yield self.gap(subject.id, reason="the flow (secondary_flow_l_min) of {0} is unknown")
        elif load.flow_l_min > load.available_l_min:
            yield self.finding(
                subject.id,
                value=load.flow_l_min,
                limit=load.available_l_min,
                unit="L/min",
                message="The systems on {0} want {value}; it pumps {limit}.",
            )
