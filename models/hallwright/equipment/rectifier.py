"""Floor-standing rectifier: 800 V DC side car or solid-state transformer."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, Word, choice, number
from hallwright.equipment.power_base import PowerGear


class Rectifier(PowerGear):
    """Turns AC into the 800 V DC of the announced rack class."""

    label: ClassVar[str] = "DC rectifier"
    icon: ClassVar[str] = "ups.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.OUTDOOR})

    converts: ClassVar[bool] = True

    kind: Literal["rectifier"] = "rectifier"
    rating_kw: float = number("kW", "Output rating", gt=0.0, le=1e5)
    input_v: Word = choice("Input as the vendor states it", "")
    voltage_v: float = number("V", "Line voltage of its input", 415.0, gt=0.0, le=50000.0)
    output_v: float = number("V", "Output voltage", 800.0, gt=0.0, le=2000.0)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("in", Medium.POWER, "in", 2, "Input", voltage_v=self.voltage_v, phases=3),
            Port("out", Medium.POWER, "out", 8, "DC output", voltage_v=self.output_v, dc=True),
        )

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kw
