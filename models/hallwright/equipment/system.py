"""System: a server, a rack-scale machine, a storage or management node."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hallwright.equipment.base import Basis, Id, Medium, Mount, Placed, Port, Record, Word, choice, number

BUSBAR_CLIPS = 32  # a busbar has no counted inlets: as many shelves as a rack can hold may feed it


class NicGroup(Record):
    """Like network ports of a system."""

    role: Word = choice("compute, storage, management, front …")
    count: int = number("count", "Ports", ge=1, le=1000)
    gbps: float = number("Gb/s", "Line rate of one port", gt=0.0, le=10000.0)
    protocol: Word = choice("Ethernet or InfiniBand; empty = either", "")
    connector: Word = choice("Cage; empty = not stated", "")


class FlowPoint(Record):
    """Coolant flow wanted at a supply temperature."""

    supply_degc: float = number("degC", "Supply temperature", ge=-20.0, le=90.0)
    flow_l_min: float = number("L/min", "Flow wanted", gt=0.0, le=10000.0)


class System(Placed):
    """A computer: 8-GPU server, rack-scale NVL72, PCIe GPU, FPGA, NPU or CPU server, storage, management."""

    label: ClassVar[str] = "System"
    icon: ClassVar[str] = "system_8gpu.svg"
    group: ClassVar[str] = "Racks and systems"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.RACK})

    kind: Literal["system"] = "system"
    role: Literal["gpu", "rack_scale", "fpga", "npu", "cpu", "storage", "management"] = choice("What it is for")
    width_m: float = number("m", "Width, seen from the front", 0.44, gt=0.0, le=5.0)
    depth_m: float = number("m", "Depth, front to back", 0.8, gt=0.0, le=5.0)
    height_m: float = number("m", "Height", 0.0889, gt=0.0, le=5.0)

    nameplate_kw: float | None = number("kW", "Planning maximum, as delivered", None, le=5000.0)
    typical_kw: float | None = number("kW", "Loaded average", None, le=5000.0)
    design_kw: float | None = number(
        "kW", "Design load of this one; unknown = nameplate times the project's factor", None, le=5000.0
    )
    measured_kw: float | None = number("kW", "Measured load of this one", None, le=5000.0)
    peak_kw: float | None = number("kW", "Short peak", None, le=5000.0)
    heat_kw: float | None = number(
        "kW", "Heat printed by the vendor where it differs from the nameplate", None, le=5000.0
    )
    measured_max_kw: float | None = number("kW", "Measured peak of a real node, for realism only", None, le=5000.0)

    accelerator: Word = choice("Accelerator fitted", "")
    accelerator_id: Id | None = Field(None, description="Product of the accelerators it is delivered with")
    accelerator_count: int = number("count", "Accelerators fitted as delivered", 0, le=10000)
    accelerator_slots: int = number("count", "PCIe accelerator slots (0 = board-mounted)", 0, le=1000)
    accelerator_kw: float | None = number("kW", "Design power of one fitted accelerator", None, le=20.0)
    gpus: int = number("count", "GPUs or other accelerators counted as such", 0, le=10000)
    accelerator_memory_gb: float | None = number("GB", "Memory of one accelerator", None, le=1e5)
    power_shelf_id: Id | None = Field(None, description="Power shelf product a rack-scale machine is delivered with")
    power_shelf_count: int = number("count", "Power shelves it is delivered with, placed beside it", 0, le=100)

    air_fraction: float = number("fraction", "Share of its heat that goes to the air", 1.0, le=1.0)
    airflow_m3_s: float | None = number("m3/s", "Air it moves at nameplate load", None, le=100.0)
    inlet_min_degc: float | None = number("degC", "Coldest inlet air it accepts", None, ge=-60.0, le=100.0)
    inlet_max_degc: float | None = number("degC", "Warmest inlet air it accepts", None, ge=-60.0, le=100.0)
    inlet_shutdown_degc: float | None = number("degC", "Inlet air at which it shuts down", None, ge=-60.0, le=120.0)
    air_class: Word = choice("ASHRAE air class, such as A2", "")
    coolant: Word = choice("Coolant it is made for, such as pg25", "")
    liquid_flow_l_min: float | None = number("L/min", "Coolant flow at nameplate load", None, le=10000.0)
    liquid_flow_table: Annotated[tuple[FlowPoint, ...], Field(max_length=20)] = Field(
        (), description="Coolant flow against supply temperature"
    )
    liquid_supply_max_degc: float | None = number("degC", "Warmest coolant it accepts", None, ge=-20.0, le=100.0)
    liquid_shutdown_degc: float | None = number("degC", "Coolant at which it shuts down", None, ge=-20.0, le=120.0)
    liquid_return_max_degc: float | None = number("degC", "Warmest coolant it may return", None, ge=-20.0, le=120.0)
    liquid_pressure_drop_kpa: float | None = number("kPa", "Pressure drop at nameplate flow", None, le=1000.0)
    coolant_volume_l: float | None = number("L", "Coolant inside it", None, le=1e4)
    cold_plate_k_w: float | None = number(
        "K/W", "Chip case above coolant supply, for each watt of one accelerator, at nameplate flow", None, le=10.0
    )
    chip_case_max_degc: float | None = number("degC", "Warmest case of an accelerator", None, ge=-20.0, le=200.0)

    supply: Literal["ac", "busbar"] = choice("Fed by AC power supplies, or by the rack's DC busbar", "ac")
    psu_count: int = number("count", "Power supplies", 2, ge=0, le=1000)
    psu_kw: float | None = number("kW", "Rating of one power supply", None, le=100.0)
    psu_required: int | None = number("count", "Supplies needed for full power", None, le=1000)
    psu_min_degraded: int | None = number("count", "Supplies needed to run at reduced performance", None, le=1000)
    inlet_count: int | None = number("count", "Power inlets", None, le=1000)
    inlet_connector: Word = choice("Power inlet, such as C20", "")
    inlet_a: float | None = number("A", "Rating of one inlet", None, le=10000.0)

    job: Word = choice("Job of the project it works on; empty = none", "")
    nics: Annotated[tuple[NicGroup, ...], Field(max_length=50)] = Field((), description="Network ports")

    media: Word = choice("Storage medium", "")
    drive_count: int = number("count", "Drives", 0, le=10000)
    raw_capacity_tb: float | None = number("TB", "Raw capacity", None, le=1e6)
    read_gb_s: float | None = number("GB/s", "Read rate", None, le=1e5)
    write_gb_s: float | None = number("GB/s", "Write rate", None, le=1e5)
    status: Word = choice("Availability when the facts were gathered", "")

    @property
    def liquid_fraction(self) -> float:
        """Share of its heat that goes to the coolant."""
        return 1.0 - self.air_fraction

    def power_ports(self) -> tuple[Port, ...]:
        if self.supply == "busbar":
            return (Port("busbar", Medium.POWER, "in", BUSBAR_CLIPS, "Busbar", dc=True),)
        if not self.psu_count:
            return ()
        count = self.inlet_count or self.psu_count
        return (
            Port(
                "psu",
                Medium.POWER,
                "in",
                count,
                "Power inlet",
                phases=1,
                rating_a=self.inlet_a or 0.0,
                connector=self.inlet_connector,
            ),
        )

    def ports(self) -> tuple[Port, ...]:
        found = list(self.power_ports())
        if self.air_fraction < 1.0:
            found.append(Port("coolant", Medium.COOLANT, "in", 2, "Coolant", role="tcs"))
        seen: dict[str, int] = {}
        for nic in self.nics:
            seen[nic.role] = seen.get(nic.role, 0) + 1
            name = nic.role if seen[nic.role] == 1 else f"{nic.role}-{seen[nic.role]}"
            found.append(
                Port(
                    name,
                    Medium.FABRIC,
                    "both",
                    nic.count,
                    nic.role,
                    connector=nic.connector,
                    gbps=nic.gbps,
                    role=nic.role,
                    protocol=nic.protocol,
                )
            )
        return tuple(found)

    def demand_kw(self, basis: Basis) -> float | None:
        """Power drawn, without added cards. Design falls back to nameplate; the project's factor comes on top."""
        if basis is Basis.MEASURED:
            return self.measured_kw
        if basis is Basis.DESIGN and self.design_kw is not None:
            return self.design_kw
        return self.nameplate_kw
