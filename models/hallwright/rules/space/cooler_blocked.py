"""SPC112: too little service depth at a cooling unit."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class CoolerBlocked(Rule):
    """A cooling unit needs free depth before its front, and behind it where it states so.

    Why: filters, fans and valves are changed from there, and its air must pass.
    Fix: move the unit or what stands in the way.
    """

    code: ClassVar[str] = "SPC112"
    title: ClassVar[str] = "Too little service depth at a cooling unit"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "clearance stated by the unit, else common practice (recalled)"
    subjects = (
        AirCooler,
        LiquidPlant,
        Cdu,
        ImmersionTank,
    )
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None:
            return
        front = subject.clearance_front_m
        wanted = context.settings.cooler_clearance_m if front is None else front
        for side, limit, where in (
            (record.front, wanted, "before its front"),
            (record.rear, subject.clearance_rear_m or 0.0, "behind it"),
        ):
            if side.free_m is not None and side.by is not None and side.free_m < limit:
                yield self.finding(
                    subject.id,
                    side.by,
                    value=side.free_m,
                    limit=limit,
                    unit="m",
                    at_least=True,
                    message=f"{{0}} has {{value}} free {where}, up to {{1}}; service needs {{limit}}.",
                )
