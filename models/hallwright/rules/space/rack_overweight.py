"""SPC116: rack carries more than its static load."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class RackOverweight(Rule):
    """The contents of a rack must not weigh more than it may carry at rest.

    Why: rails, casters and frame are rated for that mass.
    Fix: move systems to another rack, or choose a rack with a higher static load.
    """

    code: ClassVar[str] = "SPC116"
    title: ClassVar[str] = "Rack carries more than its static load"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "static load stated by the rack"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.contents_kg == 0.0:
            return
        if subject.static_load_kg is None:
            yield self.gap(subject.id, reason="the static load (static_load_kg) of {0} is unknown")
        elif record.contents_kg is None:
            missing = next(i for i in record.unknown if i != subject.id)
            yield self.gap(subject.id, missing, reason="the mass (mass_kg) of {1} in {0} is unknown")
        elif record.contents_kg > subject.static_load_kg:
            message = "{0} carries {value}; it may carry {limit}."
            yield self.finding(
                subject.id, value=record.contents_kg, limit=subject.static_load_kg, unit="kg", message=message
            )
