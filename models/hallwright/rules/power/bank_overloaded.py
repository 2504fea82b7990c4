"""A breaker bank of a rack PDU carries more than it may."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.spread_banks import spread_banks
from hallwright.engines.power.records import ElementFlow, LinkFlow
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class BankOverloaded(Rule):
    """A breaker bank of a rack PDU carries more than it may.

    Outlets are counted through the banks in equal runs; each cord loads the outlet it is plugged into. The current
    is the largest over normal operation and every single failure.
    Why: a bank trips on its own breaker while the rack PDU as a whole is far below its rating.
    Fix: move cords to outlets of another bank.
    """

    code = "PWR104"
    title = "Breaker bank of a rack PDU overloaded"
    severity = Severity.ERROR
    source = "NFPA 70 (NEC) 210.20(A), 215.3: continuous loads"
    subjects: ClassVar = (RackPdu,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: RackPdu, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if record.bank_limit_a is None:
            return
        if record.bank_worst_a > record.bank_limit_a:
            failure = record.bank_worst_failure
            yield self.finding(
                subject.id,
                *((failure,) if failure else ()),
                value=record.bank_worst_a,
                limit=record.bank_limit_a,
                unit="A",
                message="A bank of {0} carries {value} "
                + ("when {1} fails" if failure else "now")
                + "; it may carry {limit} without pause.",
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        power, strip = context.results.power, finding.subjects[0]
        if power is None:
            return
        amps = {id: r.worst_a for id, r in power.records.items() if isinstance(r, LinkFlow)}
        yield Fix("Spread its cords over the banks", lambda project: spread_banks(project, strip, amps))
