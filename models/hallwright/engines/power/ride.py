"""Ride-through: what a UPS has stored, and how long it has to wait until its input is live again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hallwright.engines.power.backbone import NO_SUPPLY, Backbone
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Medium
from hallwright.equipment.battery import Battery
from hallwright.equipment.ups import Ups
from hallwright.project import Link, Project

HOURS_TO_S = 3600.0
OVER = 1.0 + 1e-9


@dataclass(frozen=True, slots=True)
class Store:
    """Batteries of a UPS, together.

    Attributes
    ----------
    energy_kws : float or None
        [kW s]; None = not known.
    rated_kw : float or None
        Power they give; None = no limit is stated.
    """

    energy_kws: float | None
    rated_kw: float | None

    def lasts_s(self, load_kw: float) -> float | None:
        """How long it carries a load, above 0 [s]; None = not known."""
        if self.rated_kw is not None and load_kw > self.rated_kw * OVER:
            return 0.0
        return None if self.energy_kws is None else self.energy_kws / load_kw


def energy_kwh(battery: Battery) -> float | None:
    """Energy of a battery: as stated, else its rated power over its run time."""
    if battery.energy_kwh is not None:
        return battery.energy_kwh
    return None if battery.runtime_min is None else battery.rating_kw * battery.runtime_min / 60.0


def store_of(own_kwh: float | None, cabinets: Sequence[Battery]) -> Store:
    """What a UPS has: the energy built into it, where one is stated, and that of its cabinets."""
    energy = 0.0 if own_kwh is None else own_kwh * HOURS_TO_S
    rated_kw = sum(one.rating_kw for one in cabinets) if own_kwh is None else None
    for one in cabinets:
        kwh = energy_kwh(one)
        if kwh is None:
            return Store(None, None)
        energy += kwh * HOURS_TO_S
    return Store(energy, rated_kw)


def stores(project: Project, topology: Topology) -> dict[str, Store]:
    """By UPS that states an energy or has cabinets linked to it."""
    found = {}
    for ups in topology.of_kind(Ups):
        ids = {
            a
            for link in topology.links_of(ups.id, Medium.POWER)
            if is_battery(link) and ups.id in link.b
            for a in link.a
        }
        cabinets = [item for i in sorted(ids) if isinstance(item := project.equipment[i], Battery)]
        if cabinets or ups.battery_kwh is not None:
            found[ups.id] = store_of(ups.battery_kwh, cabinets)
    return found


def is_battery(link: Link) -> bool:
    """Whether a power link joins batteries to UPSs."""
    return link.b_port == "battery"


def longest_wait(net: Backbone, element: int) -> tuple[float, str]:
    """The longest that the input of an element of the backbone is dead before it is live again.

    Parameters
    ----------
    net : Backbone
    element : int

    Returns
    -------
    wait_s : float
        Over every single failure above it that leaves it a supply in the end [s].
    failure : str
        Which; "" where no failure makes it wait.
    """
    longest, failure = 0.0, ""
    for name in sorted(net.feeders[j].id for j in net.ancestors[element] if j != element):
        column = net.position[name]
        if net.live[element, column] == NO_SUPPLY:
            continue
        wait = _delay_s(net, element, column, {}, first=True)
        if wait > longest:
            longest, failure = wait, name
    return longest, failure


def _delay_s(net: Backbone, i: int, column: int, known: dict[int, float], first: bool = False) -> float:
    """When the output of an element (of the first: its input) is live after a failure that it outlives [s]."""
    if i in known:
        return known[i]
    feeder = net.feeders[i]
    found = 0.0
    if feeder.source:
        runs = any(net.share[k][0] > 0.0 for k in net.below[i])  # with nothing failed
        found = 0.0 if feeder.source == "utility" or runs else feeder.delay_s
    elif first or not feeder.converts:
        above = [k for k in net.above[i] if net.live[net.index[net.feeds[k].a], column] > NO_SUPPLY]
        inputs = {
            k: _delay_s(net, net.index[net.feeds[k].a], column, known)
            + (feeder.delay_s if feeder.transfers and net.share[k][0] <= 0.0 else 0.0)
            for k in above
            if feeder.transfers or net.share[k][column] > 0.0
        }
        found = min(inputs.values(), default=0.0)
    known[i] = found
    return found


def rides(given: Mapping[str, Store], net: Backbone, i: int, in_kw: float) -> tuple[float | None, float | None, str]:
    """How long the battery of an element carries what it takes now, how long it has to, and after which failure.

    Returns
    -------
    ride_s, wait_s : float or None
        Wait None = it has no battery, or carries nothing; ride None = not known [s].
    failure : str
    """
    store = given.get(net.feeders[i].id)
    if store is None or in_kw <= 0.0:
        return None, None, ""
    wait_s, failure = longest_wait(net, i)
    return store.lasts_s(in_kw), wait_s, failure
