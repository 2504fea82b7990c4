"""Floor PDU and remote power panel (RPP)."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Port, choice, number
from hallwright.equipment.power_base import PowerGear


class Pdu(PowerGear):
    """A floor-standing distribution unit: with a transformer (PDU) or without (RPP), and panels of breakers."""

    label: ClassVar[str] = "PDU / RPP"
    icon: ClassVar[str] = "pdu.svg"

    kind: Literal["pdu"] = "pdu"
    rating_kva: float | None = number("kVA", "Transformer rating; none for an RPP", None, le=1e5)
    primary_v: float = number("V", "Line voltage of the input", gt=0.0, le=50000.0)
    secondary_v: float = number("V", "Line voltage of the panels", gt=0.0, le=50000.0)
    rating_a: float | None = number("A", "Main breaker rating", None, le=1e5)
    short_circuit_ka: float | None = number("kA", "Short-circuit rating", None, le=500.0)
    full_rated: bool = choice("Main breaker may carry 100 % of its rating without pause", False)
    poles: int = number("count", "Breaker poles", 84, ge=1, le=1000)
    branch_a: float = number("A", "Rating of a branch breaker", 63.0, gt=0.0, le=5000.0)
    branch_poles: int = number("count", "Poles a branch breaker takes", 3, ge=1, le=3)

    @property
    def is_rpp(self) -> bool:
        """Whether it has no transformer."""
        return self.rating_kva is None

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 1, "Input", voltage_v=self.primary_v, phases=3),
            Port(
                "out",
                Medium.POWER,
                "out",
                self.poles // self.branch_poles,
                "Branch breaker",
                voltage_v=self.secondary_v,
                phases=3 if self.branch_poles == 3 else 1,
                rating_a=self.branch_a,
            ),
        )

    def rated_kw(self, power_factor: float) -> float | None:
        return None if self.rating_kva is None else self.rating_kva * power_factor

    def rated_a(self) -> float | None:
        return self.rating_a

    def carries_full_rating(self) -> bool:
        return self.full_rated
