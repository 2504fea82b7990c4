"""THM206: systems starve with one CDU pump out."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record
from hallwright.rules.thermal.starving import starving


class PumpOut(Rule):
    """With one pump of a CDU out, every system of its loop must still get the flow that it wants.

    The loop is solved again with that pump out. A CDU with a single pump is looked at as a whole (THM207).

    Why: pumps wear out before all else in a CDU.
    Fix: choose a CDU with a spare pump, or state its pumps.
    """

    code: ClassVar[str] = "THM206"
    title: ClassVar[str] = "Systems starve with one CDU pump out"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "the loop solved again; redundancy setting of the project"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is not None and cdu.pumps > 1:
            yield from starving(self, cdu, subject.id, cdu.pump_out, "With a pump of {0} out", context)
