"""Figures by which power gear and halls are compared: power of one of many, efficiency over usual loads."""

import math
from collections.abc import Sequence

from hallwright.engines.power.formulas import Points
from hallwright.equipment.base import curve_value


def part_kw(total_kw: float, count: float) -> float:
    """Power of each of so many like parts, such as kW for each rack or GPU of a hall.

    Parameters
    ----------
    total_kw : float
        Power of all together [kW].
    count : float
        How many there are, above 0.

    Returns
    -------
    float
        [kW].

    Raises
    ------
    ValueError
        The count is not above 0.
    """
    if not count > 0:
        raise ValueError("a power is shared by one part or more")
    return total_kw / count


def weighted_efficiency(curve: Points, weights: Sequence[tuple[float, float]]) -> float:
    """Efficiency over the loads that a unit usually carries.

    Parameters
    ----------
    curve : tuple of (load, efficiency)
        Fractions, in rising load.
    weights : sequence of (load, share of the time)
        Shares add up to 1.

    Returns
    -------
    float
        Sum of efficiency times share, the efficiency read from the curve as `loss_kw` does.

    Raises
    ------
    ValueError
        A share is negative, or they do not add up to 1.

    References
    ----------
    .. [1] ENERGY STAR product specification for uninterruptible power supplies, load-weighted average efficiency.
    """
    shares = [share for _, share in weights]
    if any(share < 0.0 for share in shares) or not math.isclose(sum(shares), 1.0, abs_tol=1e-6):
        raise ValueError("shares of the time are 0 or more and add up to 1")
    return sum(share * curve_value(curve, load) for load, share in weights)
