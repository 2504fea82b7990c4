"""The battery of a UPS is empty before its input is back."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.ups import Ups
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class BatteryEndsTooSoon(Rule):
    """The battery of a UPS is empty before its input is back.

    What the battery carries now, losses of the UPS included, gives its ride-through; it is compared with the longest
    wait over every single failure after which the input comes back: generator starts and transfers on the way. Looked
    at where a UPS has a battery cabinet linked to it or states an energy of its own.
    Why: a UPS whose battery ran empty drops its load and stays off, although the generator runs a moment later.
    Fix: link more battery, lower the load, or use a generator that starts sooner.
    """

    code = "PWR207"
    title = "Battery ends before the generator carries"
    severity = Severity.ERROR
    source = "energy of the battery, start time of the generator; every single failure solved"
    subjects: ClassVar = (Ups,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: Ups, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None or not record.wait_s:
            return
        if record.ride_s is None:
            yield self.gap(subject.id, reason="The energy of a battery of {0} is unknown.")
        elif record.ride_s < record.wait_s:
            yield self.finding(
                subject.id,
                record.wait_failure,
                value=record.ride_s,
                limit=record.wait_s,
                unit="s",
                message="The battery of {0} lasts {value} at the load of now; when {1} fails, its input is away for "
                "{limit}.",
                at_least=True,
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason="The power of a load fed by {0} is unknown.")
