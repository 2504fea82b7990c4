"""What the power engine sees of equipment and links: feeders, loads, and the feeds between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hallwright.engines.power.demand import demand_kw
from hallwright.engines.power.formulas import Points
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium, Port
from hallwright.equipment.generator import Generator
from hallwright.equipment.power_base import Conductor, single_phase_v
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.transfer_switch import TransferSwitch
from hallwright.project import Link
from hallwright.settings.power import PowerSettings

THREE_PHASES = 3
START_S = 10.0  # where none is stated: NFPA 110 type 10
TRANSFER_S = {"sts": 0.004, "ats": 0.1}  # where none is stated
ALTERNATE = "alternate"  # port of a transfer switch that is taken while the other is dead


@dataclass(frozen=True, slots=True)
class Banks:
    """Breaker banks of a rack PDU."""

    count: int
    outlets: int
    limit_a: float  # continuous, one bank

    def of(self, outlet: int) -> int:
        """Bank of an outlet counted from 1, banks from 0: they take equal runs of outlets."""
        return min((outlet - 1) * self.count // self.outlets, self.count - 1)


@dataclass(frozen=True, slots=True)
class Feeder:
    """An element of the chain: it takes power in and passes it on, or is a source.

    Attributes
    ----------
    on_floor : bool
        Not carried by a rack, or a source.
    rated_kw, limit_a : float or None
        What it may give [kW] and what may flow into it without pause [A].
    curve_kw : float or None
        Output at which its efficiency curve reads 1 [kW].
    in_v, in_phases :
        Voltage of its input [V]; 3, 1, or 0 for direct current.
    delay_s : float
        Until a generator that is called carries load, or a transfer switch has moved [s].
    """

    id: str
    on_floor: bool
    source: str
    side: str
    converts: bool
    transfers: bool
    rated_kw: float | None
    limit_a: float | None
    curve: Points | None
    curve_kw: float | None
    in_v: float
    in_phases: int
    banks: Banks | None
    ports: tuple[Port, ...]
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Load:
    """A consumer: system, switch, cooler, pump.

    Attributes
    ----------
    demand_kw : float or None
        On the project's basis [kW].
    is_it : bool
        Counts as IT power.
    inlets, supplies, required, minimum : int
        Power inlets, supplies behind them, supplies needed for full power and to run at all.
    stated : bool
        Whether the number of supplies needed is stated or follows from their rating.
    supply_kw : float or None
        Rating of one supply [kW].
    busbar : bool
        Hangs on power shelves or rectifiers by a busbar: it has what these give together.
    """

    id: str
    demand_kw: float | None
    is_it: bool
    inlets: int
    supplies: int
    required: int
    minimum: int
    stated: bool
    supply_kw: float | None
    ports: tuple[Port, ...]
    busbar: bool = False


Node = Feeder | Load


@dataclass(frozen=True, slots=True)
class Feed:
    """The cables of one link between one pair of things.

    Attributes
    ----------
    weight : float
        Share among the live feeds of what it feeds, before normalising.
    alternate : bool
        Taken only while the preferred feed of a transfer switch is dead.
    voltage_v, phases :
        Of one cable; phases 0 is direct current.
    limit_a : float or None
        Current that one cable may carry without pause [A].
    first : int
        First point used at the upstream end.
    """

    link: str
    a: str
    b: str
    cables: int
    weight: float
    alternate: bool
    phase: str
    voltage_v: float
    phases: int
    limit_a: float | None
    first: int


def node_of(
    item: Equipment, cards: Sequence[Accelerator], settings: PowerSettings, optics_kw: float | None = 0.0
) -> Node | None:
    """The feeder or load that a thing is in the power chain; None where it is neither.

    Parameters
    ----------
    item : Equipment
        Any equipment.
    cards : sequence of Accelerator
        Cards it carries.
    settings : PowerSettings
        Basis, factors, power factor.
    optics_kw : float or None
        Draw of its cable ends on top of its own figure [kW].
    """
    if isinstance(item, Conductor):
        return None if item.stores else _feeder(item, settings)
    ports = item.power_ports()
    if not any(p.flow == "in" for p in ports):
        return None
    demand = demand_kw(item, cards, settings, optics_kw)
    inlets = next((p.count for p in ports if p.flow == "in"), 1)
    supplies, required, minimum, stated, supply_kw = 1, 1, 1, True, None
    if isinstance(item, System | Switch) and not (isinstance(item, System) and item.supply == "busbar"):
        supplies, supply_kw = item.psu_count, item.psu_kw
        stated = True
        if item.psu_required is not None:
            required = item.psu_required
        elif item.psu_kw and demand is not None:
            required = max(1, -int(-demand / item.psu_kw // 1))
        else:
            required, stated = 1, False
        degraded = item.psu_min_degraded if isinstance(item, System) else None
        minimum = required if degraded is None else degraded
    else:
        inlets = supplies = max(inlets, 1)
    return Load(
        item.id,
        demand,
        item.group != "Cooling",
        inlets,
        supplies,
        max(required, 1),
        max(min(minimum, required), 1),
        stated,
        supply_kw,
        ports,
        isinstance(item, System) and item.supply == "busbar",
    )


def _feeder(item: Equipment, settings: PowerSettings) -> Feeder:
    assert isinstance(item, Conductor)
    ports = item.ports()
    inlet = next((p for p in ports if p.flow == "in"), ports[0])
    banks = None
    if isinstance(item, RackPdu) and item.banks:
        limit_a = item.bank_continuous_a(settings.continuous_fraction)
        if limit_a is not None:
            banks = Banks(item.banks, item.outlets, limit_a)
    return Feeder(
        item.id,
        item.carrier_id() is None or bool(item.source),
        item.source,
        getattr(item, "side", "") if item.source else "",
        item.converts,
        item.transfers,
        item.rated_kw(settings.power_factor),
        item.continuous_a(settings.continuous_fraction),
        item.efficiency_curve(),
        item.curve_kw(settings.power_factor),
        inlet.voltage_v,
        0 if inlet.dc else inlet.phases or THREE_PHASES,
        banks,
        ports,
        delay_s(item),
    )


def delay_s(item: Equipment) -> float:
    """Until a generator that is called carries load, or a transfer switch has moved [s]; 0 for anything else."""
    if isinstance(item, Generator):
        return START_S if item.start_time_s is None else item.start_time_s
    if isinstance(item, TransferSwitch):
        return TRANSFER_S[item.technology] if item.transfer_ms is None else item.transfer_ms / 1000.0
    return 0.0


def port_of(node: Node, name: str) -> Port | None:
    """The node's port group of that name."""
    for port in node.ports:
        if port.name == name:
            return port
    return None


def feeds_of(link: Link, nodes: Mapping[str, Node], continuous_fraction: float) -> Iterator[Feed]:
    """The feeds of a power link, one for each pair of things; none into a battery port."""
    if link.medium is not Medium.POWER:
        return
    n = link.per_pair
    for j, b in enumerate(link.b):
        taker = nodes.get(b)
        if taker is None:
            continue
        into = port_of(taker, link.b_port)
        for a in link.a:
            giver = nodes.get(a)
            if not isinstance(giver, Feeder):
                continue
            out = port_of(giver, link.a_port)
            weight = float(n)
            if isinstance(taker, Feeder) or (into is not None and into.dc):
                weight *= giver.rated_kw or 1.0
            voltage_v, phases = _supply(out, into)
            limits = []
            breaker = link.breaker_a or (out.rating_a if out else 0.0)
            if breaker:
                limits.append(breaker * continuous_fraction)
            if isinstance(taker, Load) and into is not None and into.rating_a:
                limits.append(into.rating_a)
            if link.phase and phases == 1 and out is not None and out.phases == THREE_PHASES:
                voltage_v = out.voltage_v if "-" in link.phase else out.voltage_v / 3.0**0.5
            yield Feed(
                link.id,
                a,
                b,
                n,
                weight,
                isinstance(taker, Feeder) and link.b_port == ALTERNATE,
                link.phase if phases == 1 else "",
                voltage_v,
                phases,
                min(limits) if limits else None,
                link.a_first + j * n,
            )


def _supply(out: Port | None, into: Port | None) -> tuple[float, int]:
    """Voltage and phases of a cable between two ports."""
    if out is None:
        return (into.voltage_v, into.phases) if into else (0.0, THREE_PHASES)
    if out.dc:
        return out.voltage_v, 0
    wanted = into.phases if into is not None and into.phases else out.phases or THREE_PHASES
    if out.phases == THREE_PHASES and wanted != THREE_PHASES:
        return single_phase_v(out.voltage_v), 1
    return out.voltage_v, out.phases or wanted


def loop_members(ids: Iterable[str], feeds: Iterable[Feed]) -> frozenset[str]:
    """Nodes on a loop (or between two loops): what stays after peeling off every end."""
    down: dict[str, set[str]] = {i: set() for i in ids}
    up: dict[str, set[str]] = {i: set() for i in down}
    for feed in feeds:
        if feed.a in down and feed.b in down:
            down[feed.a].add(feed.b)
            up[feed.b].add(feed.a)
    ends = [i for i in down if not down[i] or not up[i]]
    left = set(down)
    while ends:
        i = ends.pop()
        if i not in left:
            continue
        left.discard(i)
        for j in down[i]:
            up[j].discard(i)
            if not up[j]:
                ends.append(j)
        for j in up[i]:
            down[j].discard(i)
            if not down[j]:
                ends.append(j)
    return frozenset(left)


def downward(ids: Iterable[str], feeds: Iterable[Feed]) -> list[str]:
    """Nodes in an order in which every feeder stands before what it feeds; ties by identifier. No loops allowed."""
    waiting = dict.fromkeys(sorted(ids), 0)
    below: dict[str, list[str]] = defaultdict(list)
    for feed in feeds:
        if feed.a in waiting and feed.b in waiting:
            below[feed.a].append(feed.b)
            waiting[feed.b] += 1
    ready = [i for i, n in waiting.items() if n == 0]
    order = []
    while ready:
        i = ready.pop(0)
        order.append(i)
        for j in below[i]:
            waiting[j] -= 1
            if waiting[j] == 0:
                ready.append(j)
    return order
