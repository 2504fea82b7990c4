"""Records of the cooling engine: what it says of every room, aisle, rack, system and cooler."""

from dataclasses import dataclass

from hallwright.engines.cooling.formulas import return_heat_index, return_temperature_index, supply_heat_index


@dataclass(frozen=True, slots=True)
class VolumeAir:
    """The air of one volume: a room, a part of it, or a contained aisle.

    Attributes
    ----------
    key : str
        Room or aisle; parts of a room divided by walls end in /2, /3 …
    needed_m3_s, supplied_m3_s, supplied_one_out_m3_s : float
        Moved by what breathes here; supplied here, now and with the worst unit out.
    heat_kw : float
        Heat of what breathes here.
    rise_k : float
        Mean rise through what breathes here.
    supply_degc, inlet_degc : float or None
        Mixed supply, and inlet after recirculation; None where no temperature is stated or nothing is supplied.
    recirculated_fraction : float
        Share of the inlet that is exhaust, where supply falls short (exact mixing assumed).
    released_kw : float
        Heat released here.
    pool : str
        First volume of those whose air returns to the same coolers; "" where none takes it.
    pool_heat_kw, capacity_kw, capacity_one_out_kw : float
        Of that pool: heat released, capacity of its coolers, now and with the largest out.
    worst_supplier, worst_cooler : str
        The unit that matters most.
    return_degc : float or None
        Mixed return of the pool.
    unknown : int
        Things breathing here whose heat is unknown.
    """

    key: str
    heat_kw: float
    needed_m3_s: float
    supplied_m3_s: float
    supplied_one_out_m3_s: float
    worst_supplier: str
    supply_degc: float | None
    rise_k: float
    recirculated_fraction: float
    inlet_degc: float | None
    released_kw: float
    pool: str
    pool_heat_kw: float
    capacity_kw: float
    capacity_one_out_kw: float
    worst_cooler: str
    return_degc: float | None
    unknown: int

    @property
    def supply_index(self) -> float | None:
        """Supply heat index: here, with exact mixing, the recirculated share; None where no temperature is known."""
        if self.supply_degc is None or self.inlet_degc is None or self.rise_k <= 0.0:
            return None
        return supply_heat_index([self.inlet_degc], [self.inlet_degc + self.rise_k], self.supply_degc)

    @property
    def return_index(self) -> float | None:
        """Return heat index."""
        if self.supply_degc is None or self.inlet_degc is None or self.rise_k <= 0.0:
            return None
        return return_heat_index([self.inlet_degc], [self.inlet_degc + self.rise_k], self.supply_degc)

    @property
    def return_temperature_index(self) -> float | None:
        """Return of the coolers above the supply here, over the rise: below 1 air bypasses, above it recirculates."""
        if self.supply_degc is None or self.return_degc is None or self.rise_k <= 0.0:
            return None
        return return_temperature_index(self.return_degc, self.supply_degc, self.rise_k)


@dataclass(frozen=True, slots=True)
class SpaceAir:
    """A room or contained aisle: its volumes, one unless walls divide it."""

    volumes: tuple[VolumeAir, ...]


@dataclass(frozen=True, slots=True)
class RackAir:
    """A rack, or a machine or gear that stands by itself, and its air.

    Attributes
    ----------
    air_kw, door_kw, room_kw : float
        Heat to the air; taken by its rear door; left for the room.
    supplied, returns : bool
        Cooled air reaches its intake; its exhaust reaches a cooler.
    inlet_degc : float or None
        None where nothing is supplied or no supply temperature is stated.
    inlet_max_degc, inlet_max_id, inlet_min_degc :
        Strictest limits of its contents.
    contained : bool
        Breathes from or blows into a contained aisle.
    mixed : tuple of str
        Contents that breathe at the rear while others breathe at the front.
    intake, exhaust : str or None
        Volumes.
    wrong_front, wrong_rear : str
        Marked hot aisle before its front, cold aisle behind its rear; "" where none.
    """

    air_kw: float
    door_kw: float
    room_kw: float
    flow_m3_s: float
    flow_derived: bool
    supplied: bool
    returns: bool
    inlet_degc: float | None
    inlet_max_degc: float | None
    inlet_max_id: str
    inlet_min_degc: float | None
    inlet_min_id: str
    contained: bool
    mixed: tuple[str, ...]
    intake: str | None
    exhaust: str | None
    door: str
    wrong_front: str
    wrong_rear: str


@dataclass(frozen=True, slots=True)
class CoolerDuty:
    """An air cooler or rear door: heat offered and taken, capacity now, and its water.

    `runs` is False where it has no power, no water or nowhere to supply; then it counts for nothing.
    """

    offered_kw: float
    duty_kw: float
    capacity_kw: float
    fan_kw: float
    runs: bool
    has_water: bool
    water_degc: float | None
    rated_water_degc: float | None
    supply_degc: float | None
    supplies: tuple[str, ...]
    returns: tuple[str, ...]
    wrong_front: str
    wrong_rear: str


@dataclass(frozen=True, slots=True)
class SystemHeat:
    """A system, switch or piece of gear: its heat, and its coolant.

    `cdus` are the running CDUs it hangs on; `supply_degc` the warmest of them. `flow_l_min` is wanted at that supply.
    `warm_inlet_degc` is the air it breathes where that is above `inlet_max_degc`, None elsewhere.
    """

    heat_kw: float | None
    air_kw: float
    liquid_kw: float
    flow_m3_s: float | None
    flow_derived: bool
    air_rise_k: float | None
    needs_coolant: bool
    linked: int
    cdus: tuple[str, ...]
    flow_l_min: float
    flow_l_min_derived: bool
    supply_degc: float | None
    return_degc: float | None
    coolant_rise_k: float | None
    inlet_max_degc: float | None = None
    warm_inlet_degc: float | None = None


@dataclass(frozen=True, slots=True)
class CduLoad:
    """A CDU and its rack loop, now and with the other CDU out whose loss throws most onto it.

    `has_water`: it has somewhere to give its heat, water or air; it runs when it has power too.
    """

    heat_kw: float
    capacity_kw: float
    flow_l_min: float
    available_l_min: float | None
    runs: bool
    has_water: bool
    facility_degc: float | None
    supply_degc: float | None
    return_degc: float | None
    one_out_kw: float
    one_out_l_min: float
    one_out: str
    pump_kw: float


@dataclass(frozen=True, slots=True)
class TankLoad:
    """An immersion tank and what stands in it; it runs with water and power."""

    heat_kw: float
    capacity_kw: float
    pump_kw: float
    runs: bool
    has_water: bool
    water_degc: float | None
    rated_water_degc: float | None


@dataclass(frozen=True, slots=True)
class PlantLoop:
    """A chiller or dry cooler in its loop: plants on a common header stand and fall together.

    Loop figures stand in every plant of the loop; `lead` is the one that speaks for it. A plant runs when it
    `rejects` (has somewhere to give its heat) and has power.
    `one_out_*`: heat and capacity in the worst case of any one plant out; `stranded_kw` loses all its plants.
    """

    lead: str
    plants: tuple[str, ...]
    runs: bool
    rejects: bool
    heat_kw: float
    capacity_kw: float
    flow_l_min: float
    available_l_min: float | None
    supply_degc: float | None
    return_degc: float | None
    one_out_kw: float
    one_out_capacity_kw: float
    one_out: str


@dataclass(frozen=True, slots=True)
class Joint:
    """A coolant bundle at its ports.

    Attributes
    ----------
    shared, missing : int
        Points that another bundle takes too, and points that are not there.
    unlike : bool
        It joins a rack loop with facility water, or either with condenser water.
    backwards : bool
        It starts at an inlet or ends at an outlet.
    """

    shared: int
    missing: int
    unlike: bool
    backwards: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Heat of the whole hall [kW]: `in_kw` = `rejected_kw` + what is unhandled, by place and reason."""

    it_kw: float
    losses_kw: float
    fans_kw: float
    pumps_kw: float
    rejected_kw: float
    unhandled: tuple[tuple[str, str, float], ...]

    @property
    def in_kw(self) -> float:
        """All sources."""
        return self.it_kw + self.losses_kw + self.fans_kw + self.pumps_kw

    @property
    def residual_kw(self) -> float:
        """What the balance leaves open: 0 but for rounding."""
        return self.in_kw - self.rejected_kw - sum(kw for _, _, kw in self.unhandled)
