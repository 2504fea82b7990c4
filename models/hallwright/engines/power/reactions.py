"""How elements of the chain react to a failure: what opens above which rating, and how long things take."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hallwright.engines.power.elements import Feed, delay_s, port_of
from hallwright.engines.power.engine import Inputs
from hallwright.engines.power.ride import Store, is_battery, store_of
from hallwright.equipment.base import Medium
from hallwright.equipment.battery import Battery
from hallwright.equipment.generator import Generator
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.transfer_switch import TransferSwitch
from hallwright.equipment.ups import Ups
from hallwright.project import Project

TRIP_S = 80.0  # IEC 60255-151, extremely inverse, time multiplier 1: t = 80 s / ((I / I_rated)^2 - 1)
HOLD_UP_S = 0.02  # ITI (CBEMA) curve: IT supplies ride through 20 ms without voltage
OPENS = ("switchgear", "pdu", "rack_pdu", "busway")  # have a main breaker, or hang on one of their own rating
SHUTS_DOWN = ("generator", "power_shelf", "rectifier")  # protect themselves by power


def trip_s(ratio: float) -> float:
    """Time until something opens that carries `ratio` times its rating [s]; `ratio` above 1.

    Notes
    -----
    The extremely inverse curve of IEC 60255-151 with a time multiplier of 1 stands for every breaker and every
    protection by power. Real thermal-magnetic breakers open within about a third and three times of it between 1.3
    and 5 times their rating, and may hold up to 1.3 times; the verdict takes the rating as the limit.
    """
    return TRIP_S / (ratio * ratio - 1.0)


@dataclass(frozen=True, eq=False)
class Reactions:
    """By identifier, for the elements that have them.

    Attributes
    ----------
    trip_a, trip_kw : mapping of str to float
        Rating above which an element opens [A] or shuts down [kW].
    ups_kw : mapping of str to (float, bool)
        Rating of a UPS, and whether it has a static bypass.
    feed_a : mapping of (link, a, b) to float
        Rating of the breaker of each cable [A].
    bank_a : mapping of str to float
        Rating of a bank's breaker of a rack PDU [A].
    start_s, transfer_s : mapping of str to float
        Of generators and transfer switches.
    batteries : mapping of str to tuple of str
        By UPS.
    own_kwh : mapping of str to float
        Energy built into a UPS.
    """

    trip_a: Mapping[str, float]
    trip_kw: Mapping[str, float]
    ups_kw: Mapping[str, tuple[float, bool]]
    feed_a: Mapping[tuple[str, str, str], float]
    bank_a: Mapping[str, float]
    start_s: Mapping[str, float]
    transfer_s: Mapping[str, float]
    batteries: Mapping[str, tuple[str, ...]]
    own_kwh: Mapping[str, float]
    cabinets: Mapping[str, Battery]

    def store(self, ups: str, failed: frozenset[str]) -> Store:
        """What carries a UPS with some batteries out."""
        here = [self.cabinets[i] for i in self.batteries.get(ups, ()) if i not in failed]
        if not self.batteries.get(ups) and ups not in self.own_kwh:
            return Store(None, None)
        return store_of(self.own_kwh.get(ups), here)


def reactions(project: Project, given: Inputs) -> Reactions:
    """Gather them."""
    factor = given.power_factor
    trip_a: dict[str, float] = {}
    trip_kw: dict[str, float] = {}
    ups_kw: dict[str, tuple[float, bool]] = {}
    bank_a: dict[str, float] = {}
    start: dict[str, float] = {}
    transfer: dict[str, float] = {}
    own: dict[str, float] = {}
    cabinets: dict[str, Battery] = {}
    for item in project.equipment.values():
        if not isinstance(item, Conductor):
            continue
        rated_a, rated_kw = item.rated_a(), item.rated_kw(factor)
        if item.kind in OPENS and rated_a is not None:
            trip_a[item.id] = rated_a
        if item.kind in SHUTS_DOWN and rated_kw is not None:
            trip_kw[item.id] = rated_kw
        if isinstance(item, Ups):
            if rated_kw is not None:
                ups_kw[item.id] = rated_kw, item.static_bypass
            if item.battery_kwh is not None:
                own[item.id] = item.battery_kwh
        elif isinstance(item, RackPdu) and item.banks and item.bank_a is not None:
            bank_a[item.id] = item.bank_a
        elif isinstance(item, Generator):
            start[item.id] = delay_s(item)
        elif isinstance(item, TransferSwitch):
            transfer[item.id] = delay_s(item)
        elif isinstance(item, Battery):
            cabinets[item.id] = item
    batteries: dict[str, list[str]] = defaultdict(list)
    for link in project.links.values():
        if link.medium is Medium.POWER and is_battery(link):
            for a, b in link.pairs():
                if a in cabinets:
                    batteries[b].append(a)
    feed_a = {
        (feed.link, feed.a, feed.b): rated
        for feeds in given.feeds.values()
        for feed in feeds
        if (rated := _breaker_a(project, given, feed))
    }
    chosen = {ups: tuple(sorted(set(ids))) for ups, ids in batteries.items()}
    return Reactions(trip_a, trip_kw, ups_kw, feed_a, bank_a, start, transfer, chosen, own, cabinets)


def _breaker_a(project: Project, given: Inputs, feed: Feed) -> float:
    """Breaker at the upstream end of a cable: its own, else that of the branch or tap-off [A]; 0 = none."""
    link = project.links[feed.link]
    if link.breaker_a:
        return link.breaker_a
    out = port_of(given.nodes[feed.a], link.a_port)
    return out.rating_a if out else 0.0
