"""THM206: systems starve with one CDU pump out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import SOLVED, CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record, severity_of_a_unit_out


class PumpOut(Rule):
    """With one pump of a CDU out, every system of its loop must still get the flow that it wants.

    The loop is solved again with that pump out. A CDU with a single pump is looked at as a whole (THM207).

    Why: pumps wear out before all else in a CDU.
    Fix: choose a CDU with a spare pump, or state its pumps.
    """

    code: ClassVar[str] = "THM206"
    title: ClassVar[str] = "Systems starve with one CDU pump out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "the loop solved again; redundancy setting of the project"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if context.settings.liquid_redundancy == "N" or cdu is None or cdu.pump_out is None or cdu.pumps < 2:
            return
        outage = cdu.pump_out
        if cdu.verdict != SOLVED:
            return
        if not outage.solved:
            yield self.gap(subject.id, reason="the loop of {0} has no solution with it out")
        elif outage.short:
            yield self.finding(
                subject.id,
                *outage.short,
                value=outage.least_fraction,
                limit=1.0 - context.settings.flow_short_fraction,
                unit="fraction",
                at_least=True,
                message="With a pump of {0} out, {1} gets {value} of the coolant that it wants; short in all: {count}.",
                quantities={"count": (len(outage.short), "count")},
                severity=severity_of_a_unit_out(context),
            )
        elif outage.warm and outage.supply_degc is not None:
            limit = outage.supply_degc - outage.excess_k
            yield self.finding(
                subject.id,
                *outage.warm,
                value=outage.supply_degc,
                limit=limit,
                unit="degC",
                message="With a pump of {0} out, {1} is given coolant of {value}; it accepts {limit}.",
                severity=severity_of_a_unit_out(context),
            )
