"""Transformer, medium to low voltage or low to low."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, number
from hallwright.equipment.power_base import PowerGear


class Transformer(PowerGear):
    """A transformer."""

    label: ClassVar[str] = "Transformer"
    icon: ClassVar[str] = "transformer.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    kind: Literal["transformer"] = "transformer"
    rating_kva: float = number("kVA", "Rating", gt=0.0, le=1e6)
    primary_v: float = number("V", "Primary line voltage", gt=0.0, le=500000.0)
    secondary_v: float = number("V", "Secondary line voltage", gt=0.0, le=500000.0)
    impedance_fraction: float | None = number("fraction", "Short-circuit impedance", None, le=1.0)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 1, "Primary", voltage_v=self.primary_v, phases=3),
            Port("out", Medium.POWER, "out", 8, "Secondary", voltage_v=self.secondary_v, phases=3),
        )

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kva * power_factor
