"""Room air: one iteration of the compiled kernels beside the same step in plain numpy, and whole solves.

`python3 dev.py bench air [--solve]`; the last also solves halls of 31,000, 90,000 and 1,000,000 cells.
"""

import argparse
import gc
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from measure import interleaved, median_ms, row

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from air_numpy import Plain  # type: ignore[import-not-found]
from air_rooms import rows_of_racks  # type: ignore[import-not-found]
from hallwright.engines.air.flow import FIRST_ITERATIONS, Flow
from hallwright.engines.air.inputs import AirInputs
from hallwright.engines.air.solve import stream
from hallwright.engines.air.voxels import cut

ROUNDS, TIMED = 7, 10
HALLS = {"20 racks": (2, 10, None), "56 racks": (4, 14, 0.18), "1,000,000 cells": (8, 20, 0.1)}


def iterations() -> None:
    """Iterations a second: one core, all cores, numpy."""
    import numba

    row("hall", "cells", "one core ms", "all cores ms", "numpy ms", "numpy / all cores", "its / s", "bytes / cell")
    row(*["---"] * 8)
    for name, (rows, racks, edge_m) in list(HALLS.items())[:2]:
        grid = cut(rows_of_racks(rows, racks, edge_m))
        flow, plain = Flow(grid), Plain(Flow(grid))
        for _ in range(FIRST_ITERATIONS + 5):
            flow.iterate()
        plain.flow.iterations = flow.iterations
        plain.flow.turbulent = True

        def on(cores: int, flow: Flow) -> None:
            numba.set_num_threads(cores)
            for _ in range(TIMED):
                flow.iterate()

        most = int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]
        ways = {"one": partial(on, 1, flow), "all": partial(on, most, flow), "numpy": plain.iterate}
        taken = interleaved(ROUNDS, **ways)
        one, every, slow = (median_ms(taken[key]) for key in ("one", "all", "numpy"))
        one, every = one / TIMED, every / TIMED
        held = sum(v.nbytes for v in vars(flow).values() if isinstance(v, np.ndarray)) + sum(a.nbytes for a in flow.c)
        row(name, grid.cells, one, every, slow, slow / every, 1000.0 / min(one, every), held / grid.cells)


def timed(given: AirInputs, start: object = None) -> tuple[float, float, object]:
    """Seconds to the first picture and to the answer, and the answer."""
    gc.collect()
    begun = time.perf_counter()
    first, last = 0.0, None
    for field in stream(given, start=start):  # type: ignore[arg-type]
        first, last = first or time.perf_counter() - begun, field
    return first, time.perf_counter() - begun, last


def solves() -> None:
    """Whole solves: cold, and warm after one rack has moved."""
    import resource

    row(
        "hall",
        "cells",
        "first picture s",
        "answer s",
        "iterations",
        "imbalance %",
        "warm first s",
        "warm answer s",
        "MB",
    )
    row(*["---"] * 9)
    for name, (rows, racks, edge_m) in HALLS.items():
        given = rows_of_racks(rows, racks, edge_m)
        first, whole, field = timed(given)
        moved = given.racks[racks - 1]
        box = tuple((x + 0.6, y, z) for x, y, z in moved.box)
        other = replace(given, racks=tuple(replace(r, box=box) if r is moved else r for r in given.racks))
        warm_first, warm, _ = timed(other, field)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        share = 100.0 * field.heat_imbalance_fraction  # type: ignore[attr-defined]
        row(name, field.cells, first, whole, field.iterations, share, warm_first, warm, held)  # type: ignore[attr-defined]


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--solve", action="store_true")
    iterations()
    if asked.parse_args().solve:
        print()
        solves()


if __name__ == "__main__":
    main()
