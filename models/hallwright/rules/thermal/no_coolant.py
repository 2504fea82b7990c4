"""THM306: liquid-cooled system without coolant."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.cool import cool
from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class NoCoolant(Rule):
    """A system that gives heat to a coolant must be connected to a CDU that runs.

    Why: its chips cannot be powered for more than seconds without flow.
    Fix: connect it to a CDU, and the CDU to facility water.
    """

    code: ClassVar[str] = "THM306"
    title: ClassVar[str] = "Liquid-cooled system without coolant"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "coolant links of the plan"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        if heat is not None and heat.needs_coolant and not heat.cdus:
            yield self.finding(
                subject.id,
                value=heat.liquid_kw,
                limit=0.0,
                unit="kW",
                message="{0} gives {value} to a coolant, but no running CDU feeds it.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        subject = finding.subjects[0]
        yield Fix("Connect its coolant", lambda project: cool(project, [subject]))
