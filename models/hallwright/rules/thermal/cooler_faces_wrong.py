"""THM303: cooler faces the wrong aisle."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CoolerDuty
from hallwright.equipment.fan_wall import FanWall
from hallwright.equipment.in_row import InRow
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CoolerFacesWrong(Rule):
    """An in-row cooler or fan wall must supply the cold aisle and take from the hot one.

    Why: turned round, it blows cold air into the exhaust and takes in the supply.
    Fix: turn it by 180 degrees.
    """

    code: ClassVar[str] = "THM303"
    title: ClassVar[str] = "Cooler faces the wrong aisle"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "marked aisles of the plan"
    subjects = (InRow, FanWall)
    reads = ("cooling",)
    records = (CoolerDuty,)

    def check(self, subject: InRow | FanWall, context: Context) -> Iterator[Outcome]:
        duty = record_of(context, subject.id, CoolerDuty)
        if duty is not None and (duty.wrong_front or duty.wrong_rear):
            yield self.finding(
                subject.id,
                duty.wrong_front or duty.wrong_rear,
                value=1.0,
                limit=0.0,
                unit="count",
                message="{0} supplies the hot aisle or takes from the cold one: {1} lies on its wrong side.",
            )
