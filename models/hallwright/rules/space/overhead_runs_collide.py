"""SPC123: tray and busway cross at the same height."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Overhead
from hallwright.equipment.busway import Busway
from hallwright.equipment.tray import Tray
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import overhead


class OverheadRunsCollide(Rule):
    """Where a cable tray and a busway cross, one passes above the other, and both stay below the ceiling.

    The value is the height they share, or how far the run reaches above the ceiling.

    Why: they cannot be built through each other.
    Fix: hang one of them higher or lower.
    """

    code: ClassVar[str] = "SPC123"
    title: ClassVar[str] = "Tray and busway cross at the same height"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (
        Tray,
        Busway,
    )
    reads = ("space",)
    records = (Overhead,)

    def check(self, subject: Tray | Busway, context: Context) -> Iterator[Outcome]:
        record = overhead(context, subject.id)
        if record is None:
            return
        for other, shared in record.meets:
            if subject.id < other:  # once a pair
                message = "{0} and {1} cross within {value} of the same height."
                yield self.finding(subject.id, other, value=shared, limit=0.0, unit="m", message=message)
        if record.ceiling_m is not None and record.top_m > record.ceiling_m:
            message = "{0} reaches {value} above the floor; the ceiling is at {limit}."
            yield self.finding(subject.id, value=record.top_m, limit=record.ceiling_m, unit="m", message=message)
