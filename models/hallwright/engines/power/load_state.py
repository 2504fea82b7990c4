"""State of a load by the cables that live: the power-supply rule, in one place."""

from hallwright.engines.power.elements import Load
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED


def load_state(load: Load, live: int, connected: int, normal: int) -> tuple[int, float]:
    """State of a load and what it draws.

    Parameters
    ----------
    load : Load
    live, connected, normal : int
        Cables that are energised, that are connected, and that are energised while nothing has failed.

    Returns
    -------
    state : int
        OK, ONE_SIDE (all it needs, over fewer cables than normally), THROTTLED or LOST.
    drawn_kw : float
        Power it takes [kW].
    """
    fed = supplies_of(load, live)
    required = min(load.required, supplies_of(load, connected))  # a half-wired load still counts as a load
    if live == 0 or fed < min(load.minimum, required):
        return LOST, 0.0
    demand = load.demand_kw or 0.0
    if fed < required:
        able = fed * load.supply_kw if load.supply_kw else demand * fed / required
        return THROTTLED, min(demand, able)
    return (ONE_SIDE if live < normal else OK), demand


def supplies_of(load: Load, cables: int) -> int:
    """Supplies that so many cables energise: inlets share the supplies evenly."""
    if cables >= load.inlets:
        return load.supplies
    return cables * load.supplies // load.inlets
