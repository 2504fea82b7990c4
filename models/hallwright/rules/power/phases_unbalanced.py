"""The phases of an element are loaded unevenly."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.formulas import imbalance_fraction
from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class PhasesUnbalanced(Rule):
    """The phases of an element are loaded unevenly.

    Only where loads of a stated phase hang on it: the largest deviation of a line current from the mean of the
    three.
    Why: the most loaded line reaches its limit first, the neutral carries the difference, and UPS and generator
    lose capacity.
    Fix: move single-phase loads from the most to the least loaded phase.
    """

    code = "PWR105"
    title = "Phases loaded unevenly"
    severity = Severity.WARNING
    source = "settings: phase_imbalance_max_fraction"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if not record.lines_a:
            return
        limit = context.settings.phase_imbalance_max_fraction
        value = imbalance_fraction(record.lines_a)
        if value > limit:
            yield self.finding(
                subject.id,
                value=value,
                limit=limit,
                unit="fraction",
                message="The lines of {0} carry {l1}, {l2} and {l3}: {value} off their mean; {limit} is allowed.",
                quantities={f"l{n}": (amps, "A") for n, amps in enumerate(record.lines_a, 1)},
                path=record.path,
            )
