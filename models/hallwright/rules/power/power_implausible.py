"""The power of a system or switch cannot be right."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.demand import missing_field
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class PowerImplausible(Rule):
    """The power of a system or switch cannot be right.

    Its demand for each rack unit, and for each GPU in it, is compared with what can exist. Unknown demand is listed
    as not evaluated.
    Why: a power typed in watts, or in megawatts, makes every check above it wrong in silence.
    Fix: enter the power in kW.
    """

    code = "PWR402"
    title = "Implausible power"
    severity = Severity.ERROR
    source = "settings: plausible_kw_per_u_max, plausible_gpu_min_kw"
    subjects: ClassVar = (System, Switch)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        demand = record.demand_kw
        if demand is None:
            field = missing_field(subject, context.settings.demand_basis)
            yield self.gap(subject.id, reason="The power of {0} is unknown (" + field + "); totals leave it out.")
            return
        units = subject.u_height or 0
        most = context.settings.plausible_kw_per_u_max
        gpus = subject.gpus if isinstance(subject, System) else 0
        least = context.settings.plausible_gpu_min_kw
        if units and demand / units > most:
            yield self.finding(
                subject.id,
                value=demand / units,
                limit=most,
                unit="kW",
                message="{0} draws {value} for each rack unit; at most {limit} is plausible. Is it in watts?",
            )
        elif demand / max(gpus, 1) < (least if gpus else 0.0) or demand <= 0.0:
            yield self.finding(
                subject.id,
                value=demand / max(gpus, 1),
                limit=least,
                unit="kW",
                message="{0} draws {value} for each GPU; {limit} is the least that is plausible."
                if gpus
                else "{0} draws {value}; at least {limit} is plausible.",
                at_least=True,
            )
