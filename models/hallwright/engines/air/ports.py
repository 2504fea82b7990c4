"""What enters and leaves through ports, cell by cell."""
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs

import numpy as np

from hallwright.engines.air.compiled import kernel


@kernel
def drawn(t, cell, port, count, out):
    """Mean temperature of the cells that each port draws from."""
    for p in range(len(count)):
        if count[p] > 0:
            out[p] = 0.0
    for n in range(len(cell)):
        out[port[n]] += t[cell[n]]
    for p in range(len(count)):
        if count[p] > 0:
            out[p] /= count[p]


@kernel
def mix(node, first, start, share, place, law):
    """Temperatures of all streams, twice over, so that a stream may draw from a later one."""
    for _ in range(2):
        for s in range(len(start) - 1):
            mixed = 0.0
            for n in range(start[s], start[s + 1]):
                mixed += share[n] * node[place[n]]
            warmed = mixed + law[s, 0]
            drop = law[s, 1] * (warmed - law[s, 2])
            node[first + s] = warmed - min(max(drop, law[s, 3]), law[s, 4])


@kernel
def enter(node, cell, port, rate, fed):
    """Inflow through ports times its temperature [K/s], by cell."""
    for n in range(len(cell)):
        fed[cell[n]] = np.float32(0.0)
    for n in range(len(cell)):
        fed[cell[n]] += np.float32(rate[n] * node[port[n]])
