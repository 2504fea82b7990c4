"""Temperatures along flows: streams mix where they meet, and pick up heat on their way."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
    mixed = np.isnan(known_degc) & (into > 1e-9 * np.max(size, initial=0.0))
    # a node that nothing reaches gives nothing on: its streams are rounding
    told = mixed | ~np.isnan(known_degc)
    used = told[source] & mixed[sink]
    matrix = np.zeros((count, count))
    right = np.where(np.isnan(known_degc), 0.0, known_degc)
    np.add.at(matrix, (sink[used], source[used]), -size[used])
    right[mixed] = np.bincount(sink[used], (size * rise_k)[used], count)[mixed]
    weight = np.bincount(sink[used], size[used], count)
    diagonal = np.where(mixed & (weight > 0.0), weight, 1.0)
    matrix[np.arange(count), np.arange(count)] += diagonal
    found = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    found[~told] = np.nan
    return found
