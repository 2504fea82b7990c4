"""Immersion tank."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Basis, Medium, Placed, Port, Word, choice, number


class ImmersionTank(Placed):
    """A tank of dielectric fluid with its own exchanger; systems stand in it as in a rack laid down."""

    label: ClassVar[str] = "Immersion tank"
    icon: ClassVar[str] = "immersion_tank.svg"
    group: ClassVar[str] = "Cooling"

    kind: Literal["immersion_tank"] = "immersion_tank"
    units: int = number("U", "Rack units it takes", 42, ge=1, le=100)
    capacity_kw: float = number("kW", "Heat it moves at its rated water supply", gt=0.0, le=10000.0)
    water_supply_degc: float | None = number("degC", "Water supply at its rating", None, ge=-20.0, le=90.0)
    water_flow_l_min: float | None = number("L/min", "Water flow at its rating", None, le=1e5)
    bath_degc: float | None = number("degC", "Fluid that leaves its exchanger, at its rating", None, ge=-20.0, le=90.0)
    bath_max_degc: float | None = number(
        "degC", "Warmest such fluid that what stands in it accepts", None, ge=-20.0, le=120.0
    )
    fluid_flow_l_min: float | None = number("L/min", "Fluid that its pumps circulate", None, le=1e5)
    pump_kw: float | None = number("kW", "Pump power", None, le=1000.0)
    fluid: Word = choice("Fluid", "")
    fluid_l: float | None = number("L", "Fluid volume", None, le=1e5)

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("feed", Medium.POWER, "in", 2, "Supply", phases=1),
            Port("water", Medium.COOLANT, "in", 1, "Facility water", role="fws"),
        )

    def demand_kw(self, basis: Basis) -> float | None:
        return self.pump_kw
