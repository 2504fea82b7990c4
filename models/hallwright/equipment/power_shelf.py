"""Power shelf: rectifiers that feed a rack's DC busbar."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, Word, choice, number
from hallwright.equipment.power_base import PowerGear


class PowerShelf(PowerGear):
    """A shelf of power supplies in a rack: AC in, DC busbar out."""

    label: ClassVar[str] = "Power shelf"
    icon: ClassVar[str] = "ups.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.RACK})

    converts: ClassVar[bool] = True

    kind: Literal["power_shelf"] = "power_shelf"
    width_m: float = number("m", "Width", 0.44, gt=0.0, le=1.0)
    depth_m: float = number("m", "Depth", 0.8, gt=0.0, le=2.0)
    height_m: float = number("m", "Height", 0.044, gt=0.0, le=1.0)
    rating_kw: float = number("kW", "Output rating", gt=0.0, le=5000.0)
    input_v: Word = choice("Input as the vendor states it", "")
    voltage_v: float = number("V", "Line voltage of its input", 415.0, gt=0.0, le=1000.0)
    input_a: float | None = number("A", "Input current rating", None, le=5000.0)
    output_v: float = number("V", "Busbar voltage", 50.0, gt=0.0, le=2000.0)
    psu_count: int = number("count", "Power supplies", 6, ge=1, le=100)
    psu_kw: float | None = number("kW", "Rating of one power supply", None, le=100.0)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 1, "Input", voltage_v=self.voltage_v, phases=3),
            Port("out", Medium.POWER, "out", 1, "Busbar", voltage_v=self.output_v, dc=True),
        )

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kw

    def rated_a(self) -> float | None:
        return self.input_a

    def carries_full_rating(self) -> bool:
        return True  # the vendor's input current, not a breaker
