"""What the cooling engine sees of equipment: loads, carriers, coolers, and the coolant links between them."""

from dataclasses import dataclass

from hallwright.engines.base import Step
from hallwright.engines.cooling.formulas import (
    AIR_CLASSES,
    AIR_HEAT_KJ_KG_K,
    air_density_kg_m3,
    coolant_properties,
)
from hallwright.engines.cooling.spaces import Spaces
from hallwright.engines.fabric.optics import added_optics_kw
from hallwright.engines.power.demand import demand_kw
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Basis, Equipment, Medium, Placed, curve_value
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.chiller import Chiller
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.cooling_tower import CoolingTower
from hallwright.equipment.crah import Crah
from hallwright.equipment.dry_cooler import DryCooler
from hallwright.equipment.generator import Generator
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.in_row import InRow
from hallwright.equipment.power_base import PowerGear
from hallwright.equipment.rack import Rack
from hallwright.equipment.rear_door import RearDoor
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import FlowPoint, System
from hallwright.equipment.tile import Tile
from hallwright.equipment.utility_feed import UtilityFeed
from hallwright.settings import Settings

Feeds = tuple[tuple[str, int], ...]  # (upstream identifier, cables), in identifier order


@dataclass(frozen=True, slots=True)
class Assumed:
    """Numbers of the project's settings that the balance uses."""

    rho_cp: float  # kJ/(m3 K) of air at the site
    coolant_rise_k: float
    air_rise_k: float

    @staticmethod
    def of(settings: Settings) -> "Assumed":
        """From the settings."""
        density = float(air_density_kg_m3(settings.altitude_m))
        return Assumed(density * AIR_HEAT_KJ_KG_K, settings.derived_coolant_rise_k, settings.derived_air_rise_k)


@dataclass(frozen=True, slots=True)
class Load:
    """Something that gives off heat. `heat_kw` None = unknown; `flow_m3_s` None = it has no fans of its own."""

    carrier: str | None
    heat_kw: float | None
    air_kw: float
    liquid_kw: float
    flow_m3_s: float | None
    flow_derived: bool
    reverse: bool  # breathes at the rear of its rack
    inlet_min_degc: float | None
    inlet_max_degc: float | None
    feeds: Feeds
    flow_l_min: float | None
    table: tuple[FlowPoint, ...]
    table_scale: float
    density_kg_m3: float
    heat_kj_kg_k: float
    needs_coolant: bool
    front: str | None
    rear: str | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A rack: where it breathes and blows out."""

    front: str | None
    rear: str | None


@dataclass(frozen=True, slots=True)
class AirPart:
    """A CRAH, in-row cooler or fan wall; `supply` None = into the floor void of `room`."""

    sensible_kw: float
    flow_m3_s: float
    fan_kw: float
    supply: str | None
    underfloor: bool
    returns: tuple[str, ...]
    room: str | None
    needs_water: bool
    feeds: Feeds
    supply_degc: float | None
    rated_return_degc: float | None
    rated_water_degc: float | None
    water_flow_l_min: float | None
    water_rise_k: float | None
    powered: bool


@dataclass(frozen=True, slots=True)
class DoorPart:
    """A rear door."""

    carrier: str | None
    sensible_kw: float
    capture: float
    drop_k: float | None
    fan_kw: float
    feeds: Feeds
    rated_return_degc: float | None
    rated_water_degc: float | None
    supply_degc: float | None
    water_flow_l_min: float | None
    water_rise_k: float | None
    powered: bool


@dataclass(frozen=True, slots=True)
class CduPart:
    """A coolant distribution unit."""

    item: Cdu
    carrier: str | None
    front: str | None
    rear: str | None
    feeds: Feeds
    powered: bool


@dataclass(frozen=True, slots=True)
class TankPart:
    """An immersion tank."""

    capacity_kw: float
    pump_kw: float
    rated_water_degc: float | None
    feeds: Feeds
    powered: bool


@dataclass(frozen=True, slots=True)
class PlantPart:
    """A chiller or dry cooler; `feeds` are other plants piped into its header.

    `rejects`: it has somewhere to give its heat. `runs`: it does, and has power.
    """

    capacity_kw: float
    supply_degc: float | None
    flow_l_min: float | None
    feeds: Feeds
    rejects: bool
    runs: bool


@dataclass(frozen=True, slots=True)
class TilePart:
    """A field of perforated tiles."""

    volume: str | None
    room: str | None
    open_m2: float


Part = Load | Carrier | AirPart | DoorPart | CduPart | TankPart | PlantPart | TilePart


def part_of(step: Step, spaces: Spaces, item: Equipment) -> Part | None:
    """What the engine sees of one thing; None where it plays no part."""
    if isinstance(item, System | Switch):
        return _load(step, spaces, item)
    if isinstance(item, Rack):
        return Carrier(_place(spaces, item, "front"), _place(spaces, item, "rear"))
    if isinstance(item, PowerGear):
        return _gear(step, spaces, item)
    if isinstance(item, RearDoor):
        capture = item.capture_min_fraction
        if capture is None:
            capture = 1.0 if item.capture_max_fraction is None else item.capture_max_fraction
        supply = item.setpoint_degc if item.setpoint_degc is not None else item.supply_degc
        return DoorPart(
            item.rack_id,
            item.sensible_kw,
            capture,
            item.air_temp_drop_max_k,
            (item.fan_kw or 0.0) if item.active else 0.0,
            _feeds(step, item),
            item.return_degc,
            item.water_supply_degc,
            supply,
            item.water_flow_l_min,
            _rise(item.water_supply_degc, item.water_return_degc),
            powered(step, item),
        )
    if isinstance(item, AirCooler):
        return _air(step, spaces, item)
    if isinstance(item, Cdu):
        front, rear = (None, None) if item.rack_id else (_place(spaces, item, "front"), _place(spaces, item, "rear"))
        return CduPart(item, item.rack_id, front, rear, _feeds(step, item), powered(step, item))
    if isinstance(item, ImmersionTank):
        feeds, pump_kw = _feeds(step, item), item.pump_kw or 0.0
        return TankPart(item.capacity_kw, pump_kw, item.water_supply_degc, feeds, powered(step, item))
    if isinstance(item, LiquidPlant) and not isinstance(item, CoolingTower):
        return _plant(step, item)
    if isinstance(item, Tile):
        centre = item.to_floor(0.0, 0.0)
        area = item.width_m * item.depth_m * item.open_fraction
        return TilePart(spaces.at(centre), spaces.room_at(centre), area)
    return None


def _place(spaces: Spaces, item: Placed, side: str) -> str | None:
    """Volume before the front or behind the rear; nearer by where that lies outside."""
    point = item.front_point if side == "front" else item.rear_point
    found = spaces.at(point(0.3))
    return found if found is not None else spaces.at(point(0.05))


def _rise(supply: float | None, back: float | None) -> float | None:
    return back - supply if supply is not None and back is not None and back > supply else None


def _feeds(step: Step, item: Equipment) -> Feeds:
    """Upstream ends of the coolant links that end at a thing, with how many cables each."""
    found: dict[str, int] = {}
    for link in step.topology.links_of(item.id, Medium.COOLANT):
        times = link.b.count(item.id)
        if times:
            for a in link.a:
                found[a] = found.get(a, 0) + link.per_pair * times
    return tuple(sorted(found.items()))


def _load(step: Step, spaces: Spaces, item: System | Switch) -> Load:
    settings = step.project.settings
    inside = (step.project.equipment[i] for i in sorted(step.topology.inside(item.id)))
    cards = [c for c in inside if isinstance(c, Accelerator)]
    heat = demand_kw(item, cards, settings, added_optics_kw(step.topology, item))
    nameplate = item.demand_kw(Basis.NAMEPLATE)
    low, high, liquid_fraction = None, item.inlet_max_degc, 0.0
    table: tuple[FlowPoint, ...] = ()
    flow_l_min, coolant = None, ""
    if isinstance(item, System):
        if heat is not None and settings.vendor_heat and item.heat_kw and nameplate and item.heat_kw > nameplate:
            heat *= item.heat_kw / nameplate
        low, liquid_fraction, coolant = item.inlet_min_degc, item.liquid_fraction, item.coolant
        table, flow_l_min = item.liquid_flow_table, item.liquid_flow_l_min
        if high is None:
            high = AIR_CLASSES[_air_class(item.air_class, settings)].allowable_max_degc
    elif high is None:
        high = AIR_CLASSES[settings.inlet_class].allowable_max_degc
    known = heat or 0.0
    in_tank = isinstance(step.project.equipment.get(item.rack_id or ""), ImmersionTank)
    liquid = 0.0 if in_tank else known * liquid_fraction
    air = 0.0 if in_tank else known - liquid
    scale = known / nameplate if nameplate else 1.0  # fans and valves keep the rise as the load falls
    flow = item.airflow_m3_s * min(scale, 1.0) if item.airflow_m3_s is not None else None
    derived = flow is None
    if flow is None:
        assumed = Assumed.of(settings)
        flow = air / (assumed.rho_cp * assumed.air_rise_k)
    floor = item.rack_id is None
    density, specific = coolant_properties(coolant)
    return Load(
        item.rack_id,
        heat,
        air,
        liquid,
        0.0 if in_tank else flow,
        derived,
        item.face == "rear",
        low,
        high,
        _feeds(step, item) if liquid_fraction > 0.0 and not in_tank else (),
        None if flow_l_min is None else flow_l_min * min(scale, 1.0),
        table,
        min(scale, 1.0),
        density,
        specific,
        liquid_fraction > 0.0 and not in_tank,
        _place(spaces, item, "front") if floor else None,
        _place(spaces, item, "rear") if floor else None,
    )


def _air_class(stated: str, settings: Settings) -> str:
    word = stated.upper().replace("ASHRAE", "").replace("-", "").strip()
    return word if word in AIR_CLASSES else settings.inlet_class


def has_source(step: Step) -> bool:
    """Whether power is drawn at all: the hall has a utility feed or a generator."""
    return any(step.topology.ids_of(kind) for kind in (UtilityFeed, Generator))


def powered(step: Step, item: Equipment) -> bool:
    """Whether a cooler, CDU or plant has a live feed, where it needs one (PWR303 says which do not).

    Before any source of power is drawn everything counts as powered, so that air and water may be designed first;
    PWR303 is an error on each of them all the same.
    """
    power = step.results.power
    record = power.records.get(item.id) if power is not None else None
    return not isinstance(record, LoadFlow) or record.live_cords > 0 or not has_source(step)


def _gear(step: Step, spaces: Spaces, item: PowerGear) -> Load | None:
    """Losses of the power chain: heat without an air flow of its own."""
    power = step.results.power
    loss = getattr(power.records.get(item.id), "loss_kw", 0.0) if power is not None else 0.0
    if not loss:
        return None
    place = None if item.rack_id else spaces.at(item.to_floor(0.0, 0.0))
    return Load(
        item.rack_id, loss, loss, 0.0, None, False, False, None, None, (), None, (), 1.0, 1.0, 1.0, False, place, place
    )


def _air(step: Step, spaces: Spaces, item: AirCooler) -> AirPart:
    centre = item.to_floor(0.0, 0.0)
    room = spaces.room_at(centre)
    underfloor = isinstance(item, Crah) and item.discharge == "floor_void"
    found = _place(spaces, item, "rear") if isinstance(item, InRow) else spaces.at(centre)
    returns = [found] if found is not None else []
    if not isinstance(item, InRow) and room is not None and room.partition("/")[0] in spaces.ceiling_return:
        returns += [a.id for a in spaces.aisles if a.id in spaces.ceiling_aisles and spaces.room_of(a.id) == room] + [
            room
        ]
    flow = item.airflow_m3_s
    if flow is None:  # derived from its own rating, else at the assumed rise
        assumed = Assumed.of(step.project.settings)
        rise = _rise(item.supply_degc, item.return_degc) or assumed.air_rise_k
        flow = item.sensible_kw / (assumed.rho_cp * rise)
    return AirPart(
        item.sensible_kw,
        flow,
        item.fan_kw or 0.0,
        None if underfloor else _place(spaces, item, "front"),
        underfloor,
        tuple(sorted(set(returns))),
        room,
        item.needs_water(),
        _feeds(step, item),
        item.setpoint_degc if item.setpoint_degc is not None else item.supply_degc,
        item.return_degc,
        item.water_supply_degc,
        item.water_flow_l_min,
        _rise(item.water_supply_degc, item.water_return_degc),
        powered(step, item),
    )


def _plant(step: Step, item: LiquidPlant) -> PlantPart:
    settings = step.project.settings
    capacity, supply, rejects = item.capacity_kw, item.water_supply_degc, True
    feeds = _feeds(step, item)
    if isinstance(item, Chiller):
        a, b = item.rated_outdoor_degc, item.derated_outdoor_degc
        if a is not None and b is not None and item.capacity_derated_kw is not None and b > a:
            capacity = curve_value(((a, item.capacity_kw), (b, item.capacity_derated_kw)), settings.outdoor_design_degc)
        if item.rejects_to == "water":
            towers = [u for u, _ in feeds if isinstance(step.project.equipment.get(u), CoolingTower)]
            rejects = bool(towers)
    elif isinstance(item, DryCooler):
        reached = settings.outdoor_design_degc + item.approach_k
        supply = reached if supply is None else max(supply, reached)
    plants = tuple((u, n) for u, n in feeds if not isinstance(step.project.equipment.get(u), CoolingTower))
    runs = rejects and powered(step, item)
    return PlantPart(capacity, supply, item.water_flow_l_min, plants, rejects, runs)
