"""What the power kinds share: ratings, efficiency curves, ports."""

from typing import ClassVar

from pydantic import Field

from hallwright.equipment.base import Curve, Placed, Word, choice, number


class PowerGear(Placed):
    """Part of the power chain. Losses come from its efficiency curve; without one it has none."""

    group: ClassVar[str] = "Power"

    efficiency_at_load: Curve | None = Field(
        None, description="Efficiency against load, both as fractions of 1, in rising load"
    )
    redundancy: Word = choice("Redundancy as the vendor or designer states it", "")
    status: Word = choice("Availability when the facts were gathered", "")

    def rated_kw(self, power_factor: float) -> float | None:
        """Active power it is rated for [kW]; None when it has no rating."""
        return None

    def rated_a(self) -> float | None:
        """Current it is rated for [A]; None when it has no rating."""
        return None


def breaker_field(description: str = "Breaker it hangs on") -> float | None:
    """Optional breaker rating of its supply."""
    value: float | None = number("A", description, None, le=1e5)
    return value
