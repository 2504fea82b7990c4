"""THM118: cDU cannot hold its supply temperature."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record

TOLERATED_K = 0.05  # half of what the screen shows


class ExchangerShort(Rule):
    """A CDU's exchanger must bring its rack loop down to the supply that it is held to, on the flows there are.

    The supply floats up until the approach carries the heat; systems behind it get that.

    Why: the margin to what the systems accept melts away without an alarm of the CDU's own.
    Fix: move systems to another CDU, give it colder or more facility water, or raise its set-point.
    """

    code: ClassVar[str] = "THM118"
    title: ClassVar[str] = "CDU cannot hold its supply temperature"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "exchanger fitted to the catalogue point of the CDU"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        if cdu is None or cdu.supply_degc is None or cdu.wanted_degc is None:
            return
        if cdu.supply_degc > cdu.wanted_degc + TOLERATED_K:
            yield self.finding(
                subject.id,
                value=cdu.supply_degc,
                limit=cdu.wanted_degc,
                unit="degC",
                message="{0} supplies {value} instead of {limit}: its exchanger has {heat} to move.",
                quantities={"heat": (cdu.heat_kw, "kW")},
            )
