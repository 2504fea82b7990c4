"""An active-power rating above the apparent-power rating."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.generator import Generator
from hallwright.equipment.ups import Ups
from hallwright.rules.base import Context, Outcome, Rule, Severity


class ActiveAboveApparentPower(Rule):
    """An active-power rating above the apparent-power rating.

    A rating in kW can equal the rating in kVA, but never exceed it.
    Why: one of the two is wrong, and the load is checked against it.
    Fix: correct the rating that does not stand on the name plate.
    """

    code = "PWR403"
    title = "Rating in kW above rating in kVA"
    severity = Severity.WARNING
    source = "definition of apparent power"
    subjects: ClassVar = (Ups, Generator)
    reads = ("power",)

    def check(self, subject: Ups | Generator, context: Context) -> Iterator[Outcome]:
        if subject.rating_kva is not None and subject.rating_kw > subject.rating_kva:
            yield self.finding(
                subject.id,
                value=subject.rating_kw,
                limit=subject.rating_kva,
                unit="kW",
                message="{0} is rated for {value} of active power, above the {kva} of its apparent power.",
                quantities={"kva": (subject.rating_kva, "kVA")},
            )
