"""Facility water: plants on headers, what each consumer gets, and what every loop carries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hallwright.engines.cooling.formulas import coolant_rise_k
from hallwright.engines.cooling.parts import AirPart, CduPart, DoorPart, Feeds, PlantPart, TankPart
from hallwright.engines.cooling.records import CoolerDuty, PlantLoop
from hallwright.engines.sums import exact, rounded
from hallwright.engines.tables import Moves

Consumer = AirPart | DoorPart | CduPart | TankPart


@dataclass(frozen=True, slots=True)
class Group:
    """Plants on one header."""

    lead: str
    plants: tuple[str, ...]
    capacity_kw: float
    rest_kw: float  # with the largest out
    largest: str
    supply_degc: float | None
    flow_l_min: float | None


@dataclass(frozen=True, slots=True)
class Header:
    """All plants: the lead of each, and the groups that run, by lead."""

    lead_of: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Water:
    """Facility water of a consumer: its groups with their shares, and how warm it is."""

    shares: tuple[tuple[str, int], ...]
    degc: float | None


@dataclass(frozen=True, slots=True)
class Draw:
    """Heat that a consumer gives its water [kW], the flow it wants [L/min], and the groups that share them."""

    heat_kw: float
    flow_l_min: float
    shares: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Loop:
    """Exact sums over the consumers of one group; `more` is the heat that would come from another group's loss."""

    heat: int = 0
    flow: int = 0
    stays: int = 0  # heat that has no other loop to go to
    more: dict[str, tuple[int, int]] = field(default_factory=dict)  # by the other group: heat, and how many give it

    def copy(self) -> "Loop":
        """One that may be added to."""
        return Loop(self.heat, self.flow, self.stays, dict(self.more))


def warmest(values: Iterable[float | None]) -> float | None:
    """The largest; None where one is unknown or there is none."""
    found = list(values)
    known = [v for v in found if v is not None]
    return max(known) if known and len(known) == len(found) else None


def header_of(plants: Mapping[str, PlantPart]) -> Header:
    """Plants joined by headers."""
    lead = {key: key for key in plants}

    def root(key: str) -> str:
        while lead[key] != key:
            key = lead[key]
        return key

    for key, plant in plants.items():
        for other, _ in plant.feeds:
            if other in lead:
                a, b = root(key), root(other)
                lead[max(a, b)] = min(a, b)
    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted(plants):
        members[root(key)].append(key)
    groups = {}
    for key, ids in members.items():
        live = [i for i in ids if plants[i].runs]
        if not live:
            continue
        largest = max(live, key=lambda i: (plants[i].capacity_kw, i))
        flows = [plants[i].flow_l_min for i in live]
        capacity = sum(exact(plants[i].capacity_kw) for i in live)
        groups[key] = Group(
            key,
            tuple(live),
            rounded(capacity),
            rounded(capacity - exact(plants[largest].capacity_kw)),
            largest,
            warmest(plants[i].supply_degc for i in live),
            None if None in flows else rounded(sum(exact(f) for f in flows if f is not None)),
        )
    return Header({key: root(key) for key in plants}, groups)


def water_of(feeds: Feeds, header: Header) -> Water:
    """What these pipes bring."""
    shares: dict[str, int] = {}
    for key, count in feeds:
        lead = header.lead_of.get(key, "")
        if lead in header.groups:
            shares[lead] = shares.get(lead, 0) + count
    return Water(tuple(sorted(shares.items())), warmest(header.groups[g].supply_degc for g in shares))


def draw_of(part: Consumer, record: Any, water: Water, assumed_rise_k: float) -> Draw:
    """What a consumer takes: as rated, in step with its duty."""
    rated, rise, capacity = None, None, record.capacity_kw
    nothing = Draw(0.0, 0.0, water.shares)
    if isinstance(part, AirPart | DoorPart):
        assert isinstance(record, CoolerDuty)
        if isinstance(part, AirPart) and not part.needs_water:
            return nothing
        duty, heat = record.duty_kw, record.duty_kw + record.fan_kw
        rated, rise, capacity = part.water_flow_l_min, part.water_rise_k, part.sensible_kw
    else:
        duty = min(record.heat_kw, record.capacity_kw)
        heat = duty + record.pump_kw
        if isinstance(part, CduPart):
            if part.item.form == "liquid_to_air":
                return nothing
            rated, capacity = part.item.facility_flow_l_min, part.item.capacity_kw
    if not record.runs or heat <= 0.0:
        return nothing
    if rated is not None and capacity > 0.0:
        return Draw(heat, rated * min(duty / capacity, 1.0), water.shares)
    return Draw(heat, heat * 60000.0 / (997.0 * 4.18 * (rise or assumed_rise_k)), water.shares)


def loops_after(old: Mapping[str, Loop], moves: Moves[Draw]) -> dict[str, Loop | None]:
    """The loops that these draws touch, by lead; None = nothing draws from it any more."""
    touched: dict[str, Loop] = {}

    def loop(lead: str) -> Loop:
        if lead not in touched:
            before = old.get(lead)
            touched[lead] = Loop() if before is None else before.copy()
        return touched[lead]

    for before, after in moves.values():
        for draw, sign in ((before, -1), (after, 1)):
            if draw is None:
                continue
            whole = sum(n for _, n in draw.shares)
            for lead, count in draw.shares:
                share, of = count / whole, loop(lead)
                of.heat += sign * exact(draw.heat_kw * share)
                of.flow += sign * exact(draw.flow_l_min * share)
                if len(draw.shares) == 1:
                    of.stays += sign * exact(draw.heat_kw)
                for other, other_count in draw.shares:
                    if other != lead:
                        kw, givers = of.more.get(other, (0, 0))
                        extra = exact(draw.heat_kw * (count / (whole - other_count) - share))
                        of.more[other] = kw + sign * extra, givers + sign
                        if not givers + sign:
                            del of.more[other]
    return {lead: of if of != Loop() else None for lead, of in touched.items()}


IDLE = Loop()


def plant_loop(plant: str, part: PlantPart, header: Header, loops: Mapping[str, Loop]) -> PlantLoop:
    """The record of a plant in its loop."""
    group = header.groups.get(header.lead_of[plant])
    if group is None:
        return PlantLoop(plant, (), False, part.rejects, 0.0, 0.0, 0.0, 0.0, None, None, 0.0, 0.0, "")
    loop = loops.get(group.lead, IDLE)
    total, wanted = rounded(loop.heat), rounded(loop.flow)
    alone = len(group.plants) == 1
    cases = [(rounded(loop.stays) if alone else total, group.rest_kw, group.largest)]
    for other, (kw, _) in loop.more.items():
        if len(header.groups[other].plants) == 1:
            cases.append((total + rounded(kw), group.capacity_kw, header.groups[other].largest))
    worst = max(cases, key=lambda c: (c[0] - c[1], c[2]))
    moving = wanted if group.flow_l_min is None else min(wanted, group.flow_l_min)
    back = None
    if group.supply_degc is not None and moving > 0.0 and total > 0.0:
        back = group.supply_degc + float(coolant_rise_k(min(total, group.capacity_kw), moving))
    return PlantLoop(
        group.plants[0],
        group.plants,
        plant in group.plants,
        part.rejects,
        total,
        group.capacity_kw,
        wanted,
        group.flow_l_min,
        group.supply_degc,
        back,
        *worst,
    )
