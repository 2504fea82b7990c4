"""One rack loop (technology cooling system): CDUs, the systems on them, and the exchangers behind.

Supply and return pipes are alike, so the loop is solved as one half with the pipes of both directions in it. Systems on
several CDUs mix what these supply; each CDU's exchanger gets what its return pipes bring back. Each CDU holds its
set-point by throttling facility water; where that is not enough its supply floats up to what the exchanger reaches,
and systems with a flow table then want more: this goes round until nothing moves.
"""

import math
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.coolant.exchanger import Exchanger, fit, most_heat_kw
from hallwright.engines.coolant.fluids import Properties, fluid
from hallwright.engines.coolant.mixing import temperatures
from hallwright.engines.coolant.network import Branch, Flow, Network, solve
from hallwright.engines.coolant.parts import WATER_DEGC, Assumed, CduPart, SystemPart, valve_flow
from hallwright.engines.coolant.piping import fittings_square, rated_power, rated_square
from hallwright.engines.coolant.records import FAILED, NO_PUMP, SOLVED
from hallwright.errors import OutOfRange, SolveError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_ROUNDS = 60
SETTLED = 1e-7  # of the flow wanted
DAMPED_FROM = 8  # rounds
FLOATS_K = 1e-9  # above its target
DROOP = 1e-3  # of the held pressure at the rated flow: what makes parallel pumps share
STANDS = 1e-5  # of the flow wanted: below it nothing flows


@dataclass(frozen=True)
class RackLoop:
    """What `solve_rack_loop` sees."""

    assumed: Assumed
    cdus: tuple[CduPart, ...]
    systems: tuple[SystemPart, ...]

    def __hash__(self) -> int:  # asked for often, and deep
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, f.name) for f in fields(self)))

    @property
    def key(self) -> str:
        """The first of its CDUs."""
        return self.cdus[0].id


@dataclass(frozen=True, slots=True)
class Facility:
    """What the facility loop gives a CDU: how warm, and at most how much."""

    degc: float | None
    most_m3_s: float


@dataclass(frozen=True, slots=True)
class SystemFlow:
    """A system in its loop; temperatures are NaN where unknown."""

    flow_m3_s: float
    wanted_m3_s: float
    supply_degc: float
    return_degc: float
    drop_pa: float

    @property
    def stands(self) -> bool:
        """Nothing flows through it."""
        return self.flow_m3_s <= STANDS * self.wanted_m3_s


@dataclass(frozen=True, slots=True)
class CduFlow:
    """A CDU in its loop; NaN where unknown. `facility_m3_s` is what its valve asks for."""

    flow_m3_s: float
    head_pa: float
    speed: float
    supply_degc: float
    return_degc: float
    heat_kw: float
    facility_m3_s: float
    able_kw: float


@dataclass(frozen=True)
class RackFlow:
    """The answer for one loop."""

    verdict: str
    reason: str = ""
    properties: Properties = field(default_factory=lambda: fluid("water").at(WATER_DEGC))
    systems: dict[str, SystemFlow] = field(default_factory=dict)
    cdus: dict[str, CduFlow] = field(default_factory=dict)
    mass_error: float = 0.0
    heat_error: float = 0.0
    unhandled_kw: float = 0.0


def exchanger_of(cdu: CduPart, fouling: float, coolant: str) -> Exchanger:
    """The exchanger that meets a CDU's catalogue point.

    Raises
    ------
    OutOfRange
        None does.
    """
    return fit(cdu.rated_kw, cdu.rated_approach_k, *_rated(cdu, coolant), fouling)


def most_possible_kw(cdu: CduPart, coolant: str) -> float:
    """Most heat that any exchanger moves at the approach and flows of a CDU's catalogue point [kW]."""
    return most_heat_kw(cdu.rated_approach_k, *_rated(cdu, coolant))


def _rated(cdu: CduPart, coolant: str) -> tuple[float, float]:
    """Heat-capacity rates at the catalogue point: rack loop, and facility water or air [kW/K]."""
    hot = cdu.rated_m3_s * fluid(coolant).near(cdu.rated_degc).rho_cp
    cold = cdu.air_kw_k if cdu.to_air else cdu.facility_m3_s * water_rho_cp(cdu.rated_degc - cdu.rated_approach_k)
    return hot, cold


def water_rho_cp(degc: float | None) -> float:
    """Heat of a cubic metre of facility water per kelvin [kJ/(m3 K)]."""
    return fluid("water").near(WATER_DEGC if degc is None or math.isnan(degc) else degc).rho_cp


def coolant_of(loop: RackLoop) -> str:
    """The coolant of the loop: what most of its systems are made for, PG25 where there is none."""
    names = [s.coolant for s in loop.systems]
    return max(sorted(set(names)), key=names.count, default="pg25")


def solve_rack_loop(loop: RackLoop, facility: dict[str, Facility], out: str = "", pump_out: str = "") -> RackFlow:
    """Flows, pressures and temperatures of a rack loop.

    Parameters
    ----------
    loop : RackLoop
    facility : dict of str to Facility
        By CDU.
    out, pump_out : str
        A CDU that is out; one of which a pump is.

    Returns
    -------
    RackFlow
        With a verdict: ``solved``, ``no pump``, or ``not solved`` and why.
    """
    cdus = [c for c in loop.cdus if c.runs and c.id != out and c.pumps.flow_m3_s > 0.0 and c.pumps.head_pa > 0.0]
    cdus = [c for c in cdus if math.isfinite(c.pumps.falls(c.id == pump_out))]
    if not cdus:
        return RackFlow(NO_PUMP, "no CDU of it pumps", unhandled_kw=sum(s.heat_kw for s in loop.systems))
    try:
        return _Solver(loop, cdus, facility, pump_out).run()
    except SolveError as error:
        return RackFlow(FAILED, error.text, unhandled_kw=sum(s.heat_kw for s in loop.systems))


class _Solver:
    def __init__(self, loop: RackLoop, cdus: list[CduPart], facility: dict[str, Facility], pump_out: str) -> None:
        self.loop, self.cdus, self.pump_out = loop, cdus, pump_out
        self.facility = [facility[c.id] for c in cdus]
        assumed = loop.assumed
        coolant = coolant_of(loop)
        self.targets = np.array([self._target(c, f) for c, f in zip(cdus, self.facility, strict=True)])
        known = self.targets[~np.isnan(self.targets)]
        self.fluid = fluid(coolant).near(round(float(np.max(known)), 1) if known.size else 40.0)
        self.exchangers: list[Exchanger | None] = []
        for cdu in cdus:
            try:
                self.exchangers.append(exchanger_of(cdu, assumed.fouling, coolant))
            except OutOfRange:
                self.exchangers.append(None)
        self._lay()

    @staticmethod
    def _target(cdu: CduPart, facility: Facility) -> float:
        """What a CDU's supply is held to; never below what its facility water is."""
        if cdu.target_degc is None:
            return math.nan
        return cdu.target_degc if facility.degc is None else max(cdu.target_degc, facility.degc)

    def _lay(self) -> None:
        """Nodes: 0 the return, then the CDUs' supplies, then systems that hang on several."""
        assumed, rho = self.loop.assumed, self.fluid.density_kg_m3
        place = {c.id: n for n, c in enumerate(self.cdus, start=1)}
        nodes = 1 + len(self.cdus)
        branches = []
        for cdu in self.cdus:
            pumps = cdu.pumps
            falls = pumps.falls(cdu.id == self.pump_out)
            branches.append(
                Branch(
                    0,
                    place[cdu.id],
                    shutoff_pa=pumps.shutoff_pa,
                    falls=falls,
                    held_pa=pumps.head_pa * (1.0 + DROOP),
                    held_slope=DROOP * pumps.head_pa / pumps.flow_m3_s,
                    most_m3_s=pumps.most(cdu.id == self.pump_out),
                    one_way=True,
                )
            )
        self.systems = [s for s in self.loop.systems if any(c in place for c, _ in s.feeds)]
        inlet: list[int] = []  # node that a system draws from
        through: list[int] = []  # its branch
        for system in self.systems:
            feeds = [(place[c], pipe) for c, pipe in system.feeds if c in place]
            own = Branch(
                0,
                0,
                square=rated_square(assumed.valve_kpa, system.largest_m3_s),
                power=rated_power(system.drop_kpa, system.drop_at_m3_s, assumed.exponent),
                exponent=assumed.exponent,
                most_m3_s=system.wanted_m3_s,
                one_way=True,
            )
            if len(feeds) == 1:
                node, pipe = feeds[0]
                square = own.square + fittings_square(assumed.fittings, pipe.bore_m, rho)
                own = replace(
                    own,
                    start=node,
                    square=square,
                    length_m=pipe.length_m,
                    diameter_m=pipe.bore_m,
                    roughness_m=assumed.roughness_m,
                )
                inlet.append(node)
            else:
                for node, pipe in feeds:
                    square = fittings_square(assumed.fittings, pipe.bore_m, rho)
                    branches.append(
                        Branch(
                            node,
                            nodes,
                            square=square,
                            length_m=pipe.length_m,
                            diameter_m=pipe.bore_m,
                            roughness_m=assumed.roughness_m,
                        )
                    )
                own = replace(own, start=nodes)
                inlet.append(nodes)
                nodes += 1
            through.append(len(branches))
            branches.append(own)
        self.nodes, self.branches = nodes, branches
        body = set(through)
        self.pipes = np.array([k for k in range(len(self.cdus), len(branches)) if k not in body], dtype=np.int64)
        self.start = np.array([branches[k].start for k in self.pipes], dtype=np.int64)
        self.end = np.array([branches[k].end for k in self.pipes], dtype=np.int64)
        self.inlet, self.through = np.array(inlet, dtype=np.int64), np.array(through, dtype=np.int64)
        self.supplies = np.arange(1, 1 + len(self.cdus))

    def run(self) -> RackFlow:
        """Go round until flows and temperatures fit each other."""
        wanted = np.array([s.wanted_m3_s for s in self.systems])
        heat = np.array([s.heat_kw for s in self.systems])
        for turn in range(MOST_ROUNDS):
            flow = self._flows(wanted)
            supply = self._supplies(flow.flow_m3_s, heat, wanted)
            inlet, outlet, back, duty = self._temperatures(flow.flow_m3_s, supply, heat, wanted)
            wants = np.array([s.wanted(t) for s, t in zip(self.systems, inlet, strict=True)])
            if np.all(np.abs(wants - wanted) <= SETTLED * wants):
                return self._answer(flow, wanted, heat, inlet, outlet, supply, back, duty)
            wanted = wants if turn < DAMPED_FROM else 0.5 * (wants + wanted)
        raise SolveError("flows and temperatures of the loop do not settle")

    def _supplies(self, q: Floats, heat: Floats, wanted: Floats) -> Floats:
        """Supplies of the CDUs on these flows: the target, or what the exchanger reaches where that is warmer.

        On given flows the heat of each CDU is a linear function of all supplies, so those that float are found by one
        linear solution; which they are, by trying.
        """
        count, base = len(self.cdus), self.targets
        duty = self._temperatures(q, base, heat, wanted)[3]
        cold = [math.nan if f.degc is None else f.degc for f in self.facility]
        resistance = np.array([self._resistance(k, q[k], duty[k]) for k in range(count)])
        pumps = np.array([c.pump_kw for c in self.cdus])
        floats = cold + (duty + pumps) * resistance > base + FLOATS_K  # False where anything is unknown
        columns: dict[int, Floats] = {}
        for _ in range(2 * count + 2):
            active = np.flatnonzero(floats)
            if not active.size:
                return base.copy()
            for k in active:
                if int(k) not in columns:
                    moved = base.copy()
                    moved[k] += 1.0
                    columns[int(k)] = self._temperatures(q, moved, heat, wanted)[3] - duty
            slopes = np.stack([columns[int(k)] for k in active], axis=1)
            inside = np.eye(active.size) - resistance[active, None] * slopes[active]
            reach = np.array(cold)[active] + resistance[active] * (duty + pumps)[active] - base[active]
            rise = np.linalg.solve(inside, reach)
            supply = base.copy()
            supply[active] += rise
            reached = cold + (duty + slopes @ rise + pumps) * resistance
            again = np.where(floats, supply > base, reached > base + FLOATS_K)
            if np.array_equal(again, floats):
                return supply
            floats = again
        raise SolveError("the supplies of the loop's CDUs do not settle")

    def _flows(self, wanted: Floats) -> Flow:
        branches = list(self.branches)
        for k, most in zip(self.through, wanted, strict=True):
            branches[k] = replace(branches[k], most_m3_s=float(most))
        network = Network(self.nodes, tuple(branches), self.fluid.density_kg_m3, self.fluid.viscosity_pa_s)
        return solve(network)

    def _temperatures(
        self, q: Floats, supply: Floats, heat: Floats, wanted: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Inlets and outlets of the systems; returns and heat of the CDUs."""
        count, rho_cp = len(self.cdus), self.fluid.rho_cp
        through, pipes = np.maximum(q[self.through], 0.0), q[self.pipes]
        pumped, leaked = np.maximum(q[:count], 0.0), np.maximum(-q[:count], 0.0)
        runs = through > STANDS * wanted
        rise = np.where(runs, heat / np.where(runs, rho_cp * through, 1.0), 0.0)
        # there: every CDU is a source of its own beside its node, since pipes may bring it flow from elsewhere
        at = self._mixed(self.start, self.end, pipes, self.supplies, pumped, supply)
        inlet = at[self.inlet]
        outlet = inlet + rise
        # and back: the pipes mirrored, fed by the systems and by what a non-return valve leaks
        ends, amounts = np.concatenate((self.inlet, self.supplies)), np.concatenate((through, leaked))
        leaving = np.concatenate((outlet, at[self.supplies]))
        back = self._mixed(self.end, self.start, pipes, ends, amounts, leaving)[self.supplies]
        idle = pumped <= 0.0
        if np.any(np.isnan(supply)):  # unknown temperatures: heat goes with the flow all the same
            whole = float(np.sum(heat[runs]))
            duty = np.where(idle, 0.0, whole * pumped / max(float(np.sum(pumped[~idle])), 1e-300))
        else:
            duty = np.where(np.isnan(back) | idle, 0.0, rho_cp * pumped * (back - supply))
        return inlet, np.where(runs, outlet, np.nan), np.where(idle, np.nan, back), duty

    def _mixed(self, start: Ints, end: Ints, pipes: Floats, at: Ints, amounts: Floats, degc: Floats) -> Floats:
        """Temperature of every node where these amounts of these temperatures are put in at some nodes."""
        flows = amounts > 0.0
        extra = self.nodes + np.arange(int(np.sum(flows)))
        known = np.concatenate((np.full(self.nodes, np.nan), degc[flows]))
        starts, ends = np.concatenate((start, extra)), np.concatenate((end, at[flows]))
        moved = np.concatenate((pipes, amounts[flows]))
        return temperatures(starts, ends, moved, np.zeros(moved.size), known)

    def _resistance(self, k: int, flow: float, duty: float) -> float:
        """Approach per heat of a CDU with its facility valve open [K/kW]; NaN where unknown, 0 where nothing flows."""
        exchanger, facility = self.exchangers[k], self.facility[k]
        if exchanger is None or facility.degc is None:
            return math.nan
        if flow <= 0.0 or duty <= 0.0:
            return 0.0
        found = exchanger.resistance_k_kw(flow * self.fluid.rho_cp, self._cold(k))
        if math.isinf(found):
            raise SolveError("a CDU of the loop has heat to give, and no facility water flows through it")
        return found

    def _cold(self, k: int) -> float:
        """Most that the cold side carries [kW/K]."""
        if self.cdus[k].to_air:
            return self.cdus[k].air_kw_k
        return self.facility[k].most_m3_s * water_rho_cp(self.facility[k].degc)

    def _answer(
        self,
        flow: Flow,
        wanted: Floats,
        heat: Floats,
        inlet: Floats,
        outlet: Floats,
        supply: Floats,
        back: Floats,
        duty: Floats,
    ) -> RackFlow:
        q, p = flow.flow_m3_s, flow.pressure_pa
        systems = {}
        for n, system in enumerate(self.systems):
            head = max(float(p[self.inlet[n]] - p[0]), 0.0)
            systems[system.id] = SystemFlow(
                max(float(q[self.through[n]]), 0.0), float(wanted[n]), float(inlet[n]), float(outlet[n]), head
            )
        for system in self.loop.systems:
            if system.id not in systems:
                systems[system.id] = SystemFlow(0.0, system.wanted_m3_s, math.nan, math.nan, 0.0)
        cdus = {}
        for k, cdu in enumerate(self.cdus):
            pumped, head = max(float(q[k]), 0.0), float(p[1 + k] - p[0])
            speed = cdu.pumps.speed(pumped, head, int(cdu.id == self.pump_out))
            facility, able = self._valve(k, pumped, float(duty[k]), float(supply[k]))
            cdus[cdu.id] = CduFlow(
                float(q[k]), head, speed, float(supply[k]), float(back[k]), float(duty[k]), facility, able
            )
        stands = np.array([systems[s.id].stands for s in self.systems], dtype=bool)
        given = float(np.sum(heat[~stands]))
        taken = float(np.sum(duty))
        lost = float(sum(s.heat_kw for s in self.loop.systems if systems[s.id].stands))
        whole = max(float(np.max(np.abs(q), initial=0.0)), 1e-12)
        return RackFlow(
            SOLVED,
            "",
            self.fluid,
            systems,
            cdus,
            flow.mass_error_m3_s / whole,
            (given - taken) / given if given > 0.0 else 0.0,
            lost,
        )

    def _valve(self, k: int, flow: float, duty: float, supply: float) -> tuple[float, float]:
        """Facility flow that the valve asks for [m3/s], and heat that the exchanger moves at rated flows [kW].

        The latter at the supply that the CDU is held to, less the heat of its own pumps.
        """
        cdu, exchanger, facility = self.cdus[k], self.exchangers[k], self.facility[k]
        rated, heat = cdu.facility_m3_s, duty + cdu.pump_kw
        if exchanger is None or facility.degc is None or math.isnan(supply):
            return 0.0 if cdu.to_air or duty <= 0.0 else valve_flow(duty / cdu.rated_kw * rated, rated), math.nan
        approach = max(float(self.targets[k]) - facility.degc, 0.0)
        able = approach / exchanger.resistance_k_kw(exchanger.hot_rated, exchanger.cold_rated) - cdu.pump_kw
        if cdu.to_air or flow <= 0.0:
            return 0.0, able
        rho_cp = water_rho_cp(facility.degc)
        cold = exchanger.cold_wanted(flow * self.fluid.rho_cp, approach, heat, rated * rho_cp)
        return valve_flow(cold / rho_cp, rated), able
