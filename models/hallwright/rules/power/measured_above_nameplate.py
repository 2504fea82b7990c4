"""A measured load above the nameplate."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class MeasuredAboveNameplate(Rule):
    """A measured load above the nameplate.

    The measured load of a system or switch is compared with its planning maximum.
    Why: either the meter counts something else too, or the maximum that the hall is planned on is too low.
    Fix: check the measurement, or raise the nameplate or design load.
    """

    code = "PWR404"
    title = "Measured load above nameplate"
    severity = Severity.WARNING
    source = "definition of the nameplate"
    subjects: ClassVar = (System, Switch)
    reads = ("power",)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        measured, nameplate = subject.measured_kw, subject.nameplate_kw
        if measured is not None and nameplate is not None and measured > nameplate:
            yield self.finding(
                subject.id,
                value=measured,
                limit=nameplate,
                unit="kW",
                message="{0} was measured at {value}; its nameplate is {limit}.",
            )
