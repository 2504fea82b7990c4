"""THM203: system hangs on a single CDU."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import SystemHeat
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of, severity_of_a_unit_out


class SingleCdu(Rule):
    """A liquid-cooled system must be fed by as many CDUs as the project's redundancy asks for.

    A warning where the project does not demand that every load outlives a single failure.

    Why: when that CDU stops, the system overheats within a minute.
    Fix: connect a second CDU to the same rack loop, or state in the settings that N is enough.
    """

    code: ClassVar[str] = "THM203"
    title: ClassVar[str] = "System hangs on a single CDU"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "redundancy setting of the project"
    subjects = (System,)
    reads = ("cooling",)
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat = record_of(context, subject.id, SystemHeat)
        wanted = 1 if context.settings.liquid_redundancy == "N" else 2
        if heat is not None and 0 < len(heat.cdus) < wanted:
            yield self.finding(
                subject.id,
                *heat.cdus,
                value=len(heat.cdus),
                limit=wanted,
                unit="count",
                at_least=True,
                message="{0} loses its coolant when {1} stops: {value} CDU, {limit} wanted.",
                severity=severity_of_a_unit_out(context),
            )
