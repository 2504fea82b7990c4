"""THM121: chip case warmer than its limit."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import Stream
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class ChipTooWarm(Rule):
    """The case of an accelerator must stay below its limit: supply + thermal resistance × power.

    Half of the resistance is taken as film, which falls with the flow. A system that states neither resistance nor
    limit is not looked at; its chip case is shown as not evaluated.

    Why: beyond it the chip throttles, and ages.
    Fix: supply colder coolant, or more of it.
    """

    code: ClassVar[str] = "THM121"
    title: ClassVar[str] = "Chip case warmer than its limit"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "case limit and cold-plate resistance of the system"
    subjects = (System,)
    reads = ("coolant",)
    records = (Stream,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        stream = loop_record(context, subject.id, Stream)
        if stream is None or (subject.cold_plate_k_w is None and subject.chip_case_max_degc is None):
            return
        missing = [
            name
            for name in ("cold_plate_k_w", "chip_case_max_degc", "accelerator_kw")
            if getattr(subject, name) is None
        ]
        if missing:
            yield self.gap(subject.id, reason=f"a field of {{0}} is unknown: {missing[0]}")
        elif stream.case_degc is None:
            yield self.gap(subject.id, reason="the coolant supply of {0} is unknown")
        elif stream.case_max_degc is not None and stream.case_degc > stream.case_max_degc:
            yield self.finding(
                subject.id,
                value=stream.case_degc,
                limit=stream.case_max_degc,
                unit="degC",
                message="The chips of {0} reach {value} at the case; they may reach {limit}.",
            )
