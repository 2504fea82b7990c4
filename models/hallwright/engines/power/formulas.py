"""Formulas of the power chain: losses and currents, on numbers and arrays."""

import math
from bisect import bisect_right
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hallwright.equipment.electric import current_a as current_a  # of the chain too

SQRT3 = math.sqrt(3.0)
Points = tuple[tuple[float, float], ...]

# Phasors of a star: line-to-neutral currents of unit size, and those of line-to-line loads (lead by 30 degrees)
_STAR = {"L1": (1.0, 0.0), "L2": (-0.5, -SQRT3 / 2.0), "L3": (-0.5, SQRT3 / 2.0)}
_DELTA = {"L1-L2": ("L1", "L2"), "L2-L3": ("L2", "L3"), "L3-L1": ("L3", "L1")}


def loss_kw(out_kw: float, curve: Points | None, curve_kw: float | None) -> float:
    """Loss of an element that gives a power.

    Parameters
    ----------
    out_kw : float
        Power it gives [kW], 0 or more.
    curve : tuple of (load, efficiency) or None
        Both fractions, in rising load; None = no loss.
    curve_kw : float or None
        Power at which the curve reads load 1 [kW].

    Returns
    -------
    float
        Loss [kW], 0 or more.

    Notes
    -----
    loss = out (1 / efficiency - 1), efficiency by straight lines between the points and flat beyond them. Nothing
    is lost without load: curves are not stated there.

    Examples
    --------
    >>> round(loss_kw(50.0, ((0.25, 0.94), (0.5, 0.96)), 100.0), 4)
    2.0833
    """
    if curve is None or not curve_kw or out_kw <= 0.0:
        return 0.0
    return out_kw * (1.0 / _efficiency(curve, out_kw / curve_kw) - 1.0)


def _efficiency(curve: Points, load: float) -> float:
    if load <= curve[0][0]:
        return curve[0][1]
    if load >= curve[-1][0]:
        return curve[-1][1]
    k = bisect_right(curve, (load, 2.0))
    (x0, y0), (x1, y1) = curve[k - 1], curve[k]
    return y0 + (y1 - y0) * (load - x0) / (x1 - x0)


def losses_kw(out_kw: NDArray[np.float64], curve: Points | None, curve_kw: float | None) -> NDArray[np.float64]:
    """`loss_kw` for many loads of one element; shape (n,) to (n,)."""
    if curve is None or not curve_kw:
        return np.zeros_like(out_kw)
    loads, values = _arrays(curve)
    loss: NDArray[np.float64] = out_kw * (1.0 / np.interp(out_kw / curve_kw, loads, values) - 1.0)
    return loss


@cache
def _arrays(curve: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.array([x for x, _ in curve]), np.array([y for _, y in curve])


@cache
def steepest(curve: Points | None) -> float:
    """Largest rise of input power for a rise of output power, over all loads (dimensionless).

    With efficiency a + b x on a piece, input = out / (a + b x) rises by a / (a + b x)^2: largest at an end of it.
    """
    if curve is None:
        return 1.0
    found = [1.0 / curve[0][1], 1.0 / curve[-1][1]]
    for (x0, y0), (x1, y1) in pairwise(curve):
        slope = (y1 - y0) / (x1 - x0)
        start = y0 - slope * x0
        found += [abs(start) / (y0 * y0), abs(start) / (y1 * y1)]
    return max(found)


def line_currents_a(
    balanced_kw: float, by_phase_kw: dict[str, float], line_v: float, power_factor: float
) -> tuple[float, float, float]:
    """Currents of the three lines under balanced and single-phase loads.

    Parameters
    ----------
    balanced_kw : float
        Three-phase load and single-phase load of no stated phase [kW].
    by_phase_kw : dict
        Load by phase: "L1" … to neutral, "L1-L2" … between lines [kW].
    line_v : float
        Line voltage [V], above 0.
    power_factor : float
        The same for all loads, so that the lag turns every phasor alike.

    Returns
    -------
    tuple of 3 floats
        Currents of L1, L2, L3 [A].

    Notes
    -----
    Currents add as phasors: a load between two lines leads the star current by 30 degrees in the first line and
    returns in the second.
    """
    each = 1000.0 * balanced_kw / (SQRT3 * line_v * power_factor)
    lines = {name: [each * x, each * y] for name, (x, y) in _STAR.items()}
    for phase, kw in by_phase_kw.items():
        if phase in _STAR:
            size = 1000.0 * kw * SQRT3 / (line_v * power_factor)
            x, y = _STAR[phase]
            lines[phase][0] += size * x
            lines[phase][1] += size * y
        else:
            size = 1000.0 * kw / (line_v * power_factor)
            first, second = _DELTA[phase]
            x = (_STAR[first][0] - _STAR[second][0]) / SQRT3
            y = (_STAR[first][1] - _STAR[second][1]) / SQRT3
            lines[first][0] += size * x
            lines[first][1] += size * y
            lines[second][0] -= size * x
            lines[second][1] -= size * y
    a, b, c = (math.hypot(x, y) for x, y in lines.values())
    return a, b, c


def imbalance_fraction(currents_a: tuple[float, ...]) -> float:
    """Largest deviation of a line current from their mean, over the mean; 0 without current."""
    mean = sum(currents_a) / len(currents_a) if currents_a else 0.0
    return max(abs(i - mean) for i in currents_a) / mean if mean > 0.0 else 0.0
