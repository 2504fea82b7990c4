"""Flow of a liquid through a network of branches: one pressure for each node, one flow for each branch.

A branch is a series of parts, each of which any branch may lack: a pipe (Darcy-Weisbach), components with K Q^2 and
K Q^n, a valve that lets no more than a wanted flow through, a non-return valve, and a group of pumps. Its pressure
drop rises with its flow, so the flows minimise a convex function (Millar's content) and there is exactly one answer.
It is found by Newton steps on the flows, each of which asks for the node pressures by one sparse direct solution and
then leaves every node balanced; a line search along the step makes it converge from anywhere. Pressure drops are met
to 1e-8 of the largest pressure, flows to 1e-7 of the largest flow, mass to 1e-9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hallwright.errors import DidNotConverge, OutOfRange, SolveError

Floats = NDArray[np.float64]

MOST_STEPS = 80
PRESSURE_TOLERANCE = 1e-8  # of the largest pressure
FLOW_TOLERANCE = 1e-7  # of the largest flow, for the step before the last: the last one squares what is left
STIFF = 1e7  # slope of a limit, in largest pressures per largest flow: a closed valve leaks a ten-millionth
FLATTEST = 1e-6  # least slope of a branch, in the same unit, so that the step is defined at rest
DENSE_NODES = 90  # below, a dense solution is faster
LAMINAR = 2000.0  # Reynolds number where pipes leave 64/Re; from 4000 they follow Colebrook, between them a power law
TURBULENT = 4000.0
RE_STEP, RE_STEPS = 0.1, 132  # of ln Re, from LAMINAR to 1e9


@dataclass(frozen=True)
class Branches:
    """The branches of a network, each an entry of every array; SI units.

    Attributes
    ----------
    start, end : ndarray of int
        Nodes; flow from start to end is positive.
    square : ndarray
        K of a part with dp = K Q^2 [Pa s2/m6].
    power, exponent : ndarray
        K and n of a part with dp = K Q^n, n from 1 to 3.
    length_m, diameter_m, roughness_m : ndarray
        Pipe; length 0 = none.
    most_m3_s : ndarray
        Flow that its control valve lets through; infinite = no such valve.
    one_way : ndarray of bool
        Holds a non-return valve.
    shutoff_pa, falls : ndarray
        Pumps: head at no flow, and c in head = shut-off head - c Q^2 [Pa s2/m6]; 0 = no pumps.
    held_pa, held_slope : ndarray
        Head that the speed of the pumps is controlled to, at no flow, and what it falls by per flow [Pa s/m3].
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    square: Floats
    power: Floats
    exponent: Floats
    length_m: Floats
    diameter_m: Floats
    roughness_m: Floats
    most_m3_s: Floats
    one_way: NDArray[np.bool_]
    shutoff_pa: Floats
    falls: Floats
    held_pa: Floats
    held_slope: Floats


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch, as `Branches` says; the default is a branch without resistance."""

    start: int
    end: int
    square: float = 0.0
    power: float = 0.0
    exponent: float = 2.0
    length_m: float = 0.0
    diameter_m: float = 1.0
    roughness_m: float = 0.0
    most_m3_s: float = np.inf
    one_way: bool = False
    shutoff_pa: float = 0.0
    falls: float = 0.0
    held_pa: float = np.inf
    held_slope: float = 0.0


@dataclass(frozen=True)
class Network:
    """What `solve` sees.

    Attributes
    ----------
    nodes : int
        Number of nodes.
    branches : sequence of Branch
    density_kg_m3, viscosity_pa_s : float
        Of the liquid.
    fixed_pa : mapping of int to float
        Nodes whose pressure is given. A part of the network without one floats: its first node is taken as 0.
    drawn_m3_s : mapping of int to float
        Flow taken out at nodes; negative = put in.
    """

    nodes: int
    branches: tuple[Branch, ...]
    density_kg_m3: float
    viscosity_pa_s: float
    fixed_pa: Mapping[int, float] = field(default_factory=dict)
    drawn_m3_s: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """The answer.

    Attributes
    ----------
    flow_m3_s : ndarray
        By branch, from its start to its end.
    pressure_pa : ndarray
        By node.
    steps : int
        Newton steps taken.
    mass_error_m3_s : float
        Largest imbalance of a node.
    """

    flow_m3_s: Floats
    pressure_pa: Floats
    steps: int
    mass_error_m3_s: float


def solve(network: Network) -> Flow:
    """Flows and pressures.

    Parameters
    ----------
    network : Network

    Returns
    -------
    Flow

    Raises
    ------
    OutOfRange
        A number is not finite, an exponent lies outside 1 to 3, a node is not there.
    SolveError
        A part of the network without a given pressure is drawn more from than is put in.
    DidNotConverge
        No answer within the allowed steps.

    References
    ----------
    .. [1] Todini, Pilati: A gradient algorithm for the analysis of pipe networks, 1988.

    Examples
    --------
    >>> two = (Branch(0, 1, square=4e6), Branch(0, 1, square=1e6))
    >>> [round(float(q), 4) for q in solve(Network(2, two, 1000.0, 1e-3, {0: 1e5, 1: 0.0})).flow_m3_s]
    [0.1581, 0.3162]
    """
    count = len(network.branches)
    if count == 0:
        pressures = np.array([network.fixed_pa.get(i, 0.0) for i in range(network.nodes)])
        if any(network.drawn_m3_s.values()):
            raise SolveError("Flow is drawn from a node that no branch reaches.")
        return Flow(np.zeros(0), pressures, 0, 0.0)
    b = _checked(network)
    fixed, pressure = _references(network, b)
    drawn = np.zeros(network.nodes)
    for node, amount in network.drawn_m3_s.items():
        drawn[node] = amount
    drop = _Drop(b, network.density_kg_m3, network.viscosity_pa_s, _pressure_scale(network, b, pressure), drawn)
    system = _System(network.nodes, b, fixed)
    flow = drop.guess()
    started = False
    for step in range(1, MOST_STEPS + 1):
        fall, slope = drop(flow)
        pressure = system.pressures(flow, fall, slope, drawn, pressure)
        difference = pressure[b.start] - pressure[b.end]
        move = (difference - fall) / slope
        if (
            started
            and np.max(np.abs(difference - fall)) <= PRESSURE_TOLERANCE * drop.pressure_pa
            and np.max(np.abs(move)) <= FLOW_TOLERANCE * max(drop.flow_m3_s, float(np.max(np.abs(flow))))
        ):
            flow = system.balanced(flow + move, slope, drawn)
            return Flow(flow, pressure, step, system.imbalance(flow, drawn))
        flow = flow + (_length(drop, flow, move, difference) if started else 1.0) * move
        started = True
    raise DidNotConverge(f"The flows of a network of {count} branches did not settle in {MOST_STEPS} steps.")


def _checked(network: Network) -> Branches:
    columns = {f.name: [getattr(branch, f.name) for branch in network.branches] for f in fields(Branches)}
    types: dict[str, Any] = {"start": np.int64, "end": np.int64, "one_way": np.bool_}
    b = Branches(**{name: np.array(values, dtype=types.get(name, float)) for name, values in columns.items()})
    ends = np.concatenate((b.start, b.end, np.array([*network.fixed_pa, *network.drawn_m3_s], dtype=np.int64)))
    if ends.size and (ends.min() < 0 or ends.max() >= network.nodes):
        raise OutOfRange("A branch ends at a node that is not there.")
    for name in ("square", "power", "length_m", "roughness_m", "shutoff_pa", "falls", "held_slope"):
        if not np.all(np.isfinite(getattr(b, name)) & (getattr(b, name) >= 0.0)):
            raise OutOfRange(f"Each {name} is a number from 0 up.")
    if np.any(np.isnan(b.most_m3_s) | (b.most_m3_s < 0.0) | np.isnan(b.held_pa) | (b.held_pa < 0.0)):
        raise OutOfRange("Limits of flow and pressure are numbers from 0 up.")
    if not np.all((b.exponent >= 1.0) & (b.exponent <= 3.0)):
        raise OutOfRange("Exponents lie from 1 to 3.")
    if not np.all(np.isfinite(b.diameter_m) & (b.diameter_m > 0.0) & (b.roughness_m < 0.05 * b.diameter_m)):
        raise OutOfRange("Diameters are above 0, and roughness below a twentieth of them.")
    given = (network.density_kg_m3, network.viscosity_pa_s, *network.fixed_pa.values(), *network.drawn_m3_s.values())
    if not np.all(np.isfinite(given)) or network.density_kg_m3 <= 0.0 or network.viscosity_pa_s <= 0.0:
        raise OutOfRange("Density, viscosity, pressures and flows are finite numbers, the first two above 0.")
    return b


def _references(network: Network, b: Branches) -> tuple[NDArray[np.bool_], Floats]:
    """Which pressures are given, with one for each part of the network; and those pressures."""
    parent = list(range(network.nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for start, end in zip(b.start.tolist(), b.end.tolist(), strict=True):
        parent[root(start)] = root(end)
    fixed = np.zeros(network.nodes, dtype=bool)
    pressure = np.zeros(network.nodes)
    held = set()
    for node, value in network.fixed_pa.items():
        fixed[node], pressure[node] = True, value
        held.add(root(node))
    drawn: dict[int, list[float]] = {}
    for node, amount in network.drawn_m3_s.items():
        drawn.setdefault(root(node), []).append(amount)
    for node in range(network.nodes):
        part = root(node)
        if part not in held:
            held.add(part)
            fixed[node] = True
            amounts = drawn.get(part, [])
            if abs(sum(amounts)) > 1e-9 * max(map(abs, amounts), default=1.0):
                raise SolveError("A part of the network is drawn more from than is put in, and nothing else feeds it.")
    return fixed, pressure


def _pressure_scale(network: Network, b: Branches, pressure: Floats) -> float:
    heads = np.minimum(b.shutoff_pa, b.held_pa)
    spread = float(np.ptp(pressure)) if network.fixed_pa else 0.0
    return max(float(np.max(heads)), spread, 1.0)


class _Drop:
    """Pressure drop of every branch and its slope, at given flows."""

    def __init__(self, b: Branches, density: float, viscosity: float, pressure_pa: float, drawn: Floats) -> None:
        self.b, self.pressure_pa = b, pressure_pa
        self.pipes = b.length_m > 0.0
        self.any_pipe, self.any_power = bool(np.any(self.pipes)), bool(np.any(b.power > 0.0))
        self.pumps = np.flatnonzero(b.shutoff_pa > 0.0)
        self.limited = np.flatnonzero(np.isfinite(b.most_m3_s))
        self.one_way = np.flatnonzero(b.one_way)
        area = np.pi * b.diameter_m**2 / 4.0
        self.reynolds = density * b.diameter_m / (area * viscosity)  # times flow
        self.darcy = np.where(self.pipes, b.length_m / b.diameter_m * density / (2.0 * area**2), 0.0)
        # 64 / Re below LAMINAR: the drop is proportional to the flow
        self.laminar = self.darcy * 64.0 / self.reynolds
        if self.any_pipe:
            relative = np.where(self.pipes, b.roughness_m / b.diameter_m, 0.0)
            kinds, self.row = np.unique(np.round(relative, 9), return_inverse=True)
            self.friction = np.array([_friction_table(float(k)) for k in kinds])
        self.flow_m3_s = self._flow_scale(area, drawn)
        self.stiff = STIFF * pressure_pa / self.flow_m3_s
        self.flattest = FLATTEST * pressure_pa / self.flow_m3_s

    def _flow_scale(self, area: Floats, drawn: Floats) -> float:
        """Largest flow that makes sense: of the pumps, the valves, what is drawn, or what the pressure drives."""
        b = self.b
        found = [float(np.max(np.abs(drawn)))]
        finite = b.most_m3_s[self.limited]
        found.append(float(np.max(finite, initial=0.0)))
        falls = np.where(b.falls > 0.0, b.falls, np.inf)
        found.append(float(np.max(np.sqrt(b.shutoff_pa / falls), initial=0.0)))
        if max(found) > 0.0:
            return max(found)
        resistance = b.square + b.power + self.darcy * 0.02
        driven = np.sqrt(self.pressure_pa / resistance[resistance > 0.0])
        return float(np.max(driven, initial=0.0)) or float(np.max(area))

    def guess(self) -> Floats:
        """Flows to begin with."""
        b = self.b
        resistance = b.square + b.power + self.darcy * 0.02 + b.falls
        least = 1e-6 * self.pressure_pa / self.flow_m3_s**2
        driven = np.sqrt(0.5 * self.pressure_pa / np.maximum(resistance, least))
        return np.minimum(np.minimum(driven, b.most_m3_s), self.flow_m3_s)

    def __call__(self, flow: Floats) -> tuple[Floats, Floats]:
        b = self.b
        size = np.abs(flow)
        fall = b.square * size * flow
        slope = 2.0 * b.square * size
        if self.any_power:
            part = b.power * size ** (b.exponent - 1.0)
            fall += part * flow
            slope += part * b.exponent
        if self.any_pipe:
            reynolds = self.reynolds * size
            place = np.log(np.maximum(reynolds, LAMINAR) / LAMINAR) / RE_STEP
            at = np.minimum(place.astype(np.int64), RE_STEPS - 1)
            left, right = self.friction[self.row, at], self.friction[self.row, at + 1]
            steep = right - left
            part = self.darcy * np.exp(left + (place - at) * steep) * size
            laminar = reynolds < LAMINAR
            part = np.where(laminar, self.laminar, part)
            fall += part * flow
            slope += np.where(laminar, part, part * (2.0 + steep / RE_STEP))
        if self.limited.size:
            over = np.maximum(flow[self.limited] - b.most_m3_s[self.limited], 0.0)
            fall[self.limited] += self.stiff * over
            slope[self.limited] += np.where(over > 0.0, self.stiff, 0.0)
        if self.one_way.size:
            back = np.minimum(flow[self.one_way], 0.0)
            fall[self.one_way] += self.stiff * back
            slope[self.one_way] += np.where(back < 0.0, self.stiff, 0.0)
        if self.pumps.size:
            i = self.pumps
            ahead = np.maximum(flow[i], 0.0)
            full, full_slope = b.shutoff_pa[i] - b.falls[i] * ahead**2, -2.0 * b.falls[i] * ahead
            held = b.held_pa[i] - b.held_slope[i] * ahead
            slower = held < full
            fall[i] -= np.where(slower, held, full)
            slope[i] -= np.where(slower, -b.held_slope[i], full_slope)
        return fall, np.maximum(slope, self.flattest)


@cache
def _friction_table(relative_roughness: float) -> tuple[float, ...]:
    """Logarithm of the Darcy friction factor at steps of ln Re from `LAMINAR` on."""
    from fluids.friction import friction_factor

    def turbulent(reynolds: float) -> float:
        return float(friction_factor(Re=reynolds, eD=relative_roughness))

    found = []
    first, last = np.log(64.0 / LAMINAR), np.log(turbulent(TURBULENT))
    for k in range(RE_STEPS + 1):
        reynolds = LAMINAR * float(np.exp(k * RE_STEP))
        if reynolds < TURBULENT:
            found.append(float(first + (last - first) * np.log(reynolds / LAMINAR) / np.log(TURBULENT / LAMINAR)))
        else:
            found.append(float(np.log(turbulent(reynolds))))
    return tuple(found)


class _System:
    """The linear system of one Newton step, its pattern made once."""

    def __init__(self, nodes: int, b: Branches, fixed: NDArray[np.bool_]) -> None:
        self.nodes, self.b, self.fixed = nodes, b, fixed
        self.free = np.flatnonzero(~fixed)
        self.place = np.full(nodes, -1)
        self.place[self.free] = np.arange(self.free.size)
        start, end = self.place[b.start], self.place[b.end]
        both = (start >= 0) & (end >= 0)
        self.at_start, self.at_end, self.both = start >= 0, end >= 0, both
        self.rows = np.concatenate((start[self.at_start], end[self.at_end], start[both], end[both]))
        self.columns = np.concatenate((start[self.at_start], end[self.at_end], end[both], start[both]))

    def pressures(self, flow: Floats, fall: Floats, slope: Floats, drawn: Floats, given: Floats) -> Floats:
        """Node pressures for which the step leaves every free node balanced."""
        found = np.where(self.fixed, given, 0.0)
        if self.free.size == 0:
            return found
        b, ease = self.b, 1.0 / slope
        # into node i: sum over branches of sign (flow + ease (difference - fall)) - drawn = 0
        moved = flow + ease * (found[b.start] - found[b.end] - fall)
        found[self.free] = self._solved(ease, self._net(moved, drawn))
        return found

    def balanced(self, flow: Floats, slope: Floats, drawn: Floats) -> Floats:
        """The flows, with what rounding left open at the nodes taken out."""
        left = np.zeros(self.nodes)
        if self.free.size:
            left[self.free] = self._solved(1.0 / slope, self._net(flow, drawn))
        corrected: Floats = flow + (left[self.b.start] - left[self.b.end]) / slope
        return corrected

    def imbalance(self, flow: Floats, drawn: Floats) -> float:
        """Largest imbalance of a free node."""
        return float(np.max(np.abs(self._net(flow, drawn)), initial=0.0))

    def _net(self, flow: Floats, drawn: Floats) -> Floats:
        """What flows into each free node and does not leave it."""
        b = self.b
        into = np.bincount(b.end, flow, self.nodes) - np.bincount(b.start, flow, self.nodes) - drawn
        return np.asarray(into[self.free])

    def _solved(self, ease: Floats, net: Floats) -> Floats:
        """Pressures of the free nodes that move this much out of each."""
        size = self.free.size
        values = np.concatenate((ease[self.at_start], ease[self.at_end], -ease[self.both], -ease[self.both]))
        if size <= DENSE_NODES:
            matrix = np.bincount(self.rows * size + self.columns, values, size * size).reshape(size, size)
            return np.asarray(np.linalg.solve(matrix, net))
        from scipy.sparse import csc_array
        from scipy.sparse.linalg import splu

        sparse = csc_array((values, (self.rows, self.columns)), shape=(size, size))
        return np.asarray(splu(sparse, permc_spec="MMD_AT_PLUS_A").solve(net))


def _length(drop: _Drop, flow: Floats, move: Floats, difference: Floats) -> float:
    """How far to go along a step: to where the content no longer falls, at most the whole of it."""

    def rise(part: float) -> float:
        return float(np.dot(drop(flow + part * move)[0] - difference, move))

    begin, whole = rise(0.0), rise(1.0)
    if whole <= 0.5 * abs(begin):
        return 1.0
    low, high, at_low, at_high = 0.0, 1.0, begin, whole
    part = 1.0
    for _ in range(30):
        part = low - at_low * (high - low) / (at_high - at_low)
        part = min(max(part, low + 0.1 * (high - low)), high - 0.1 * (high - low))
        here = rise(part)
        if abs(here) <= 0.1 * abs(begin):
            break
        if here < 0.0:
            low, at_low = part, here
        else:
            high, at_high = part, here
    return part
