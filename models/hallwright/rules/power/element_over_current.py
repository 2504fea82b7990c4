"""An element of the power chain takes more current than it may without pause."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import larger, record_of, unknown_below


class ElementOverCurrent(Rule):
    """An element of the power chain takes more current than it may without pause.

    Switchgear, panels, busways, transfer switches and rack PDUs are compared at their own voltage, on their most
    loaded line, with their current rating: 80 % of it, unless they are rated for 100 %.
    Why: breakers and joints are sized for a share of their rating when a load lasts for hours.
    Fix: move loads to another element, balance its phases, or choose a larger one.
    """

    code = "PWR102"
    title = "Continuous current exceeded"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 210.20(A), 215.3: continuous loads"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.limit_a is None:
            return
        if record.amps > record.limit_a:
            yield self.finding(
                subject.id,
                value=record.amps,
                limit=record.limit_a,
                unit="A",
                message="{0} takes {value} on its most loaded line; it may take {limit} without pause.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from larger(finding, context)
