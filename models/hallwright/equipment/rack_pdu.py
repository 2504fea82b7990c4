"""Rack PDU: the outlets of a rack on one feed."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Medium, Mount, Port, Word, choice, number
from hallwright.equipment.power_base import PowerGear, single_phase_v


class RackPdu(PowerGear):
    """A strip of outlets carried by a rack, with phases and breaker banks."""

    label: ClassVar[str] = "Rack PDU"
    icon: ClassVar[str] = "pdu.svg"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.RACK_SIDE, Mount.RACK})

    kind: Literal["rack_pdu"] = "rack_pdu"
    width_m: float = number("m", "Width", 0.056, gt=0.0, le=1.0)
    depth_m: float = number("m", "Depth", 0.055, gt=0.0, le=1.0)
    height_m: float = number("m", "Height", 1.8, gt=0.0, le=3.0)
    voltage_v: float = number("V", "Line voltage", gt=0.0, le=1000.0)
    phases: int = number("count", "Phases of its inlet", 3, ge=1, le=3)
    rating_a: float = number("A", "Inlet rating", gt=0.0, le=1000.0)
    usable_a: float | None = number("A", "Current it may carry without pause (80 % already taken)", None, le=1000.0)
    rating_kw: float | None = number("kW", "Power it may carry without pause", None, le=500.0)
    short_circuit_ka: float | None = number("kA", "Short-circuit rating", None, le=500.0)
    inlet: Word = choice("Inlet, such as IEC 60309 63 A", "")
    outlets: int = number("count", "Outlets", 24, ge=1, le=200)
    outlet_mix: Word = choice("Outlets by type, of one model of the class", "")
    banks: int | None = number("count", "Breaker banks", None, ge=1, le=50)
    bank_a: float | None = number("A", "Breaker rating of a bank", None, le=200.0)

    @property
    def outlet_v(self) -> float:
        """Voltage of an outlet [V]."""
        return single_phase_v(self.voltage_v) if self.phases == 3 else self.voltage_v

    def bank_of(self, outlet: int) -> int:
        """Bank of an outlet, both counted from 1: banks take equal runs of outlets."""
        return min((outlet - 1) * (self.banks or 1) // self.outlets, (self.banks or 1) - 1) + 1

    def ports(self) -> tuple[Port, ...]:
        return (
            Port(
                "in",
                Medium.POWER,
                "in",
                1,
                "Inlet",
                voltage_v=self.voltage_v,
                phases=self.phases,
                rating_a=self.rating_a,
                connector=self.inlet,
            ),
            Port("out", Medium.POWER, "out", self.outlets, "Outlet", voltage_v=self.outlet_v, phases=1),
        )

    def rated_kw(self, power_factor: float) -> float | None:
        return self.rating_kw

    def rated_a(self) -> float | None:
        return self.rating_a

    def continuous_a(self, fraction: float) -> float | None:
        return self.usable_a if self.usable_a is not None else self.rating_a * fraction

    def bank_continuous_a(self, fraction: float) -> float | None:
        """Current a bank may carry without pause [A]: of its breaker the share that its maker allows of the inlet."""
        if self.bank_a is None:
            return None
        return self.bank_a * (self.usable_a / self.rating_a if self.usable_a is not None else fraction)
