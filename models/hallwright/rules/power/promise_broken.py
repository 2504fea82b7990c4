"""An element is declared redundant, but its failure does harm."""

from collections.abc import Iterator
from functools import reduce
from typing import ClassVar

from hallwright.edits.part_paths import part_paths
from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class PromiseBroken(Rule):
    """An element is declared redundant, but its failure takes loads away or slows them.

    N+1, 2N, distributed and catcher all promise that the failure of any one element harms no load. Every single
    failure is solved; overloads that it causes elsewhere are found there. Whole sides of a 2N block, and pairs of
    failures, are gone through by the verb failures.
    Why: N+1 is no property of a UPS but of everything around it: a shared breaker makes it N.
    Fix: give what hangs on it a second path that shares no element with this one, or declare what is true.
    """

    code = "PWR206"
    title = "Declared redundancy does not hold"
    severity = Severity.ERROR
    source = "the promise of the element; every single failure solved"
    subjects: ClassVar = (PowerGear,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None or subject.promise in ("", "N"):
            return
        if record.lost or record.throttled:
            yield self.finding(
                subject.id,
                value=record.lost + record.throttled,
                limit=0,
                unit="count",
                message="{0} is declared " + subject.promise + ", but its failure takes {lost} loads away and slows "
                "{slowed}; {limit} may be harmed.",
                quantities={"lost": (record.lost, "count"), "slowed": (record.throttled, "count")},
                path=record.path,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        power = context.results.power
        if power is None:
            return
        before = set(power.lost(""))
        loads = [i for i in power.lost(finding.subjects[0]) if i not in before]
        if loads:
            yield Fix("Part the paths of the loads it takes away", lambda project: reduce(part_paths, loads, project))
