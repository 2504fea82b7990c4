"""Solve the air of a room: a stream of better and better fields, or the last of them.

A cold start iterates first on cells twice as large, which gives a first picture, and goes on from there on the grid
asked for. Where rack inlets come to rest the answer is that field. Where they do not, the flow is unsteady: time steps
follow, and the answer is their average with its standard deviation.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from hallwright.engines.air.cores import Cores
from hallwright.engines.air.field import Field
from hallwright.engines.air.inputs import AirInputs, Opening
from hallwright.errors import Cancelled, DidNotConverge, OutOfRange

if TYPE_CHECKING:
    from hallwright.engines.air.flow import Flow

COARSE_ITERATIONS = 90
WARM_ITERATIONS = 20  # least number after a warm start
SETTLING_ITERATIONS = 140  # most before the flow counts as unsteady
LEAST_ITERATIONS = 60  # least number on the final grid
WATCHED_ITERATIONS = 20  # the stop criterion looks back so far
STEADY_K, STEADY_FRACTION = 0.1, 0.004
SETTLED_FRACTION = 0.005  # an average that loses more heat than this is no answer to trust
STEP_S = 0.3  # of the unsteady part
SPIN_STEPS, LEAST_STEPS, MOST_STEPS = 60, 150, 900
STEP_SWEEPS, MOST_SWEEPS = 3, 9  # of temperature in a time step
CHECKED_STEPS = 50  # between looks at an average
AVERAGE_K = 0.15  # most that the second half of an average may change it
MANY_CELLS = 100_000  # above, fewer steps are averaged
PICTURE_S = 0.15  # between preliminary fields
LEAST_CELLS = 4_000  # below, a coarse start gains nothing

_turn = threading.Lock()  # one iteration at a time: not every threading layer bears two callers


def stream(
    given: AirInputs, *, start: Field | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Field]:
    """Yield preliminary fields while iterating, and the answer last.

    Parameters
    ----------
    given : AirInputs
        The room.
    start : Field or None
        An earlier answer for a room like this one: iteration goes on from its air.
    cancelled : callable
        Polled after every iteration; iteration ends with `Cancelled` as soon as it says True.

    Raises
    ------
    OutOfRange
        An input is impossible, or a closed volume's flows do not balance; the message names what.
    DidNotConverge
        The numbers left all bounds.
    Cancelled
        `cancelled` said so.
    """
    from hallwright.engines.air.flow import Flow  # compiles, or loads what was compiled
    from hallwright.engines.air.voxels import cell_edge_m, cut

    begun = time.perf_counter()
    flow = Flow(cut(given))
    run = _Run(flow, begun, cancelled)
    if start is not None and start.state is not None and flow.take(start.state):
        yield from run.settle(WARM_ITERATIONS)
    else:
        if flow.grid.cells > LEAST_CELLS:
            try:
                coarse = Flow(cut(given, 2.0 * cell_edge_m(given)))
            except OutOfRange:
                pass  # things stand too close for larger cells: start as the fine grid is
            else:
                first = _Run(coarse, begun, cancelled)
                for _ in range(COARSE_ITERATIONS):
                    first.step()
                yield first.field(preliminary=True)
                flow.take(coarse)
        yield from run.settle(LEAST_ITERATIONS)
    if not run.steady():
        yield from run.average()
    yield run.field(preliminary=False)


def solve(
    given: AirInputs,
    *,
    start: Field | None = None,
    progress: Callable[[Field], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Field:
    """Return the answer, handing each preliminary field to `progress`; see `stream`."""
    last = None
    for last in stream(given, start=start, cancelled=cancelled):
        if last.preliminary:
            progress(last)
    if last is None or last.preliminary:
        raise DidNotConverge("The air of the room has no answer.")
    return last


def compile_kernels() -> None:
    """Compile every kernel, or load what was compiled: seconds the first time on a machine, to be spent in a worker."""
    from hallwright.engines.air.flow import FIRST_ITERATIONS, Flow
    from hallwright.engines.air.voxels import cut

    low, high = ((0.0, 0.2, 0.0), (0.0, 0.6, 0.4)), ((0.8, 0.2, 0.0), (0.8, 0.6, 0.4))
    flow = Flow(
        cut(AirInputs((0.8, 0.8, 0.8), openings=(Opening("a", low, "+x", 0.1, 20.0), Opening("b", high, "-x", -0.1))))
    )
    for _ in range(FIRST_ITERATIONS + 1):
        flow.iterate()


class _Run:
    """Iterations on one grid, and what is watched meanwhile."""

    def __init__(self, flow: "Flow", begun: float, cancelled: Callable[[], bool]) -> None:
        from hallwright.engines.air.table import Table

        self.flow, self.begun, self.cancelled = flow, begun, cancelled
        self.table, self.cores = Table(flow), Cores()
        self.inlets: list[np.ndarray] = []
        self.shown = time.perf_counter()

    def step(self) -> None:
        with _turn:
            self.cores.run(self.flow.iterate)
        if self.cancelled():
            raise Cancelled("The air of the room is no longer asked for.")
        inlets = self.table.inlets_degc(self.flow.streams.node_degc)
        if not np.isfinite(self.flow.streams.node_degc).all():
            raise DidNotConverge("the air of the room has no steady answer: its numbers left all bounds.")
        self.inlets.append(inlets)
        self.table.calm()

    def drift_k(self) -> float:
        """Largest change of a rack's inlet mean over the last iterations watched; infinite before."""
        if len(self.inlets) <= WATCHED_ITERATIONS:
            return float("inf")
        recent = np.array(self.inlets[-WATCHED_ITERATIONS - 1 :])
        return float(np.ptp(recent, axis=0).max(initial=0.0))

    def steady(self) -> bool:
        """The stop criterion."""
        return self.drift_k() < STEADY_K and abs(self.table.imbalance_fraction()) < STEADY_FRACTION

    def settle(self, least: int) -> Iterator[Field]:
        for n in range(SETTLING_ITERATIONS):
            self.step()
            if n + 1 >= least and self.steady():
                return
            yield from self.picture()

    def average(self) -> Iterator[Field]:
        """Step through time and average, until the second half of the average hardly changes it."""
        self.flow.step_s, self.flow.warmth_sweeps = STEP_S, STEP_SWEEPS
        for _ in range(SPIN_STEPS):
            self.step()
            yield from self.picture()
        self.table.begin()
        self.inlets.clear()
        most = max(LEAST_STEPS, int(MOST_STEPS * min(1.0, (MANY_CELLS / self.flow.grid.cells) ** 0.5)))
        for n in range(1, most + 1):
            self.step()
            self.table.add()
            yield from self.picture()
            if n % CHECKED_STEPS:
                continue
            if abs(self.table.imbalance_fraction()) > STEADY_FRACTION and self.flow.warmth_sweeps < MOST_SWEEPS:
                self.flow.warmth_sweeps += 2  # steps too long for temperature to follow: solve it further, begin anew
                self.table.begin()
                self.inlets.clear()
            elif len(self.inlets) >= LEAST_STEPS and self.average_drift_k() < AVERAGE_K:
                return

    def average_drift_k(self) -> float:
        """How much the second half of the average changed a rack's inlet mean."""
        seen = np.array(self.inlets)
        return float(np.abs(seen.mean(0) - seen[: len(seen) // 2].mean(0)).max(initial=0.0))

    def picture(self) -> Iterator[Field]:
        now = time.perf_counter()
        if now - self.shown > PICTURE_S:
            yield self.field(preliminary=True)
            self.shown = time.perf_counter()

    def field(self, *, preliminary: bool) -> Field:
        drift = self.drift_k()
        return self.table.field(
            preliminary=preliminary,
            drift_k=drift if np.isfinite(drift) else float("nan"),
            settled=not preliminary and abs(self.table.imbalance_fraction()) <= SETTLED_FRACTION,
            seconds=time.perf_counter() - self.begun,
        )
