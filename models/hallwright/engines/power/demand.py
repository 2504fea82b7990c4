"""Demand of a load on the project's basis: the one place where it is decided."""

from collections.abc import Iterable

from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Basis, Equipment
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.settings.power import PowerSettings


def demand_kw(
    item: Equipment, cards: Iterable[Accelerator], settings: PowerSettings, optics_kw: float | None = 0.0
) -> float | None:
    """Power that a load draws on the project's basis, with the cards it carries.

    Parameters
    ----------
    item : Equipment
        A system, switch, cooler or pump.
    cards : iterable of Accelerator
        PCIe cards placed in it. Cards it is delivered with are part of its own figure; empty slots draw nothing.
    settings : PowerSettings
        Basis and design factor.
    optics_kw : float or None
        Largest draw of the cable ends plugged in that its planning maximum leaves out; None = unknown.

    Returns
    -------
    float or None
        Power [kW], 0 or more; None when the figure of the basis is unknown.

    Notes
    -----
    Nameplate: the planning maximum. Design: the stated design load of this one, else nameplate times
    ``design_factor``. Measured: the measured load; a measured thing already contains its cards and cable ends.
    """
    basis = settings.demand_basis
    own = item.demand_kw(basis)
    if own is None:
        return None
    # a stated design load is final; the factor stands in only where a vendor's maximum is all there is
    vendor_maximum = isinstance(item, Switch) or (isinstance(item, System) and item.design_kw is None)
    factor = settings.design_factor if basis is Basis.DESIGN else 1.0
    total = own * factor if vendor_maximum else own
    if basis is Basis.MEASURED:
        return total
    if optics_kw is None:
        return None
    total += optics_kw * factor
    for card in cards:
        draw = card.demand_kw(basis)
        if draw is None:
            return None
        total += draw * factor
    return total


def missing_field(item: Equipment, basis: Basis) -> str:
    """Field whose lack leaves the demand unknown, for messages."""
    if basis is Basis.MEASURED and "measured_kw" in type(item).model_fields:
        return "measured_kw"
    for field in ("nameplate_kw", "fan_kw", "pump_kw", "cop"):
        if field in type(item).model_fields and getattr(item, field) is None:
            return field
    if isinstance(item, Switch):
        return "watts_per_end of the products of its cables"
    return "tdp_kw of its cards" if isinstance(item, System) else "power"
