"""Network switch: leaf, spine, core, management, DDC leaf and fabric boxes."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Basis, Medium, Mount, Placed, Port, Record, Word, choice, number


class SwitchPorts(Record):
    """Like ports of a switch."""

    count: int = number("count", "Ports", ge=1, le=10000)
    gbps: float = number("Gb/s", "Line rate of one port", gt=0.0, le=10000.0)
    role: Word = choice("front, uplink, network, fabric, management", "front")
    connector: Word = choice("Cage; empty = not stated", "")
    split: int = number("count", "Slower ports that breakout cables make out of each", 1, ge=1, le=8)


class Switch(Placed):
    """A network switch."""

    label: ClassVar[str] = "Switch"
    icon: ClassVar[str] = "switch.svg"
    group: ClassVar[str] = "Fabric"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.RACK})

    kind: Literal["switch"] = "switch"
    tier: Literal["leaf", "spine", "core", "management", "storage", "unassigned"] = choice(
        "Place in its fabric", "unassigned"
    )
    fabric: Word = choice("Fabric it belongs to, such as compute, storage, management", "compute")
    width_m: float = number("m", "Width, seen from the front", 0.44, gt=0.0, le=5.0)
    depth_m: float = number("m", "Depth, front to back", 0.7, gt=0.0, le=5.0)
    height_m: float = number("m", "Height", 0.044, gt=0.0, le=5.0)
    protocol: Word = choice("InfiniBand NDR, Ethernet …", "Ethernet")
    switch_ports: Annotated[tuple[SwitchPorts, ...], Field(max_length=50)] = Field((), description="Ports")
    cages: int | None = number("count", "Cages that hold the ports", None, le=10000)
    cage_type: Word = choice("Cage, such as OSFP twin-port", "")
    switching_tbps: float | None = number("", "Switching capacity, one direction [Tb/s]", None, le=1e5)
    nameplate_kw: float | None = number("kW", "Planning maximum", None, le=500.0)
    typical_kw: float | None = number("kW", "Typical draw", None, le=500.0)
    measured_kw: float | None = number("kW", "Measured load of this one", None, le=500.0)
    nameplate_includes_optics: bool = choice("The planning maximum includes optics", True)
    airflow_m3_s: float | None = number("m3/s", "Air it moves at nameplate load", None, le=50.0)
    airflow_direction: Word = choice("Airflow direction as the vendor names it", "")
    inlet_max_degc: float | None = number("degC", "Warmest inlet air it accepts", None, ge=-60.0, le=100.0)
    psu_count: int = number("count", "Power supplies", 2, ge=1, le=1000)
    psu_kw: float | None = number("kW", "Rating of one power supply", None, le=100.0)
    psu_required: int | None = number("count", "Supplies needed for full power", None, le=1000)

    @property
    def family(self) -> str:
        """First word of the protocol: InfiniBand, Ethernet, cell."""
        return self.protocol.split(",")[0].split(" ")[0]

    def power_ports(self) -> tuple[Port, ...]:
        return (Port("psu", Medium.POWER, "in", self.psu_count, "Power inlet", phases=1),)

    def ports(self) -> tuple[Port, ...]:
        found = list(self.power_ports())
        seen: dict[str, int] = {}
        for group in self.switch_ports:
            seen[group.role] = seen.get(group.role, 0) + 1
            name = group.role if seen[group.role] == 1 else f"{group.role}-{seen[group.role]}"
            cell = self.protocol.lower().startswith("cell") or (group.role == "fabric" and "cell" in self.protocol)
            found.append(
                Port(
                    name,
                    Medium.FABRIC,
                    "both",
                    group.count * group.split,
                    group.role,
                    connector=group.connector or self.cage_type,
                    gbps=group.gbps / group.split,
                    role=group.role,
                    protocol="cell" if cell else self.family,
                )
            )
        return tuple(found)

    def demand_kw(self, basis: Basis) -> float | None:
        return self.measured_kw if basis is Basis.MEASURED else self.nameplate_kw
