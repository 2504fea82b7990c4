"""How many cores an iteration uses: as many as make it faster at the moment.

Two cores halve an iteration where both are idle. Where another program, or the window, holds one, waiting for it costs
more than it gives. So both ways are timed now and then, and the faster one is used.
"""

import os
import time
from collections.abc import Callable

PROBED_EVERY = 30  # iterations
PROBES = 3
MOST_CORES = 8  # memory, not cores, is the limit beyond


class Cores:
    """Runs iterations on one core or on several, whichever was faster when last tried."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most or min(os.cpu_count() or 1, MOST_CORES)
        self.seconds = {self.most: float("inf"), 1: float("inf")}
        self.count = 0

    def next(self) -> int:
        """Number of cores for the next iteration."""
        turn = self.count % PROBED_EVERY
        tried = list(self.seconds)
        if turn < PROBES * len(tried):
            return tried[turn // PROBES]
        return min(tried, key=lambda n: self.seconds[n])

    def run(self, work: Callable[[], None]) -> None:
        """Do one iteration."""
        import numba

        cores = min(self.next(), int(numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
        numba.set_num_threads(cores)
        begun = time.perf_counter()
        work()
        took = time.perf_counter() - begun
        if self.count % PROBED_EVERY % PROBES == 0 and self.count % PROBED_EVERY < PROBES * len(self.seconds):
            self.seconds[cores] = took
        elif cores in self.seconds:
            self.seconds[cores] = min(self.seconds[cores], took)
        self.count += 1
