"""A failure leaves a load with fewer power supplies than it needs."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class TooFewSuppliesLeft(Rule):
    """A failure leaves a load with fewer power supplies than it needs.

    The supplies that stay energised in the worst single failure are compared with the number needed for full power.
    Below the number needed to run at all it is an error, else a warning.
    Why: three of six supplies on each side keep a system up only if three are enough.
    Fix: spread the cords so that each side alone energises enough supplies, or accept that the system throttles.
    """

    code = "PWR203"
    title = "Too few power supplies left after a failure"
    severity = Severity.ERROR
    source = "Uptime Institute Tier III and IV: every component and path removable; settings: survive_single_failure"
    subjects: ClassVar = (Placed,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        if not record.live_cords or record.supplies == 0:
            return
        if record.supplies < record.required and record.required_stated:
            yield self.finding(
                subject.id,
                value=record.supplies,
                limit=record.required,
                unit="count",
                message="{0} has {value} power supplies energised; full power needs {limit}.",
                at_least=True,
                path=record.paths[0] if record.paths else (),
            )
            return
        if not context.settings.survive_single_failure or not record.short_failure:
            return
        if not record.required_stated:
            yield self.gap(
                subject.id, reason="The supplies that {0} needs are unknown (psu_required, or psu_kw and its power)."
            )
        elif record.short_supplies < record.required:
            yield self.finding(
                subject.id,
                record.short_failure,
                value=record.short_supplies,
                limit=record.required,
                unit="count",
                message="When {1} fails, {value} power supplies of {0} stay energised; full power needs {limit}.",
                at_least=True,
                severity=Severity.ERROR if record.short_supplies < record.minimum else Severity.WARNING,
                path=record.paths[0] if record.paths else (),
            )
