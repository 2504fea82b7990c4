"""What hashing flows onto equal paths leaves of the paths' rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hallwright.errors import OutOfRange

MOST_FLOWS = 4096
MOST_PATHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Collisions:
    """Flows hashed onto paths, each independently and evenly.

    Attributes
    ----------
    p_no_collision : float
        Probability that no two flows share a path.
    idle_fraction : float
        Expected share of paths without a flow.
    most_on_one : float
        Expected number of flows on the path with most.
    """

    p_no_collision: float
    idle_fraction: float
    most_on_one: float

    @property
    def rate_fraction(self) -> float:
        """Rate left to a synchronous collective of line-rate flows: the path with most of them sets it."""
        return 1.0 / self.most_on_one


def collisions(flows: int, paths: int) -> Collisions:
    """Exact figures for `flows` flows that a uniform, independent hash spreads over `paths` equal paths.

    Parameters
    ----------
    flows : int
        1 to 4096.
    paths : int
        1 to 1,000,000.

    Raises
    ------
    OutOfRange
        A number is outside its range.

    Notes
    -----
    Balls into bins. The expected maximum is the sum of P(maximum > k) over k; P(maximum <= k) is a coefficient of the
    m-th power of the exponential series cut at k, taken with Poisson weights so that no number overflows. As many
    line-rate flows as paths leave 34 to 37 % of the paths idle. Adaptive routing and cell spraying do not collide.

    References
    ----------
    .. [1] Feller, An Introduction to Probability Theory and Its Applications, vol. 1: occupancy problems.

    Examples
    --------
    >>> round(collisions(8, 8).idle_fraction, 3)
    0.344
    """
    if not 1 <= flows <= MOST_FLOWS or not 1 <= paths <= MOST_PATHS:
        raise OutOfRange(f"Collisions are computed for 1 to {MOST_FLOWS} flows on 1 to {MOST_PATHS:,} paths.")
    none = float(np.prod(1.0 - np.arange(flows) / paths)) if flows <= paths else 0.0
    idle = (1.0 - 1.0 / paths) ** flows
    mean = flows / paths
    weights = np.empty(flows + 1)  # Poisson
    weights[0] = np.exp(-mean)
    for k in range(1, flows + 1):
        weights[k] = weights[k - 1] * mean / k
    whole = np.exp(flows * np.log(flows) - flows - _log_factorial(flows))  # the same of all paths together
    expected = 0.0
    for most in range(flows):
        cut = np.where(np.arange(flows + 1) <= most, weights, 0.0)
        at_most = min(1.0, float(_power(cut, paths, flows)[flows] / whole))
        expected += 1.0 - at_most
        if 1.0 - at_most < 1e-13:
            break
    return Collisions(none, idle, expected)


def _log_factorial(n: int) -> float:
    return float(np.sum(np.log(np.arange(1, n + 1))))


def _power(series: NDArray[np.float64], exponent: int, degree: int) -> NDArray[np.float64]:
    """A power of a polynomial, cut after a degree."""
    found = np.zeros(degree + 1)
    found[0] = 1.0
    while exponent:
        if exponent & 1:
            found = np.convolve(found, series)[: degree + 1]
        exponent >>= 1
        if exponent:
            series = np.convolve(series, series)[: degree + 1]
    return found
