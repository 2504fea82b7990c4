"""How much more an element of the chain can carry, while feeds are being drawn.

An estimate that chooses between feeders; the verdict is the power engine's, once the feeds are there. A rack is taken
to lose half of its rack PDUs or shelves: each then carries what it has for the other half too. Losses of rack PDUs,
and loads of unknown demand, are left out.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping

from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.electric import current_a
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.power_shelf import PowerShelf
from hallwright.project import Project

DEEPEST = 30  # elements on one path; a loop ends there


class Room:
    """Power that each element carries once the other side is lost [kW], by what is known while feeds are drawn.

    Parameters
    ----------
    project : Project
    parents : mapping of str to collection of str
        What feeds each thing, kept up to date while feeds are drawn.
    """

    def __init__(self, project: Project, parents: Mapping[str, Collection[str]]) -> None:
        self._project, self._parents = project, parents
        self._taken_kw: dict[str, float] = defaultdict(float)
        self._cards_kw: dict[str, float] = defaultdict(float)
        inside: dict[str, list[Equipment]] = defaultdict(list)
        for item in project.equipment.values():
            carrier = item.carrier_id()
            if carrier is not None:
                inside[carrier].append(item)
            if isinstance(item, Accelerator) and item.system_id is not None:
                self._cards_kw[item.system_id] += item.demand_kw(project.settings.demand_basis) or 0.0
        self._inside = inside

    def start(self) -> None:
        """Count the feeds that are there already."""
        for link in self._project.links.values():
            if link.medium is Medium.POWER:
                for a, b in link.pairs():
                    feeder, item = self._project.equipment.get(a), self._project.equipment.get(b)
                    if feeder is not None and item is not None:
                        self.take(feeder, item, link.per_pair)

    def take(self, feeder: Equipment, item: Equipment, cords: int) -> None:
        """Note a feed that is drawn."""
        needed_kw = self.needed_kw(item, cords)
        if needed_kw:
            for id, share in self._burdened(feeder, item).items():
                self._taken_kw[id] += share * needed_kw

    def needed_kw(self, item: Equipment, cords: int) -> float:
        """Power through so many cords into something once its other half is lost [kW]; 0 for the chain itself."""
        if isinstance(item, Conductor):
            carrier = item.carrier_id()
            if carrier is None:
                return 0.0  # what hangs below it is counted by itself
            beside = self._inside[carrier]
            busbar = isinstance(item, PowerShelf)
            kw = sum(self._demand_kw(i) for i in beside if not isinstance(i, Conductor) and _on_busbar(i) == busbar)
            alike = sum(isinstance(i, type(item)) for i in beside)
            each = kw / max(alike // 2, 1)
            if busbar:
                each = min(each, item.rated_kw(1.0) or each)
            curve = item.efficiency_curve()
            return each / curve[-1][1] if curve else each
        inlets = next((p.count for p in item.power_ports() if p.flow == "in"), 1)
        return self._demand_kw(item) * min(cords / max(inlets // 2, 1), 1.0)

    def left_kw(self, feeder: Equipment, item: Equipment) -> float:
        """What the tightest element from a feeder up can still carry for something [kW]; infinite without ratings."""
        burdened = self._burdened(feeder, item)
        return min(
            ((self._capacity_kw(i) - self._taken_kw[i]) / share for i, share in burdened.items()), default=math.inf
        )

    def fits(self, feeder: Equipment, item: Equipment, cords: int, cable_a: float, volts: float, phases: int) -> bool:
        """Whether feeder, what stands above it, and a cable of that breaker carry it with its other half lost."""
        need = self.needed_kw(item, cords)
        if need > self.left_kw(feeder, item) + 1e-9:
            return False
        settings = self._project.settings
        amps = current_a(need / max(cords, 1), volts, phases, settings.power_factor)
        return not cable_a or amps <= cable_a * settings.continuous_fraction + 1e-9

    def _burdened(self, feeder: Equipment, item: Equipment) -> dict[str, float]:
        """What carries it, with the share: within a rack the feeder alone, whose own feed counts for the whole rack.

        Elements in parallel share evenly; those that stand in for one another carry it all, each in its turn.
        """
        carrier = item.carrier_id()
        if carrier is not None and carrier == feeder.carrier_id():
            return {feeder.id: 1.0}
        found: dict[str, float] = {}
        todo = [(feeder.id, 1.0, 0)]
        while todo:
            id, share, depth = todo.pop()
            here = self._project.equipment.get(id)
            if not isinstance(here, Conductor) or here.stores or depth > DEEPEST:
                continue
            found[id] = found.get(id, 0.0) + share
            above = [self._project.equipment.get(i) for i in sorted(self._parents.get(id, ()))]
            feeds = [i for i in above if isinstance(i, Conductor) and not i.stores]
            in_turn = here.transfers or any(i.source == "standby" for i in feeds)
            each = share if in_turn or not feeds else share / len(feeds)
            todo += [(i.id, each, depth + 1) for i in above if i is not None and i in feeds]
        return found

    def _demand_kw(self, item: Equipment) -> float:
        return (item.demand_kw(self._project.settings.demand_basis) or 0.0) + self._cards_kw[item.id]

    def _capacity_kw(self, id: str) -> float:
        item, settings = self._project.equipment.get(id), self._project.settings
        if not isinstance(item, Conductor):
            return math.inf
        limits = [math.inf]
        rated = item.rated_kw(settings.power_factor)
        if rated is not None:
            limits.append(rated)
        amps = item.continuous_a(settings.continuous_fraction)
        inlet = next((p for p in item.power_ports() if p.flow == "in"), None)
        if amps is not None and inlet is not None and inlet.voltage_v:
            one_kw_a = current_a(1.0, inlet.voltage_v, 0 if inlet.dc else inlet.phases or 3, settings.power_factor)
            limits.append(amps / one_kw_a)
        return min(limits)


def _on_busbar(item: Equipment) -> bool:
    return any(p.flow == "in" and p.dc for p in item.power_ports())
