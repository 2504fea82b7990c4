"""THM207: systems starve with one CDU out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import SOLVED, CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record, severity_of_a_unit_out


class CduOutStarves(Rule):
    """With one CDU out, every system that others still feed must get the flow and the temperature that it needs.

    The loop is solved again without that CDU: pumps, pressures and exchangers. Systems that hang on it alone are
    THM203's.

    Why: the second CDU is there for that moment, and its pumps must reach every system.
    Fix: add a CDU, or choose one with more flow and pressure.
    """

    code: ClassVar[str] = "THM207"
    title: ClassVar[str] = "Systems starve with one CDU out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "the loop solved again; redundancy setting of the project"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if context.settings.liquid_redundancy == "N" or cdu is None or cdu.out is None:
            return
        outage = cdu.out
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
                message="Without {0}, {1} gets {value} of the coolant that it wants; short in all: {count}.",
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
                message="Without {0}, {1} is given coolant of {value}; it accepts {limit}.",
                severity=severity_of_a_unit_out(context),
            )
