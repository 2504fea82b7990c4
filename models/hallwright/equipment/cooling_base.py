"""What the cooling kinds share."""

from typing import ClassVar

from hallwright.equipment.base import Basis, Medium, Placed, Port, Word, choice, number


class AirCooler(Placed):
    """Takes heat out of the room's air with a water coil or a compressor."""

    group: ClassVar[str] = "Cooling"

    sensible_kw: float = number("kW", "Net sensible capacity at its rated temperatures", gt=0.0, le=1e5)
    airflow_m3_s: float | None = number("m3/s", "Air it moves", None, le=1000.0)
    fan_kw: float | None = number("kW", "Fan power", None, le=1000.0)
    supply_degc: float | None = number("degC", "Air it supplies at its rating", None, ge=-20.0, le=60.0)
    return_degc: float | None = number("degC", "Air that returns at its rating", None, ge=-20.0, le=80.0)
    water_supply_degc: float | None = number("degC", "Water supply at its rating", None, ge=-20.0, le=60.0)
    water_return_degc: float | None = number("degC", "Water return at its rating", None, ge=-20.0, le=90.0)
    water_flow_l_min: float | None = number("L/min", "Water flow at its rating", None, le=1e5)
    setpoint_degc: float | None = number("degC", "Supply set-point; unknown = as rated", None, ge=-20.0, le=60.0)
    duty: Word = choice("Note on redundancy, such as standby", "")

    def needs_water(self) -> bool:
        """Whether it has a water coil."""
        return True

    def electrical_kw(self) -> float | None:
        """Power it draws [kW]."""
        return self.fan_kw

    def demand_kw(self, basis: Basis) -> float | None:
        return self.electrical_kw()

    def ports(self) -> tuple[Port, ...]:
        feed = Port("feed", Medium.POWER, "in", 2, "Supply", phases=3)
        if not self.needs_water():
            return (feed,)
        return (feed, Port("water", Medium.COOLANT, "in", 1, "Chilled water", role="fws"))


class LiquidPlant(Placed):
    """Takes heat out of a water loop, to the outdoor air."""

    group: ClassVar[str] = "Cooling"

    capacity_kw: float = number("kW", "Capacity at its rated temperatures", gt=0.0, le=1e6)
    water_supply_degc: float | None = number("degC", "Water it supplies at its rating", None, ge=-20.0, le=90.0)
    water_return_degc: float | None = number("degC", "Water that returns at its rating", None, ge=-20.0, le=95.0)
    water_flow_l_min: float | None = number("L/min", "Water flow at its rating", None, le=1e6)
    pump_pressure_kpa: float | None = number(
        "kPa", "Pressure its pumps give the loop at the rated flow", None, le=2000.0
    )
    buffer_l: float | None = number("L", "Water in its buffer tank", None, le=1e7)
    outlets: int = number("count", "Connections of its loop", 64, ge=1, le=2000)

    def electrical_kw(self) -> float | None:
        """Power it draws at its rating [kW]."""
        return 0.0

    def demand_kw(self, basis: Basis) -> float | None:
        return self.electrical_kw()

    def ports(self) -> tuple[Port, ...]:
        return (
            Port("feed", Medium.POWER, "in", 2, "Supply", phases=3),
            Port("out", Medium.COOLANT, "out", self.outlets, "Facility water", role="fws"),
            Port("header", Medium.COOLANT, "in", 4, "Common header", role="fws"),  # joins plants to one loop
        )
