"""An element of the power chain gives more than it is rated for."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import larger, record_of, unknown_below


class ElementOverloaded(Rule):
    """An element of the power chain gives more than it is rated for.

    A source, transformer, UPS, distribution unit, shelf or rack PDU with a power rating is compared with what it
    gives now.
    Why: above its rating it overheats, trips or goes to bypass, and takes everything below it along.
    Fix: move loads to another element, or choose a larger one.
    """

    code = "PWR101"
    title = "Power rating exceeded"
    severity = Severity.ERROR
    source = "rating of the equipment"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.limit_kw is None:
            if record.limit_a is None:
                yield self.gap(subject.id, reason="{0} states neither a power nor a current rating.")
            return
        if record.out_kw > record.limit_kw:
            yield self.finding(
                subject.id,
                value=record.out_kw,
                limit=record.limit_kw,
                unit="kW",
                message="{0} gives {value}; it is rated for {limit}.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from larger(finding, context)
