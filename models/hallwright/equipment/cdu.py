"""Coolant distribution unit."""

from typing import ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Basis, Curve, Medium, Mount, Placed, Port, Word, choice, number


class Cdu(Placed):
    """Moves heat from the rack loop (TCS) to the facility loop (FWS), or to the room's air."""

    label: ClassVar[str] = "CDU"
    icon: ClassVar[str] = "cdu.svg"
    group: ClassVar[str] = "Cooling"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.FLOOR, Mount.RACK})

    kind: Literal["cdu"] = "cdu"
    form: Literal["row", "rack", "facility", "liquid_to_air"] = choice(
        "Where it stands and what it gives heat to", "row"
    )
    capacity_kw: float = number("kW", "Heat moved at the rated approach and flows", gt=0.0, le=1e5)
    capacity_max_kw: float | None = number("kW", "Largest listed capacity, approach not stated", None, le=1e5)
    capacity_at_approach: Curve | None = Field(None, description="Capacity [kW] against approach [K]")
    approach_k: float = number(
        "K", "Technology supply minus facility supply (or room air) at its rating", gt=0.0, le=60.0
    )
    secondary_flow_l_min: float | None = number("L/min", "Flow of the rack loop", None, le=1e5)
    secondary_pressure_kpa: float | None = number("kPa", "Pressure it gives the rack loop", None, le=2000.0)
    secondary_supply_min_degc: float | None = number("degC", "Coldest rack-loop supply", None, ge=-20.0, le=90.0)
    secondary_supply_max_degc: float | None = number("degC", "Warmest rack-loop supply", None, ge=-20.0, le=90.0)
    rated_facility_supply_degc: float | None = number(
        "degC", "Facility supply where the rating holds", None, ge=-20.0, le=90.0
    )
    rated_secondary_supply_degc: float | None = number(
        "degC", "Rack-loop supply where the rating holds", None, ge=-20.0, le=90.0
    )
    setpoint_degc: float | None = number(
        "degC", "Rack-loop supply set-point; unknown = facility supply + approach", None, ge=-20.0, le=90.0
    )
    facility_flow_l_min: float | None = number("L/min", "Flow of the facility loop", None, le=1e5)
    pump_kw: float | None = number("kW", "Pump power", None, le=1000.0)
    fan_kw: float | None = number("kW", "Fan power (liquid-to-air)", None, le=1000.0)
    airflow_m3_s: float | None = number("m3/s", "Air it moves (liquid-to-air)", None, le=100.0)
    unit_power_kw: float | None = number("kW", "Power of the whole unit", None, le=1000.0)
    redundancy: Word = choice("Redundancy of its pumps as the vendor states it", "")
    pumps: int | None = number("count", "Pumps of the rack loop; unknown = from its redundancy", None, ge=1, le=20)
    pumps_standby: int | None = number("count", "Of these, spare at the rated flow", None, le=19)
    volume_l: float | None = number("L", "Coolant of the rack loop inside it", None, le=1e5)
    rack_outlets: int = number("count", "Connections of the rack loop", 32, ge=1, le=1000)

    def ports(self) -> tuple[Port, ...]:
        found = [Port("feed", Medium.POWER, "in", 2, "Supply", phases=3)]
        if self.form != "liquid_to_air":
            found.append(Port("facility", Medium.COOLANT, "in", 1, "Facility water", role="fws"))
        found.append(Port("rack", Medium.COOLANT, "out", self.rack_outlets, "Rack loop", role="tcs"))
        return tuple(found)

    def demand_kw(self, basis: Basis) -> float | None:
        if self.unit_power_kw is not None:
            return self.unit_power_kw
        return None if self.pump_kw is None else self.pump_kw + (self.fan_kw or 0.0)

    def pump_counts(self) -> tuple[int, int]:
        """Pumps of the rack loop, and how many of them are spare; two with one spare where stated as N+1, else one."""
        if self.pumps is not None:
            return self.pumps, min(self.pumps_standby or 0, self.pumps - 1)
        return (2, 1) if "n+1" in self.redundancy.lower().replace(" ", "") else (1, 0)
