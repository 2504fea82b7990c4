"""The routing of `ecmp`, compiled: for networks in which much is broken, and for trying failures by the hundred.

It is imported when first needed, because it takes a moment; `ecmp.routed_plainly` says the same without it.
"""

import numba
import numpy as np

import hallwright.engines.air.compiled  # noqa: F401  says where compiled code is kept
from hallwright.engines.traffic.network import Floats, Ints


@numba.njit(cache=True, nogil=True)
def routed(
    first: Ints, end: Ints, back: Ints, cables: Floats, size: Ints, sent: Floats, columns: Ints
) -> tuple[Floats, float]:  # pragma: no cover - runs compiled
    """Load of each arc's cables from what each colour sends to some receiving colours, and what no path takes.

    Parameters
    ----------
    first : ndarray, shape (colours + 1,)
        Where the arcs of each colour begin.
    end, back, cables : ndarray, shape (arcs,)
        Colour an arc leads to, where its other direction stands, and its cables from each switch.
    size : ndarray, shape (colours,)
    sent : ndarray, shape (receivers, colours)
        What a switch of each colour sends to all of a receiving colour.
    columns : ndarray, shape (receivers,)
        The receiving colours.
    """
    count = len(size)
    gbps = np.zeros(len(end))
    away = np.empty(count, np.int64)
    order = np.empty(count, np.int64)
    carried = np.empty(count)
    lost = 0.0
    for j in range(len(columns)):
        target = columns[j]
        away[:] = -1
        away[target] = 0
        order[0] = target
        reached = 1
        at = 0
        while at < reached:
            x = order[at]
            at += 1
            for arc in range(first[x], first[x + 1]):
                y = end[arc]
                if away[y] < 0:
                    away[y] = away[x] + 1
                    order[reached] = y
                    reached += 1
        for x in range(count):
            carried[x] = sent[j, x]
            if away[x] < 0:
                lost += carried[x] * size[x]
        among = carried[target]
        carried[target] = 0.0
        if among != 0.0:
            degree = 0.0
            for arc in range(first[target], first[target + 1]):
                degree += cables[arc]
            if degree == 0.0:
                lost += among * size[target]
            else:
                for arc in range(first[target], first[target + 1]):
                    gbps[arc] += among / degree
                    carried[end[arc]] += among / degree * cables[back[arc]]
        for place in range(reached - 1, 0, -1):
            x = order[place]
            if carried[x] == 0.0:
                continue
            ways = 0.0
            for arc in range(first[x], first[x + 1]):
                if away[end[arc]] == away[x] - 1:
                    ways += cables[arc]
            each = carried[x] / ways
            for arc in range(first[x], first[x + 1]):
                if away[end[arc]] == away[x] - 1:
                    gbps[arc] += each
                    carried[end[arc]] += each * cables[back[arc]]
    return gbps, lost
