"""What the coolant engine sees of the hall: CDUs, systems, consumers of facility water and plants, each on its own.

Heat, temperatures held, and who runs come from the cooling balance; this engine adds pressures, flows and exchangers.
"""

import math
from dataclasses import dataclass, replace

from hallwright.engines.base import Step
from hallwright.engines.coolant.fluids import fluid, named
from hallwright.engines.coolant.piping import L_MIN, Pipe, Pumps, bore_m
from hallwright.engines.cooling.formulas import AIR_HEAT_KJ_KG_K, air_density_kg_m3
from hallwright.engines.cooling.records import CduLoad, CoolerDuty, PlantLoop, SystemHeat, TankLoad
from hallwright.equipment.base import Equipment, Medium, Placed, curve_value
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.cooling_tower import CoolingTower
from hallwright.equipment.dry_cooler import DryCooler
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rear_door import RearDoor
from hallwright.equipment.system import System
from hallwright.project import Link
from hallwright.settings import Settings

Feeds = tuple[tuple[str, Pipe], ...]  # upstream identifier and the pipes from there

WATER_DEGC = 25.0  # where water is taken for flows in step with a duty
IMMERSION_RHO_CP = 805.0 * 2.2  # kJ/(m3 K): single-phase hydrocarbon at 40 degC (equipment facts, recalled)
VALVE_STEPS = 100  # facility valves stand at whole hundredths of their rated flow


@dataclass(frozen=True, slots=True)
class Assumed:
    """Numbers of the project's settings that the loops are reckoned with; SI units but for those named."""

    coolant_rise_k: float
    drop_kpa: float
    exponent: float
    valve_kpa: float
    fittings: float
    velocity_m_s: float
    roughness_m: float
    extra_m: float
    pressure_kpa: float
    facility_pressure_kpa: float
    facility_drop_kpa: float
    shutoff: float
    runout: float
    fouling: float
    system_l_per_kw: float
    cdu_l_per_kw: float
    short_fraction: float
    dew_point_degc: float
    chiller_gain_per_k: float
    immersion_approach_k: float
    immersion_rise_k: float
    immersion_bath_max_degc: float
    air_rho_cp: float  # kJ/(m3 K) at the site

    @staticmethod
    def of(settings: Settings) -> "Assumed":
        """From the settings."""
        return Assumed(
            settings.derived_coolant_rise_k,
            settings.coolant_drop_kpa,
            settings.coolant_drop_exponent,
            settings.coolant_valve_drop_kpa,
            settings.coolant_fittings_k,
            settings.coolant_velocity_m_s,
            settings.coolant_roughness_um * 1e-6,
            settings.coolant_extra_length_m,
            settings.coolant_pressure_kpa,
            settings.facility_pressure_kpa,
            settings.facility_drop_kpa,
            settings.pump_shutoff_ratio,
            settings.pump_runout_ratio,
            settings.exchanger_fouling_fraction,
            settings.system_coolant_l_per_kw,
            settings.cdu_coolant_l_per_kw,
            settings.flow_short_fraction,
            settings.room_dew_point_degc,
            settings.chiller_gain_per_k,
            settings.immersion_approach_k,
            settings.immersion_rise_k,
            settings.immersion_bath_max_degc,
            float(air_density_kg_m3(settings.altitude_m)) * AIR_HEAT_KJ_KG_K,
        )


@dataclass(frozen=True, slots=True)
class Chip:
    """An accelerator under its cold plate."""

    k_w: float  # case above supply, per watt, at `flow_m3_s`
    watts: float
    flow_m3_s: float
    max_degc: float | None


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A liquid-cooled system.

    `wanted_m3_s` holds at `wanted_at_degc`; `table` gives what other supplies need, on the same load.
    `largest_m3_s` is what its pipes and valve are sized for. `made_for` is its coolant as stated; empty = not stated.
    """

    id: str
    feeds: Feeds
    heat_kw: float
    wanted_m3_s: float
    wanted_at_degc: float | None
    table: tuple[tuple[float, float], ...]
    largest_m3_s: float
    drop_kpa: float
    drop_at_m3_s: float
    coolant: str
    accepts_degc: float | None
    volume_l: float
    chip: Chip | None
    case_max_degc: float | None
    assumed: tuple[str, ...]
    made_for: str = ""

    def wanted(self, supply_degc: float) -> float:
        """Flow wanted at a supply temperature [m3/s]."""
        if not self.table or self.wanted_at_degc is None or math.isnan(supply_degc):
            return self.wanted_m3_s
        at = curve_value(self.table, self.wanted_at_degc)
        return self.wanted_m3_s * curve_value(self.table, supply_degc) / at


@dataclass(frozen=True, slots=True)
class CduPart:
    """A CDU; `target_degc` is the supply that it is held to. `facility_m3_s` is its rated facility flow."""

    id: str
    feeds: Feeds
    runs: bool
    to_air: bool
    target_degc: float | None
    facility_degc: float | None
    pumps: Pumps
    pump_kw: float
    rated_kw: float
    rated_approach_k: float
    rated_degc: float
    rated_m3_s: float
    facility_m3_s: float
    air_kw_k: float  # heat-capacity rate of its air; 0 = unknown
    volume_l: float
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bath:
    """The fluid of an immersion tank and its exchanger's rating; `fluid_kw_k` None = it boils: not modelled."""

    heat_kw: float  # of what stands in it and its pumps, all of it
    rated_kw: float
    approach_k: float
    fluid_kw_k: float | None
    rated_water_degc: float
    max_degc: float


@dataclass(frozen=True, slots=True)
class WaterPart:
    """A coil, rear door or tank on facility water."""

    id: str
    feeds: Feeds
    heat_kw: float
    wanted_m3_s: float
    rated_m3_s: float
    is_door: bool
    assumed: tuple[str, ...]
    bath: Bath | None = None


@dataclass(frozen=True, slots=True)
class PlantPart:
    """A chiller or dry cooler; `lead` names its header, whose supply, capacity and heat are the balance's."""

    id: str
    lead: str
    runs: bool
    pumps: Pumps
    capacity_kw: float
    header_kw: float
    header_heat_kw: float
    supply_degc: float | None
    approach_k: float | None  # of a dry cooler
    buffer_l: float
    assumed: tuple[str, ...]


Part = SystemPart | CduPart | WaterPart | PlantPart


def part_of(step: Step, assumed: Assumed, item: Equipment) -> Part | None:
    """What the engine sees of one thing; None where it plays no part."""
    cooling = step.results.cooling
    record = cooling.records.get(item.id) if cooling is not None else None
    if isinstance(item, System) and isinstance(record, SystemHeat):
        return _system(step, assumed, item, record)
    if isinstance(item, Cdu) and isinstance(record, CduLoad):
        return _cdu(step, assumed, item, record)
    if isinstance(item, AirCooler) and isinstance(record, CoolerDuty):
        return _coil(step, assumed, item, record) if item.needs_water() and record.runs else None
    if isinstance(item, ImmersionTank) and isinstance(record, TankLoad):
        return _tank(step, assumed, item, record) if record.runs else None
    if isinstance(item, LiquidPlant) and not isinstance(item, CoolingTower) and isinstance(record, PlantLoop):
        return _plant(assumed, item, record)
    return None


def _feeds(step: Step, assumed: Assumed, item: Placed, flow_m3_s: float, kind: type[Placed]) -> Feeds:
    """The pipes that end at a thing and come from that kind; one pair for each upstream end."""
    found: dict[str, Pipe] = {}
    links = [k for k in step.topology.links_of(item.id, Medium.COOLANT) if item.id in k.b]
    bore = bore_m(max(flow_m3_s, 1e-6), assumed.velocity_m_s)
    for link in links:
        for end in link.a:
            source = step.project.equipment.get(end)
            if isinstance(source, kind) and not isinstance(source, CoolingTower):
                found[end] = Pipe(2.0 * _length_m(step, assumed, link, source, item), bore)
    return tuple(sorted(found.items()))


def _length_m(step: Step, assumed: Assumed, link: Link, source: Placed, item: Placed) -> float:
    """One way, up to whole metres: so a nudge of a rack does not move every pressure."""
    if link.length_m is not None:
        return max(link.length_m, 1.0)
    (x, y), (to_x, to_y) = _at(step, source), _at(step, item)
    return math.ceil(round(abs(x - to_x) + abs(y - to_y) + assumed.extra_m, 6))


def _at(step: Step, item: Placed) -> tuple[float, float]:
    carrier = step.project.equipment.get(item.carrier_id() or "", item)
    return (carrier.x_m, carrier.y_m) if isinstance(carrier, Placed) else (0.0, 0.0)


def _water_flow(heat_kw: float, rise_k: float) -> float:
    """Water that carries a heat at a rise [m3/s]."""
    return heat_kw / (fluid("water").at(WATER_DEGC).rho_cp * rise_k)


def _system(step: Step, assumed: Assumed, item: System, record: SystemHeat) -> SystemPart | None:
    if not record.needs_coolant or record.flow_l_min <= 0.0:
        return None
    wanted = record.flow_l_min / L_MIN
    table = tuple((p.supply_degc, p.flow_l_min / L_MIN) for p in item.liquid_flow_table)
    stated = (item.liquid_flow_l_min or 0.0) / L_MIN
    largest = max(stated, wanted, *(q for _, q in table))
    words = []
    drop, drop_at = item.liquid_pressure_drop_kpa, stated or largest
    if not drop:
        drop, drop_at = assumed.drop_kpa, largest
        words.append("pressure drop")
    volume = item.coolant_volume_l
    nameplate = item.nameplate_kw or item.design_kw or record.heat_kw or 0.0
    if volume is None:
        volume = assumed.system_l_per_kw * nameplate * item.liquid_fraction
        words.append("coolant volume")
    if record.flow_l_min_derived:
        words.append("flow wanted")
    chip = None
    if item.cold_plate_k_w is not None and item.accelerator_kw is not None:
        load = min((record.heat_kw or 0.0) / nameplate, 1.0) if nameplate else 1.0
        watts = item.accelerator_kw * 1000.0 * load
        chip = Chip(item.cold_plate_k_w, watts, stated or largest, item.chip_case_max_degc)
    return SystemPart(
        item.id,
        tuple((c, pipe) for c, pipe in _feeds(step, assumed, item, largest, Cdu) if c in record.cdus),
        record.liquid_kw,
        wanted,
        record.supply_degc,
        table,
        largest,
        drop,
        drop_at,
        named(item.coolant) or "water",
        item.liquid_supply_max_degc,
        volume,
        chip,
        item.chip_case_max_degc,
        tuple(words),
        (named(item.coolant) or item.coolant) if item.coolant else "",
    )


def _cdu(step: Step, assumed: Assumed, item: Cdu, record: CduLoad) -> CduPart:
    words = []
    flow = item.secondary_flow_l_min
    if flow is None:
        pg25 = fluid("pg25").at(40.0)
        flow = item.capacity_kw / (pg25.rho_cp * assumed.coolant_rise_k) * L_MIN
        words.append("rack-loop flow")
    head = item.secondary_pressure_kpa
    if head is None:
        head = assumed.pressure_kpa
        words.append("pump pressure")
    fitted, standby = item.pump_counts()
    if item.pumps is None:
        words.append("pumps")
    facility = (item.facility_flow_l_min or 0.0) / L_MIN
    if not facility and item.form != "liquid_to_air":
        pg25 = fluid("pg25").at(40.0)
        facility = flow / L_MIN * pg25.rho_cp / fluid("water").at(WATER_DEGC).rho_cp
        words.append("facility flow")
    approach = item.approach_k
    if item.rated_secondary_supply_degc is not None and item.rated_facility_supply_degc is not None:
        approach = item.rated_secondary_supply_degc - item.rated_facility_supply_degc
    volume = item.volume_l
    if volume is None:
        volume = assumed.cdu_l_per_kw * item.capacity_kw
        words.append("coolant volume")
    pumps = Pumps(
        flow / L_MIN,
        head * 1000.0,
        assumed.shutoff * head * 1000.0,
        assumed.runout,
        fitted,
        standby,
    )
    return CduPart(
        item.id,
        _feeds(step, assumed, item, facility, LiquidPlant),
        record.runs and item.id in step.project.equipment,
        item.form == "liquid_to_air",
        record.supply_degc,
        record.facility_degc,
        pumps,
        (item.pump_kw or 0.0)
        if item.form == "liquid_to_air"
        else record.pump_kw,  # its fans warm the room, not the loop
        item.capacity_kw,
        approach,
        item.rated_secondary_supply_degc if item.rated_secondary_supply_degc is not None else 40.0,
        flow / L_MIN,
        facility,
        (item.airflow_m3_s or 0.0) * assumed.air_rho_cp if item.form == "liquid_to_air" else 0.0,
        volume,
        tuple(words),
    )


def _tank(step: Step, assumed: Assumed, item: ImmersionTank, record: TankLoad) -> WaterPart:
    words = []
    rated = (item.water_flow_l_min or 0.0) / L_MIN
    if not rated:
        rated = _water_flow(item.capacity_kw, assumed.coolant_rise_k)
        words.append("rated flow")
    water = item.water_supply_degc
    if water is None:
        water = WATER_DEGC
        words.append("rated water")
    approach = assumed.immersion_approach_k
    if item.bath_degc is not None and item.water_supply_degc is not None:
        approach = item.bath_degc - water
    else:
        words.append("approach of the bath")
    fluid_kw_k: float | None = item.capacity_kw / assumed.immersion_rise_k
    if "two-phase" in item.fluid.lower().replace(" ", "-"):
        fluid_kw_k = None
    elif item.fluid_flow_l_min:
        fluid_kw_k = item.fluid_flow_l_min / L_MIN * IMMERSION_RHO_CP
    else:
        words.append("flow of the bath")
    limit = assumed.immersion_bath_max_degc if item.bath_max_degc is None else item.bath_max_degc
    heat = min(record.heat_kw, record.capacity_kw)
    part = _water(step, assumed, item, heat + record.pump_kw, heat / item.capacity_kw, rated, tuple(words))
    bath = Bath(record.heat_kw + record.pump_kw, item.capacity_kw, approach, fluid_kw_k, water, limit)
    return replace(part, bath=bath)


def _coil(step: Step, assumed: Assumed, item: AirCooler, record: CoolerDuty) -> WaterPart | None:
    rated = (item.water_flow_l_min or 0.0) / L_MIN
    words: tuple[str, ...] = ()
    if not rated:
        cold, warm = item.water_supply_degc, item.water_return_degc
        rise = warm - cold if cold is not None and warm is not None and warm > cold else assumed.coolant_rise_k
        rated = _water_flow(item.sensible_kw, rise)
        words = ("rated flow",)
    share = record.duty_kw / item.sensible_kw
    return _water(step, assumed, item, record.duty_kw + record.fan_kw, share, rated, words)


def _water(
    step: Step, assumed: Assumed, item: Placed, heat_kw: float, share: float, rated: float, words: tuple[str, ...]
) -> WaterPart:
    """A consumer whose valve lets through flow in step with its duty."""
    wanted = valve_flow(min(share, 1.0) * rated, rated) if heat_kw > 0.0 else 0.0
    feeds = _feeds(step, assumed, item, rated, LiquidPlant)
    return WaterPart(item.id, feeds, heat_kw, wanted, rated, isinstance(item, RearDoor), words)


def valve_flow(wanted_m3_s: float, rated_m3_s: float) -> float:
    """The next whole step of a valve that lets through what is wanted."""
    if rated_m3_s <= 0.0:
        return 0.0
    return min(math.ceil(wanted_m3_s / rated_m3_s * VALVE_STEPS - 1e-9) / VALVE_STEPS, 1.0) * rated_m3_s


def _plant(assumed: Assumed, item: LiquidPlant, record: PlantLoop) -> PlantPart:
    words = []
    flow = (item.water_flow_l_min or 0.0) / L_MIN
    if item.water_flow_l_min is None:
        cold, warm = item.water_supply_degc, item.water_return_degc
        rise = warm - cold if cold is not None and warm is not None and warm > cold else assumed.coolant_rise_k
        flow = _water_flow(item.capacity_kw, rise)
        words.append("rated flow")
    head = item.pump_pressure_kpa
    if head is None:
        head = assumed.facility_pressure_kpa
        words.append("pump pressure")
    return PlantPart(
        item.id,
        record.lead if record.plants else "",
        item.id in record.plants,
        Pumps(flow, head * 1000.0, assumed.shutoff * head * 1000.0, assumed.runout),
        item.capacity_kw,
        record.capacity_kw,
        record.heat_kw,
        record.supply_degc,
        item.approach_k if isinstance(item, DryCooler) else None,
        item.buffer_l or 0.0,
        tuple(words),
    )
