"""THM106: cDU carries more heat than it can move."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CduLoad
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class CduCapacity(Rule):
    """The heat of the systems on a CDU must not exceed what it moves at the approach it has.

    A system on several CDUs shares its heat among them by its connections.

    Why: the rack loop warms until the systems throttle.
    Fix: add a CDU, move systems to another one, or give it colder facility water.
    """

    code: ClassVar[str] = "THM106"
    title: ClassVar[str] = "CDU carries more heat than it can move"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rated capacity of the CDU at its approach"
    subjects = (Cdu,)
    reads = ("cooling",)
    records = (CduLoad,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        load = record_of(context, subject.id, CduLoad)
        if load is not None and load.runs and load.heat_kw > load.capacity_kw:
            yield self.finding(
                subject.id,
                value=load.heat_kw,
                limit=load.capacity_kw,
                unit="kW",
                message="{0} is given {value}; it moves {limit}.",
            )
