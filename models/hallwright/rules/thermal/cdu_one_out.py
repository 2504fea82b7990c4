"""THM204: cDU overloaded when another is out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CduLoad
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of, severity_of_a_unit_out


class CduOneOut(Rule):
    """When another CDU stops, the heat it throws onto this one must not exceed what this one moves.

    A warning where the project does not demand that every load outlives a single failure.

    Why: the second CDU is there for that moment.
    Fix: add a CDU, or choose larger ones.
    """

    code: ClassVar[str] = "THM204"
    title: ClassVar[str] = "CDU overloaded when another is out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated capacity of the CDU; redundancy setting of the project"
    subjects = (Cdu,)
    reads = ("cooling",)
    records = (CduLoad,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        if context.settings.liquid_redundancy == "N":
            return
        load = record_of(context, subject.id, CduLoad)
        if load is not None and load.runs and load.heat_kw <= load.capacity_kw < load.one_out_kw:
            yield self.finding(
                subject.id,
                load.one_out,
                value=load.one_out_kw,
                limit=load.capacity_kw,
                unit="kW",
                message="Without {1}, {0} is given {value}; it moves {limit}.",
                severity=severity_of_a_unit_out(context),
            )
