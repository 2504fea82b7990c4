"""Temperatures along flows: streams mix where they meet, and pick up heat on their way."""

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.coolant.network import DENSE_NODES

Floats = NDArray[np.float64]

STILL = 1e-9  # of the largest flow: a node that less flows into has no temperature
UNKNOWN = 1e-5  # share of a stream without a temperature that is rounding; more makes the mixture unknown


def temperatures(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    flow_m3_s: Floats,
    rise_k: Floats,
    known_degc: Floats,
) -> Floats:
    """Temperature of every node of a network.

    Parameters
    ----------
    start, end : ndarray of int, shape (m,)
        Nodes of each branch.
    flow_m3_s : ndarray, shape (m,)
        Positive from start to end; balanced at every node.
    rise_k : ndarray, shape (m,)
        What the liquid warms by along each branch, in the direction in which it flows.
    known_degc : ndarray, shape (n,)
        Temperature where it is given, such as behind an exchanger; NaN = mixed from what flows in.

    Returns
    -------
    ndarray, shape (n,)
        NaN where nothing flows in.

    Notes
    -----
    Perfect mixing, steady, equal heat capacity in all streams. Solved as one linear system, so that flow in circles is
    no exception.
    """
    count = len(known_degc)
    source = np.where(flow_m3_s >= 0.0, start, end)
    sink = np.where(flow_m3_s >= 0.0, end, start)
    size = np.abs(flow_m3_s)
    into = np.bincount(sink, size, count)
    known = ~np.isnan(known_degc)
    mixed = ~known & (into > STILL * np.max(size, initial=0.0))
    used = mixed[sink]
    # two right-hand sides: the temperature, and how much of what arrives has one
    right = np.stack((np.where(known, known_degc, 0.0), np.where(known, 1.0, 0.0)), axis=1)
    right[mixed, 0] = np.bincount(sink[used], (size * rise_k)[used], count)[mixed]
    weight = np.bincount(sink[used], size[used], count)
    diagonal = np.where(mixed, weight, 1.0)
    each = np.arange(count)
    values = np.concatenate((diagonal, -size[used]))
    rows, columns = np.concatenate((each, sink[used])), np.concatenate((each, source[used]))
    if count <= DENSE_NODES:
        matrix = np.bincount(rows * count + columns, values, count * count).reshape(count, count)
        found = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    else:
        from scipy.sparse import csc_array
        from scipy.sparse.linalg import splu

        sparse = csc_array((values, (rows, columns)), shape=(count, count))
        found = np.asarray(splu(sparse).solve(right), dtype=np.float64)
    return np.where(found[:, 1] > 1.0 - UNKNOWN, found[:, 0] / np.maximum(found[:, 1], UNKNOWN), np.nan)
