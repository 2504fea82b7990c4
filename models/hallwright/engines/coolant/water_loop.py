"""One facility loop: plants pump into a header, from which coils, rear doors, tanks and CDUs draw through their valves.

Plants on one header share one pressure: a header is taken as wide. A consumer that hangs on two headers joins them to
one loop.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np

from hallwright.engines.coolant.fluids import Properties, fluid
from hallwright.engines.coolant.network import Branch, Network, solve
from hallwright.engines.coolant.parts import WATER_DEGC, Assumed, Feeds, PlantPart
from hallwright.engines.coolant.piping import Pumps, fittings_square, rated_square
from hallwright.engines.coolant.rack_loop import DROOP
from hallwright.engines.coolant.records import FAILED, NO_PUMP, SOLVED
from hallwright.errors import SolveError


@dataclass(frozen=True, slots=True)
class Draw:
    """A consumer: its pipes by header, and what its valve lets through."""

    id: str
    feeds: Feeds
    wanted_m3_s: float
    rated_m3_s: float


@dataclass(frozen=True, slots=True)
class Source:
    """A plant's pumps on their header."""

    id: str
    header: str
    pumps: Pumps


@dataclass(frozen=True)
class WaterLoop:
    """What `solve_water_loop` sees; temperatures and heat are no part of it, so that they may move alone."""

    roughness_m: float
    fittings: float
    valve_kpa: float
    drop_kpa: float
    sources: tuple[Source, ...]
    draws: tuple[Draw, ...]
    degc: float

    def __hash__(self) -> int:  # asked for often, and deep
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, f.name) for f in fields(self)))

    @property
    def key(self) -> str:
        """The first of its plants."""
        return self.sources[0].id


@dataclass(frozen=True)
class WaterFlow:
    """The answer; flows in m3/s, pressures in Pa.

    `shares`: where a consumer's water comes from, as (header, share).
    """

    verdict: str
    reason: str = ""
    properties: Properties = field(default_factory=lambda: fluid("water").at(WATER_DEGC))
    pumped: dict[str, float] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)  # by header
    drawn: dict[str, float] = field(default_factory=dict)
    drops: dict[str, float] = field(default_factory=dict)
    shares: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    mass_error: float = 0.0


def source_of(plant: PlantPart) -> Source:
    """A plant as a source."""
    return Source(plant.id, plant.lead, plant.pumps)


def water_loop(assumed: Assumed, sources: tuple[Source, ...], draws: tuple[Draw, ...], degc: float) -> WaterLoop:
    """A loop with the assumptions that it needs; whole degrees, so that a tenth does not move every pressure."""
    return WaterLoop(
        assumed.roughness_m,
        assumed.fittings,
        assumed.valve_kpa,
        assumed.facility_drop_kpa,
        sources,
        draws,
        float(round(degc)),
    )


def solve_water_loop(loop: WaterLoop, out: Collection[str] = ()) -> WaterFlow:
    """Flows and pressures of a facility loop, without the plants that are out."""
    sources = [s for s in loop.sources if s.id not in out and s.pumps.flow_m3_s > 0.0 and s.pumps.head_pa > 0.0]
    if not sources:
        return WaterFlow(NO_PUMP, "no plant of it pumps")
    try:
        return _solve(loop, sources)
    except SolveError as error:
        return WaterFlow(FAILED, error.text)


def _solve(loop: WaterLoop, sources: list[Source]) -> WaterFlow:
    water = fluid("water").near(loop.degc)
    headers = sorted({s.header for s in loop.sources})
    place = {h: n for n, h in enumerate(headers, start=1)}
    nodes = 1 + len(headers)
    branches = [
        Branch(
            0,
            place[s.header],
            shutoff_pa=s.pumps.shutoff_pa,
            falls=s.pumps.falls(),
            held_pa=s.pumps.head_pa * (1.0 + DROOP),
            held_slope=DROOP * s.pumps.head_pa / s.pumps.flow_m3_s,
            most_m3_s=s.pumps.most(),
            one_way=True,
        )
        for s in sources
    ]
    through, pipes_of = {}, {}
    for draw in loop.draws:
        if draw.wanted_m3_s <= 0.0:
            continue
        square = rated_square(loop.valve_kpa + loop.drop_kpa, draw.rated_m3_s)
        pipes = [
            Branch(
                place[h],
                nodes,
                square=fittings_square(loop.fittings, pipe.bore_m, water.density_kg_m3),
                length_m=pipe.length_m,
                diameter_m=pipe.bore_m,
                roughness_m=loop.roughness_m,
            )
            for h, pipe in draw.feeds
        ]
        if len(pipes) == 1:
            only = pipes[0]
            through[draw.id] = len(branches)
            branches.append(
                Branch(
                    only.start,
                    0,
                    square=square + only.square,
                    length_m=only.length_m,
                    diameter_m=only.diameter_m,
                    roughness_m=only.roughness_m,
                    most_m3_s=draw.wanted_m3_s,
                    one_way=True,
                )
            )
        else:
            pipes_of[draw.id] = range(len(branches), len(branches) + len(pipes))
            branches.extend(pipes)
            through[draw.id] = len(branches)
            branches.append(Branch(nodes, 0, square=square, most_m3_s=draw.wanted_m3_s, one_way=True))
            nodes += 1
    found = solve(Network(nodes, tuple(branches), water.density_kg_m3, water.viscosity_pa_s))
    q, p = found.flow_m3_s, found.pressure_pa
    shares = {}
    for draw in loop.draws:
        if draw.id in pipes_of:
            given = [max(float(q[k]), 0.0) for k in pipes_of[draw.id]]
            whole = math.fsum(given)
            shares[draw.id] = tuple((h, g / whole) for (h, _), g in zip(draw.feeds, given, strict=True) if whole > 0.0)
        elif draw.feeds:
            shares[draw.id] = ((draw.feeds[0][0], 1.0),)
    drawn = {d.id: max(float(q[through[d.id]]), 0.0) if d.id in through else 0.0 for d in loop.draws}
    drops = {d.id: float(p[branches[through[d.id]].start] - p[0]) if d.id in through else 0.0 for d in loop.draws}
    return WaterFlow(
        SOLVED,
        "",
        water,
        {s.id: float(q[k]) for k, s in enumerate(sources)},
        {h: float(p[place[h]] - p[0]) for h in headers},
        drawn,
        drops,
        shares,
        found.mass_error_m3_s / max(float(np.max(np.abs(q), initial=0.0)), 1e-12),
    )
