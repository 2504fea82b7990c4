"""An outlet and the inlet it feeds do not fit in voltage or kind of current."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import LinkFlow
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class VoltageMismatch(Rule):
    """An outlet and the inlet it feeds do not fit in voltage or kind of current.

    Line voltages are compared as stated on both ends; a single-phase inlet may take line to line or line to
    neutral. Inlets that state no voltage take what they get.
    Why: gear on the wrong voltage fails or trips, and every current computed from it is wrong.
    Fix: correct the voltage, or put a transformer or rectifier between.
    """

    code = "PWR304"
    title = "Voltages do not fit"
    severity = Severity.ERROR
    source = "settings: voltage_tolerance_fraction"
    subjects: ClassVar = (Link,)
    reads = ("power",)
    records: ClassVar = (LinkFlow,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LinkFlow)
        if record is None:
            return
        if record.mixed_current:
            yield self.finding(
                subject.id, value=1, limit=0, unit="count", message="{0} joins direct and alternating current."
            )
            return
        if not record.wanted_v:
            return
        slack = context.settings.voltage_tolerance_fraction * record.wanted_v
        low = record.voltage_v < record.wanted_v
        if abs(record.voltage_v - record.wanted_v) > slack:
            yield self.finding(
                subject.id,
                value=record.voltage_v,
                limit=record.wanted_v - slack if low else record.wanted_v + slack,
                unit="V",
                message="{0} brings {value} to an inlet of {wanted}.",
                at_least=low,
                quantities={"wanted": (record.wanted_v, "V")},
            )
