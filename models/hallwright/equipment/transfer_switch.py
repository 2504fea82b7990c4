"""Transfer switch: ATS or STS, from two sources to one load."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, choice, number
from hallwright.equipment.power_base import PowerGear


class TransferSwitch(PowerGear):
    """Feeds its load from the preferred source, and from the alternate while that is dead."""

    label: ClassVar[str] = "Transfer switch"
    icon: ClassVar[str] = "link_power.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.RACK})

    transfers: ClassVar[bool] = True

    kind: Literal["transfer_switch"] = "transfer_switch"
    technology: Literal["ats", "sts"] = choice("Automatic (mechanical) or static (thyristors)", "ats")
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=50000.0)
    rating_a: float = number("A", "Rated current", gt=0.0, le=1e5)
    short_circuit_ka: float | None = number("kA", "Short-circuit rating", None, le=500.0)
    rating_kva: float | None = number("kVA", "Rating", None, le=1e5)
    phases: int = number("count", "Phases", 3, ge=1, le=3)
    transfer_ms: float | None = number("ms", "Transfer time", None, le=1e6)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("preferred", Medium.POWER, "in", 1, "Preferred source", self.voltage_v, self.phases),
            Port("alternate", Medium.POWER, "in", 1, "Alternate source", self.voltage_v, self.phases),
            Port("out", Medium.POWER, "out", 8, "Load", self.voltage_v, self.phases),
        )

    def rated_a(self) -> float | None:
        return self.rating_a

    def carries_full_rating(self) -> bool:
        return True  # transfer switches are rated for continuous current (UL 1008)

    def rated_kw(self, power_factor: float) -> float | None:
        return None if self.rating_kva is None else self.rating_kva * power_factor
