"""The counter-flow exchanger of a CDU: fitted to its catalogue point, then asked at other flows.

Effectiveness-NTU. The conductance falls with the flows: 1/UA = 1/(a m1^0.8) + 1/(b m2^0.8) + R_foul (turbulent films,
Dittus-Boelter). One catalogue point fixes UA there; how it divides is assumed: fouling takes a share, both films half
of the rest. Within a factor of 2 of the rated flows that assumption moves the approach by less than 10 %.
"""

import math
from dataclasses import dataclass
from typing import Any

from hallwright.errors import OutOfRange

FILM_EXPONENT = 0.8
LARGEST_EFFECTIVENESS = 0.995  # beyond it the area grows without a bound: no exchanger that one could buy


def _formulas() -> Any:
    """The library of exchanger formulas, untyped; imported only where there is a CDU."""
    import ht.hx

    return ht.hx


def _ratio(a: float, b: float) -> float:
    """The smaller over the larger rate; 1 where they are all but equal, since the formula loses its digits there."""
    ratio = min(a, b) / max(a, b)
    return 1.0 if ratio > 1.0 - 1e-6 else ratio


@dataclass(frozen=True, slots=True)
class Exchanger:
    """A fitted exchanger.

    Attributes
    ----------
    hot_rated, cold_rated : float
        Heat-capacity rates at the catalogue point [kW/K]; hot is the rack loop.
    ua_rated : float
        Conductance there [kW/K].
    fouling_fraction : float
        Share of the resistance that does not fall with the flows.
    """

    hot_rated: float
    cold_rated: float
    ua_rated: float
    fouling_fraction: float

    def ua(self, hot: float, cold: float) -> float:
        """Conductance at other heat-capacity rates [kW/K]; 0 without flow."""
        if hot <= 0.0 or cold <= 0.0:
            return 0.0
        film = (1.0 - self.fouling_fraction) / 2.0
        share = film * (self.hot_rated / hot) ** FILM_EXPONENT + film * (self.cold_rated / cold) ** FILM_EXPONENT
        return float(self.ua_rated / (share + self.fouling_fraction))

    def effectiveness(self, hot: float, cold: float) -> float:
        """Share of the largest possible heat that is moved."""
        if hot <= 0.0 or cold <= 0.0:
            return 0.0
        small = min(hot, cold)
        return float(
            _formulas().effectiveness_from_NTU(self.ua(hot, cold) / small, _ratio(hot, cold), subtype="counterflow")
        )

    def resistance_k_kw(self, hot: float, cold: float) -> float:
        """Approach per heat [K/kW]: hot outlet above cold inlet, over the heat moved; infinite without flow.

        Heat = eff C_min (hot in - cold in) and hot in = hot out + heat / C_hot, so that
        approach = heat (1 / (eff C_min) - 1 / C_hot).
        """
        share = self.effectiveness(hot, cold)
        return 1.0 / (share * min(hot, cold)) - 1.0 / hot if share > 0.0 else math.inf

    def cold_wanted(self, hot: float, approach_k: float, heat_kw: float, cold_most: float) -> float:
        """Cold flow that leaves the hot side at an approach [kW/K]; `cold_most` where even that is too little.

        Parameters
        ----------
        hot : float
            Heat-capacity rate of the hot side [kW/K].
        approach_k, heat_kw : float
            Wanted approach; heat to move.
        cold_most : float
            What the cold side can be given.
        """
        if heat_kw <= 0.0 or hot <= 0.0:
            return 0.0
        if heat_kw * self.resistance_k_kw(hot, cold_most) >= approach_k:
            return cold_most
        low, high = 0.0, cold_most
        for _ in range(60):  # the approach falls as the cold flow rises: bisection to 1e-12 of the range
            middle = 0.5 * (low + high)
            if heat_kw * self.resistance_k_kw(hot, middle) > approach_k:
                low = middle
            else:
                high = middle
            if high - low <= 1e-9 * cold_most:
                break
        return high


def fit(
    heat_kw: float, approach_k: float, hot_kw_k: float, cold_kw_k: float, fouling_fraction: float = 0.0
) -> Exchanger:
    """The exchanger that meets a catalogue point.

    Parameters
    ----------
    heat_kw : float
        Heat moved there, above 0.
    approach_k : float
        Hot outlet above cold inlet [K], above 0.
    hot_kw_k, cold_kw_k : float
        Heat-capacity rates of both sides [kW/K], above 0.
    fouling_fraction : float
        Share of the resistance that stays, 0 up to but not 1.

    Returns
    -------
    Exchanger

    Raises
    ------
    OutOfRange
        No exchanger meets the point: a hot outlet below the cold inlet, or a cold side too small for the heat.

    References
    ----------
    .. [1] Kays, London: Compact Heat Exchangers, counter-flow effectiveness.

    Examples
    --------
    >>> found = fit(1368.0, 4.0, 80.0, 136.0)
    >>> round(1368.0 * found.resistance_k_kw(80.0, 136.0), 6)
    4.0
    """
    if not all(math.isfinite(v) for v in (heat_kw, approach_k, hot_kw_k, cold_kw_k)) or min(hot_kw_k, cold_kw_k) <= 0:
        raise OutOfRange("An exchanger needs a flow on both sides.")
    if heat_kw <= 0.0:
        raise OutOfRange("An exchanger is fitted to heat that it moves.")
    if approach_k <= 0.0:
        raise OutOfRange("The rack loop cannot leave colder than the facility water that cools it.")
    if not 0.0 <= fouling_fraction < 1.0:
        raise OutOfRange("The share of fouling lies from 0 to below 1.")
    small, large = min(hot_kw_k, cold_kw_k), max(hot_kw_k, cold_kw_k)
    share = heat_kw / (small * (approach_k + heat_kw / hot_kw_k))
    if share > LARGEST_EFFECTIVENESS:
        raise OutOfRange(
            f"No exchanger moves {heat_kw:.5g} kW there: it would need {share:.0%} of all the heat that could be moved."
        )
    ntu = float(_formulas().NTU_from_effectiveness(share, _ratio(small, large), subtype="counterflow"))
    return Exchanger(hot_kw_k, cold_kw_k, ntu * small, fouling_fraction)


def most_heat_kw(approach_k: float, hot_kw_k: float, cold_kw_k: float) -> float:
    """Most heat that any exchanger moves at an approach [kW]: what `LARGEST_EFFECTIVENESS` gives."""
    small = LARGEST_EFFECTIVENESS * min(hot_kw_k, cold_kw_k)
    if approach_k <= 0.0 or small <= 0.0:
        return 0.0
    return small * approach_k / (1.0 - small / hot_kw_k)
