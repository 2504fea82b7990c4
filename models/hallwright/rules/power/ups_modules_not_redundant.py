"""The spare modules of a UPS are needed for its load."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.ups import Ups
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of, unknown_below


class UpsModulesNotRedundant(Rule):
    """The spare modules of a UPS are needed for its load.

    The load now is compared with the modules fitted less those kept in reserve.
    Why: N+1 is true only while N modules carry the load.
    Fix: fit another module, or move loads to another UPS.
    """

    code = "PWR204"
    title = "Spare UPS modules are in use"
    severity = Severity.ERROR
    source = "modules and spare modules of the equipment"
    subjects: ClassVar = (Ups,)
    reads = ("power",)
    records: ClassVar = (ElementFlow,)

    def check(self, subject: Ups, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, ElementFlow)
        if record is None:
            return
        if not subject.spare_modules:
            return
        secure_kw = subject.secure_kw()
        if secure_kw is None:
            yield self.gap(subject.id, reason="{0} keeps modules in reserve, but module_kw or modules is not stated.")
        elif record.out_kw > secure_kw:
            yield self.finding(
                subject.id,
                value=record.out_kw,
                limit=secure_kw,
                unit="kW",
                message="{0} gives {value}; without its {spare} spare modules it carries {limit}.",
                quantities={"spare": (subject.spare_modules, "count")},
                path=record.path,
            )
        elif record.unknown:
            yield self.gap(subject.id, reason=unknown_below(record.unknown))
