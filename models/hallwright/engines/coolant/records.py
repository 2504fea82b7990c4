"""Records of the coolant engine: what it says of every CDU, plant and consumer of coolant."""

from dataclasses import dataclass

RACK, FACILITY = "rack", "facility"
SOLVED = "solved"
NO_PUMP = "no pump"  # nothing drives the loop
FAILED = "not solved"  # the solver has no answer; `Loop.reason` says why


@dataclass(frozen=True, slots=True)
class Outage:
    """A loop solved again without one unit.

    Attributes
    ----------
    unit : str
        What is out.
    solved : bool
        False where the rest has no answer; then nothing else here counts.
    cut : tuple of str
        Consumers that nothing flows through any more, whatever they got before.
    short : tuple of str
        Consumers that get less than they want, the shortest first; without what is cut or was short before.
    least_fraction : float
        Flow over wanted flow of the shortest; 1 where none is.
    warm : tuple of str
        Systems given warmer coolant than they accept, the warmest first; without what was so before.
    supply_degc : float or None
        Supply of the warmest of these systems; else the warmest that is left.
    excess_k : float
        What the warmest of these systems is given above what it accepts.
    unrejected_kw : float
        Heat that the remaining plants of the loop cannot reject.
    """

    unit: str
    solved: bool = True
    cut: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    least_fraction: float = 1.0
    warm: tuple[str, ...] = ()
    supply_degc: float | None = None
    excess_k: float = 0.0
    unrejected_kw: float = 0.0

    @property
    def harmless(self) -> bool:
        """Whether everything still gets what it needs."""
        return self.solved and not self.cut and not self.short and not self.warm and self.unrejected_kw <= 0.0


@dataclass(frozen=True, slots=True)
class Stream:
    """Coolant through a consumer: a system, coil, rear door, tank or the facility side of a CDU.

    Attributes
    ----------
    loop : str
        Key of its loop.
    verdict : str
        Of the loop; without ``solved`` the numbers are None, 0 or where the solver gave up: not to be relied on.
    heat_kw : float
        Heat that it takes up.
    flow_l_min, wanted_l_min : float
        Through it, and wanted at this supply.
    drop_kpa : float
        From the supply to the return of its loop, pipes included.
    supply_degc, return_degc : float or None
        None where unknown or nothing flows.
    accepts_degc : float or None
        Warmest supply that it accepts, where stated.
    case_degc, case_max_degc : float or None
        Chip case, and its limit; None = not evaluated: the thermal resistance or the limit is unknown.
    """

    loop: str
    verdict: str
    heat_kw: float
    flow_l_min: float = 0.0
    wanted_l_min: float = 0.0
    drop_kpa: float = 0.0
    supply_degc: float | None = None
    return_degc: float | None = None
    accepts_degc: float | None = None
    case_degc: float | None = None
    case_max_degc: float | None = None


@dataclass(frozen=True, slots=True)
class TankCoolant(Stream):
    """An immersion tank: its facility water, and the fluid behind its exchanger.

    Attributes
    ----------
    bath_degc : float or None
        Fluid that leaves the exchanger; None = not evaluated: no water, a boiling fluid, or a refused rating.
    bath_max_degc : float or None
        Warmest that is accepted.
    boils : bool
        The fluid is two-phase, which is not modelled.
    refused : str
        Why no exchanger meets its rating; "" where one does.
    most_kw : float
        Where refused: the most that any exchanger moves at that approach and those flows.
    """

    bath_degc: float | None = None
    bath_max_degc: float | None = None
    boils: bool = False
    refused: str = ""
    most_kw: float = 0.0


@dataclass(frozen=True, slots=True)
class CduCoolant:
    """A CDU: its pumps, its exchanger, and what its loop does without it.

    Attributes
    ----------
    loop, verdict : str
        Of the rack loop; the facility side is `facility`.
    runs : bool
        It has power and somewhere to give its heat.
    flow_l_min, head_kpa : float
        Pumped, and the pressure it gives.
    speed_fraction : float
        Pump speed over full speed.
    heat_kw : float
        Of its systems; the exchanger moves that and the heat of the pumps.
    supply_degc, wanted_degc, return_degc : float or None
        Rack-loop supply, the set-point it is held to, and return.
    approach_k : float or None
        Supply above facility supply.
    able_kw : float or None
        What the exchanger moves at its rated flows and the wanted supply; None = not evaluated.
    refused : str
        Why no exchanger meets the catalogue point; "" where one does.
    most_kw : float
        Where refused: the most that any exchanger moves at that approach and those flows.
    fitted : bool
        The exchanger is known.
    facility : Stream or None
        Facility water through it; None for a liquid-to-air unit.
    dew_margin_k : float or None
        Coldest coolant above the room's dew point.
    ride_through_s : float or None
        From the loss of heat rejection until the supply passes what the systems accept, pumps running.
    standing_s : float or None
        From the loss of all pumps until the coolant inside the systems does.
    pumps, standby : int
        Fitted, and spare.
    coolants : tuple of str
        What the systems of its loop are made for, where they state it.
    out, pump_out : Outage or None
        The loop without this CDU, and with one pump of it out.
    """

    loop: str
    verdict: str
    runs: bool
    flow_l_min: float = 0.0
    head_kpa: float = 0.0
    speed_fraction: float = 0.0
    heat_kw: float = 0.0
    supply_degc: float | None = None
    wanted_degc: float | None = None
    return_degc: float | None = None
    approach_k: float | None = None
    able_kw: float | None = None
    refused: str = ""
    most_kw: float = 0.0
    fitted: bool = False
    facility: Stream | None = None
    dew_margin_k: float | None = None
    ride_through_s: float | None = None
    standing_s: float | None = None
    pumps: int = 1
    standby: int = 0
    out: Outage | None = None
    pump_out: Outage | None = None
    coolants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlantWater:
    """A chiller or dry cooler in its facility loop.

    Attributes
    ----------
    flow_l_min, head_kpa, speed_fraction : float
        As of a CDU's pumps.
    supply_degc, return_degc : float or None
        Of its header.
    heat_kw : float
        Its share of the loop's heat, by flow.
    out : Outage or None
        The loop without it.
    """

    loop: str
    verdict: str
    runs: bool
    flow_l_min: float = 0.0
    head_kpa: float = 0.0
    speed_fraction: float = 0.0
    supply_degc: float | None = None
    return_degc: float | None = None
    heat_kw: float = 0.0
    out: Outage | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A rack loop or a facility loop as a whole.

    Attributes
    ----------
    key : str
        First of its sources.
    kind : str
        ``rack`` or ``facility``.
    fluid : str
        Key of the coolant's table.
    assumed : tuple of str
        What was not known and is taken from the settings, as words for the screen.
    mass_error, heat_error : float
        Largest imbalance of a node over the flow, and heat given less heat taken over the heat.
    unhandled_kw : float
        Heat of consumers that nothing flows through, and heat above what the plants reject.
    failures : tuple of Outage
        The loop lost as a whole: a rack loop, or each header of a facility loop with all plants on it (the outage's
        unit is the loop's key, or the header's first plant).
    """

    key: str
    kind: str
    verdict: str
    reason: str
    fluid: str
    sources: tuple[str, ...]
    consumers: tuple[str, ...]
    heat_kw: float
    flow_l_min: float
    volume_l: float
    mass_error: float
    heat_error: float
    unhandled_kw: float
    assumed: tuple[str, ...]
    failures: tuple[Outage, ...] = ()
