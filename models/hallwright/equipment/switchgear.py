"""Switchgear or switchboard."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, choice, number
from hallwright.equipment.power_base import PowerGear


class Switchgear(PowerGear):
    """A switchboard: one bus, a main breaker and feeder breakers."""

    label: ClassVar[str] = "Switchgear"
    icon: ClassVar[str] = "pdu.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    kind: Literal["switchgear"] = "switchgear"
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=50000.0)
    rating_a: float = number("A", "Bus and main breaker rating", gt=0.0, le=1e5)
    short_circuit_ka: float | None = number("kA", "Short-circuit rating", None, le=500.0)
    full_rated: bool = choice("Main breaker may carry 100 % of its rating without pause", False)
    ways: int = number("count", "Feeder breakers", 24, ge=1, le=500)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 2, "Incomer", voltage_v=self.voltage_v, phases=3),
            Port("out", Medium.POWER, "out", self.ways, "Feeder", voltage_v=self.voltage_v, phases=3),
        )

    def rated_a(self) -> float | None:
        return self.rating_a

    def carries_full_rating(self) -> bool:
        return self.full_rated
