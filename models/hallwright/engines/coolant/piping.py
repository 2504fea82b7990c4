"""Pipes and resistances from what the plan knows: nominal bores, lengths, drops at a rated flow, pump curves."""

import math
from typing import NamedTuple

L_MIN = 60_000.0  # L/min in a m3/s
BORES_M = tuple(
    d / 1000.0
    for d in (
        15,
        20,
        25,
        32,
        40,
        50,
        65,
        80,
        100,
        125,
        150,
        200,
        250,
        300,
        350,
        400,
        450,
        500,
        600,
        700,
        800,
        900,
        1000,
    )
)


class Pipe(NamedTuple):
    """Supply and return pipe of one link, as one length."""

    length_m: float
    bore_m: float

    @property
    def volume_l(self) -> float:
        """What it holds."""
        return self.length_m * math.pi * self.bore_m**2 / 4.0 * 1000.0


def bore_m(flow_m3_s: float, velocity_m_s: float) -> float:
    """Smallest nominal bore that carries a flow at no more than a velocity; the exact one beyond 1 m.

    Examples
    --------
    >>> bore_m(120.0 / 60000.0, 1.5)
    0.05
    """
    exact = math.sqrt(4.0 * flow_m3_s / (math.pi * velocity_m_s))
    return next((b for b in BORES_M if b >= exact), exact)


def fittings_square(coefficient: float, bore: float, density_kg_m3: float) -> float:
    """K of dp = K Q^2 for a sum of loss coefficients [Pa s2/m6]."""
    area = math.pi * bore**2 / 4.0
    return coefficient * density_kg_m3 / (2.0 * area**2)


def rated_square(drop_kpa: float, flow_m3_s: float) -> float:
    """K of dp = K Q^2 that gives a drop at a flow."""
    return drop_kpa * 1000.0 / flow_m3_s**2


def rated_power(drop_kpa: float, flow_m3_s: float, exponent: float) -> float:
    """K of dp = K Q^n that gives a drop at a flow."""
    return float(drop_kpa * 1000.0 / flow_m3_s**exponent)


class Pumps(NamedTuple):
    """Like pumps in parallel, of which some run.

    Attributes
    ----------
    flow_m3_s, head_pa : float
        Rated point of all that run when none is out.
    shutoff_pa : float
        Head at no flow, full speed.
    runout : float
        End of the curve over the rated flow.
    fitted, standby : int
        Pumps, and how many of them are spare.
    """

    flow_m3_s: float
    head_pa: float
    shutoff_pa: float
    runout: float
    fitted: int = 1
    standby: int = 0

    def falls(self, out: int = 0) -> float:
        """c of head = shut-off head - c Q^2 with some pumps out; infinite where none is left."""
        left = self._left(out)
        if left <= 0.0 or self.flow_m3_s <= 0.0:
            return math.inf
        return (self.shutoff_pa - self.head_pa) / self.flow_m3_s**2 / left**2

    def most(self, out: int = 0) -> float:
        """Flow at the end of the curve with some pumps out [m3/s]."""
        return self.runout * self.flow_m3_s * self._left(out)

    def _left(self, out: int) -> float:
        """Share of the pumps that are to run which still can."""
        full = self.fitted - self.standby
        return max(min(self.fitted - out, full), 0) / full

    def speed(self, flow_m3_s: float, head_pa: float, out: int = 0) -> float:
        """Speed over full speed that gives a head at a flow.

        By the affinity laws flow goes with speed and head with its square, so that at speed s the curve is
        head = s^2 shut-off head - c Q^2.

        References
        ----------
        .. [1] Affinity laws of pumps, as in Karassik et al., Pump Handbook.
        """
        if self.shutoff_pa <= 0.0:
            return 0.0
        return math.sqrt(max(head_pa + self.falls(out) * flow_m3_s**2, 0.0) / self.shutoff_pa)
