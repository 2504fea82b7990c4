"""What the study says against limits: fault currents, voltage drops, loading of cables and transformers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hallwright.engines.study.records import Study
from hallwright.equipment.power_base import Conductor

What = Literal["short circuit", "voltage drop", "cable loading", "transformer loading"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number of the study against its limit.

    Attributes
    ----------
    value, limit : float or None
        In `unit`; None where it is not known.
    missing : str
        Why it is not evaluated; "" where it is.
    """

    what: What
    subject: str
    value: float | None
    limit: float | None
    unit: str
    missing: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the value is within its limit; None = not evaluated."""
        if self.value is None or self.limit is None or self.missing:
            return None
        return self.value <= self.limit

    @property
    def used(self) -> float:
        """Share of the limit that is used; 0 where it is not evaluated."""
        return self.value / self.limit if self.value and self.limit and not self.missing else 0.0


def verdicts(study: Study) -> tuple[Verdict, ...]:
    """Every comparison that the study allows: broken ones first, then what is not evaluated, then by use or size."""
    order = {False: 0, None: 1, True: 2}
    return tuple(sorted(_all(study), key=lambda v: (order[v.holds], -v.used, v.what, -(v.value or 0.0), v.subject)))


def _all(study: Study) -> Iterator[Verdict]:
    limit = study.project.settings.voltage_drop_max_fraction
    for id, record in study.elements.items():
        if record.interrupts:
            yield Verdict("short circuit", id, record.fault_ka, record.interrupting_ka, "kA", record.missing)
        if record.loading_fraction is not None:
            yield Verdict("transformer loading", id, record.loading_fraction, 1.0, "fraction")
        if not isinstance(study.project.equipment[id], Conductor):
            yield Verdict("voltage drop", id, record.drop_fraction, limit, "fraction")
    for id, cable in study.cables.items():
        yield Verdict("cable loading", id, cable.loading_fraction, 1.0, "fraction")
