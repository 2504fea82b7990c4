"""Sums of port rates: what all endpoints inject, and what two halves of them exchange."""

from hallwright.errors import OutOfRange
from hallwright.fabrics.formulas import oversubscription as ratio


def injection(endpoints: int, rate: float) -> float:
    """Sum of the rates of all endpoints, in the unit of the rate.

    Raises
    ------
    OutOfRange
        No endpoints or no rate.
    """
    if endpoints < 1 or rate <= 0.0:
        raise OutOfRange("Injection needs endpoints and a rate, both above 0.")
    return endpoints * rate


def half_to_half(injected: float, oversubscription: float = 1.0) -> float:
    """Rate between any two halves of the endpoints of a Clos fabric, one way, in the unit of the injection.

    Parameters
    ----------
    injected : float
        Sum of the rates of all endpoints.
    oversubscription : float
        Downlinks over uplinks; below 1 the endpoints are the bottleneck.

    Examples
    --------
    >>> half_to_half(406.4)
    203.2
    """
    return injected / 2.0 / max(1.0, ratio(oversubscription, 1.0))
