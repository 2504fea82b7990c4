"""The circuit that the study solves: places of one voltage, cables, transformers, sources and demands.

It is read from the project and from the live solver, which says what is in use, what each load draws and what each
converter takes. A UPS, rectifier or shelf in double conversion splits the circuit: its input is a demand, its output a
source. For faults the static bypass of a UPS counts as closed, which gives the larger current. Direct current is left
out.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from hallwright.engines.power.elements import Feed, Feeder, downward
from hallwright.engines.power.engine import Power
from hallwright.engines.power.formulas import current_a
from hallwright.engines.power.records import ElementFlow, LinkFlow, LoadFlow
from hallwright.equipment.base import Equipment
from hallwright.equipment.conductors import ampacity_a, resistance_ohm_km, size_for
from hallwright.equipment.generator import Generator
from hallwright.equipment.pdu import Pdu
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.transformer import Transformer
from hallwright.equipment.ups import Ups
from hallwright.equipment.utility_feed import UtilityFeed
from hallwright.floor.runs import power_run_m
from hallwright.project import Project

Place = tuple[str, str]  # identifier, and "in" or "out" of what changes the voltage
SHORTEST_M = 0.5
LOW_VOLTAGE_MAX_V = 1000.0  # IEC 60038
THREE_WIRES, TWO_OF_STAR, TWO_OF_DELTA = 1.0, 6.0, 2.0  # impedance that a cable stands for in three balanced phases


@dataclass(frozen=True, slots=True)
class Cable:
    """The cables of one feed.

    Attributes
    ----------
    wires : float
        1 for three phases; 6 for line to neutral and 2 for line to line, so that a balanced circuit shows the loss and
        drop of the one phase: 2 Z I over V/√3 is six times Z I/√3 over V at a third of the current.
    """

    link: str
    a: Place
    b: Place
    count: int
    length_m: float
    length_stated: bool
    mm2: float
    runs: int
    conductor_stated: bool
    ampacity_a: float
    wires: float


@dataclass(frozen=True, slots=True)
class Winding:
    """A transformer: impedance and its part that is resistance, of its rating; loss without load."""

    id: str
    rating_kva: float
    primary_v: float
    secondary_v: float
    impedance: float
    resistance: float  # in faults
    load_loss: float  # resistance in the load flow: what its efficiency says, none where it states none
    idle_kw: float


@dataclass(frozen=True, slots=True)
class Source:
    """What holds the voltage of a place; fault power None = it feeds none (a converter)."""

    place: Place
    fault_mva: float | None
    x_over_r: float


@dataclass
class Circuit:
    """See the head of the module. `single` holds elements whose line voltage stands for one phase."""

    voltage_v: dict[Place, float] = field(default_factory=dict)
    cables: list[Cable] = field(default_factory=list)
    windings: list[Winding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    demand_kw: dict[Place, float] = field(default_factory=lambda: defaultdict(float))
    bypasses: list[str] = field(default_factory=list)  # UPS whose input and output are one place in a fault
    single: set[str] = field(default_factory=set)
    ends: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))  # where a load takes its power
    assumed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # what, and for which things
    left_out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def place_in(item: Equipment | None, id: str) -> Place:
    """Where an element takes its power."""
    return (id, "in") if _splits(item) else (id, "")


def place_out(item: Equipment | None, id: str) -> Place:
    """Where an element gives its power."""
    return (id, "out") if _splits(item) else (id, "")


def _splits(item: Equipment | None) -> bool:
    if isinstance(item, Pdu):
        return item.rating_kva is not None
    return isinstance(item, Transformer) or (isinstance(item, Conductor) and item.converts)


def feeds_in_use(power: Power) -> dict[str, list[Feed]]:
    """By what they feed: the feeds through which power flows now, as the live solver has it."""
    into: dict[str, list[Feed]] = defaultdict(list)
    for of_link in power.inputs.feeds.values():
        for feed in of_link:
            into[feed.b].append(feed)
    found = {}
    for id, feeds in into.items():
        live = [f for f in feeds if _level(power, f.a)]
        node = power.inputs.nodes[id]
        if isinstance(node, Feeder) and node.transfers:
            live = [f for f in live if not f.alternate] or live
        elif isinstance(node, Feeder):
            best = max((_level(power, f.a) for f in live), default=0)
            live = [f for f in live if _level(power, f.a) == best]
        found[id] = live
    return found


def _level(power: Power, id: str) -> int:
    """0 dead, 1 on a generator, 2 on a utility."""
    record = power.records.get(id)
    if not isinstance(record, ElementFlow) or not record.alive:
        return 0
    node = power.inputs.nodes[id]
    on_generator = record.standby or (isinstance(node, Feeder) and node.source == "standby")
    return 1 if on_generator else 2


def circuit(project: Project, power: Power) -> Circuit:
    """The circuit of a project as it runs now."""
    made = Circuit()
    things = project.equipment
    nodes = power.inputs.nodes
    used = feeds_in_use(power)
    flat = [f for live in used.values() for f in live]
    givers = {f.a for f in flat}
    alive = [i for i, n in nodes.items() if isinstance(n, Feeder) and _level(power, i)]
    for id in downward(alive, [f for f in flat if isinstance(nodes[f.b], Feeder)]):
        _add_element(made, project, power, id, used.get(id, []), givers)
    for id, node in nodes.items():
        record = power.records.get(id)
        if isinstance(node, Feeder) or not isinstance(record, LoadFlow) or record.drawn_kw <= 0.0:
            continue
        feeds = used.get(id, [])
        cords = sum(f.cables for f in feeds)
        for feed in feeds:
            kw = record.drawn_kw * feed.cables / cords
            giver = place_out(things.get(feed.a), feed.a)
            if giver not in made.voltage_v or not feed.phases:
                made.left_out["on direct current"].add(id)
                continue
            same_rack = things[id].carrier_id() is not None and things[id].carrier_id() == things[feed.a].carrier_id()
            place = giver if same_rack else (id, feed.link + feed.a)
            if same_rack:
                made.assumed["cords inside a rack have no impedance"].add(id)
            else:
                made.voltage_v[place] = made.voltage_v[giver]
                _add_cable(made, project, power, feed, giver, place)
            made.ends[id].append(place)
            made.demand_kw[place] += kw
    return made


def _add_element(
    made: Circuit, project: Project, power: Power, id: str, feeds: list[Feed], givers: Collection[str]
) -> None:
    item = project.equipment[id]
    here, gives = place_in(item, id), place_out(item, id)
    if isinstance(item, Conductor) and item.source:
        if item.source == "standby" and id not in givers:
            return  # it stands by
        out = next(p for p in item.power_ports() if p.flow == "out")
        made.voltage_v[here] = out.voltage_v
        made.sources.append(_source(made, project, item, here))
        return
    known = [f for f in feeds if f.phases and place_out(project.equipment.get(f.a), f.a) in made.voltage_v]
    if not known:
        made.left_out["on direct current"].add(id)
        return
    first = place_out(project.equipment[known[0].a], known[0].a)
    made.voltage_v[here] = made.voltage_v[first]
    if any(f.phases == 1 for f in known):
        made.single.add(id)
    for feed in known:
        giver = place_out(project.equipment[feed.a], feed.a)
        if feed.a in made.single:
            made.single.add(id)
        _add_cable(made, project, power, feed, giver, here)
    record = power.records[id]
    assert isinstance(record, ElementFlow)
    if isinstance(item, Conductor) and item.converts:
        made.demand_kw[here] += record.in_kw
        out = next(p for p in item.power_ports() if p.flow == "out")
        if out.dc:
            return
        made.voltage_v[gives] = out.voltage_v
        made.sources.append(Source(gives, None, math.inf))
        if isinstance(item, Ups) and item.static_bypass:
            made.bypasses.append(id)
    elif isinstance(item, Transformer | Pdu) and here != gives:
        made.voltage_v[gives] = made.voltage_v[here] * item.secondary_v / item.primary_v
        made.windings.append(_winding(made, project, item, record))


def _source(made: Circuit, project: Project, item: Equipment, place: Place) -> Source:
    settings = project.settings
    if isinstance(item, UtilityFeed):
        level_ka = item.fault_level_ka
        if level_ka is None and item.voltage_v <= LOW_VOLTAGE_MAX_V:
            level_ka = settings.grid_low_voltage_fault_ka
            made.assumed[f"fault level {level_ka:g} kA (setting grid_low_voltage_fault_ka): none is stated"].add(
                item.id
            )
        if level_ka is not None:
            mva = math.sqrt(3.0) * item.voltage_v / 1000.0 * level_ka
            return Source(place, mva, settings.grid_x_over_r)
    if isinstance(item, Generator):
        reactance = settings.generator_subtransient_fraction
        made.assumed[f"subtransient reactance {reactance:.0%} of their own rating"].add(item.id)
        kva = item.rating_kva or item.rating_kw / settings.power_factor
        return Source(place, kva / 1000.0 / reactance, settings.grid_x_over_r)
    made.assumed[f"fault level {settings.grid_fault_mva:g} MVA (setting grid_fault_mva): none is stated"].add(item.id)
    return Source(place, settings.grid_fault_mva, settings.grid_x_over_r)


# Smallest short-circuit impedance by rating [kVA] (IEC 60076-5, table 1; recalled, unverified)
_IMPEDANCES = ((630.0, 0.04), (1250.0, 0.05), (2500.0, 0.06), (6300.0, 0.07), (25000.0, 0.08), (math.inf, 0.10))


def _winding(made: Circuit, project: Project, item: Transformer | Pdu, record: ElementFlow) -> Winding:
    rating_kva = item.rating_kva
    assert rating_kva is not None
    impedance = getattr(item, "impedance_fraction", None)
    if not impedance:
        impedance = next(z for most, z in _IMPEDANCES if rating_kva <= most)
        made.assumed[f"impedance {impedance:.0%} by its rating (IEC 60076-5): none is stated"].add(item.id)
    curve, rated_kw = item.efficiency_curve(), item.curve_kw(project.settings.power_factor) or 0.0
    resistance = impedance / math.hypot(1.0, project.settings.transformer_x_over_r)
    load_loss = idle_kw = 0.0
    if curve is None:
        ratio = project.settings.transformer_x_over_r
        made.assumed[f"no losses, as everywhere: no efficiency is stated (X/R {ratio:g} in faults)"].add(item.id)
    else:
        load_loss = min(_load_loss(curve) * rated_kw / rating_kva, 0.9 * impedance)
        resistance = load_loss or resistance
        idle_kw = max(record.loss_kw - load_loss * rating_kva * (record.kva / rating_kva) ** 2, 0.0)
    return Winding(item.id, rating_kva, item.primary_v, item.secondary_v, impedance, resistance, load_loss, idle_kw)


def _load_loss(curve: tuple[tuple[float, float], ...]) -> float:
    """Loss at full load that grows with the square of the load, over the rating: from the ends of a curve."""
    points = [(x * x, x * (1.0 / efficiency - 1.0)) for x, efficiency in curve if x > 0.0]
    if len(points) < 2:
        return 0.0
    (x0, y0), (x1, y1) = points[0], points[-1]
    return max((y1 - y0) / (x1 - x0), 0.0)


def _add_cable(made: Circuit, project: Project, power: Power, feed: Feed, a: Place, b: Place) -> None:
    settings = project.settings
    link = project.links[feed.link]
    length_m = link.length_m
    if length_m is None:
        length_m = power_run_m(project, feed.a, feed.b)
        made.assumed["length along the two directions of the room, and to a tray and back at each end"].add(link.id)
    if link.conductor_mm2 is not None:
        mm2, runs = link.conductor_mm2, link.conductor_runs or 1
    else:
        amps = _sized_a(project, power, feed)
        mm2, runs = size_for(amps, settings.cable_grouping_fraction)
        made.assumed["the smallest copper conductor that carries its breaker or the rating behind it"].add(link.id)
    wires = THREE_WIRES
    if feed.phases == 1:
        to_neutral = feed.voltage_v < 0.8 * made.voltage_v[a]
        wires = TWO_OF_STAR if to_neutral else TWO_OF_DELTA
    made.cables.append(
        Cable(
            feed.link, a, b, feed.cables, max(length_m, SHORTEST_M), link.length_m is not None, mm2, runs,
            link.conductor_mm2 is not None, runs * ampacity_a(mm2, settings.cable_grouping_fraction), wires,
        )
    )  # fmt: skip


def _sized_a(project: Project, power: Power, feed: Feed) -> float:
    """Current for which a cable of unknown conductor is taken to be sized [A].

    Its breaker, else the rating of what it feeds; and at least what flows in it after the worst single failure, with
    the margin for loads without pause.
    """
    taker, link = power.inputs.nodes[feed.b], power.records[feed.link]
    assert isinstance(link, LinkFlow)
    carried = max(link.amps, link.worst_a) / power.inputs.continuous_fraction
    if link.breaker_a:
        return max(link.breaker_a, carried)
    item = project.equipment[feed.b]
    rated = item.rated_a() if isinstance(item, Conductor) else None
    if rated is None and isinstance(taker, Feeder) and taker.rated_kw:
        rated = current_a(taker.rated_kw, taker.in_v, taker.in_phases, power.inputs.power_factor)
    return max((rated or link.inlet_a * feed.cables) / feed.cables, carried)


def resistance_of(cable: Cable, degc: float) -> float:
    """Resistance of one cable of a feed, all its conductors together [Ω/km]."""
    return resistance_ohm_km(cable.mm2, degc) / cable.runs


def names(project: Project, ids: Iterable[str]) -> str:
    """A few names, and how many more."""
    found = sorted(project.name_of(i) for i in ids)
    return ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
