"""Every failure of the power chain on demand: single ones, pairs, and any set of units, each run to its end."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from hallwright.engines.base import Results, Step
from hallwright.engines.power.cascade import Cascade, Outcome, Stage
from hallwright.engines.power.chain import Chain
from hallwright.engines.power.engine import Power, inputs, solve
from hallwright.engines.power.loading import Loading, phased_elements
from hallwright.engines.power.reactions import reactions
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Medium
from hallwright.equipment.battery import Battery
from hallwright.errors import EditRefused
from hallwright.project import Project

PAIRS_MAX = 250_000


class Failures:
    """The failure analysis of one hall.

    Parameters
    ----------
    project : Project
    power : Power
        The result of the power engine for it.

    Attributes
    ----------
    units : tuple of str
        Everything that is failed in turn: the elements of the chain and its batteries, sorted.
    """

    def __init__(self, project: Project, power: Power) -> None:
        given = power.inputs
        self.project, self.power = project, power
        self.chain = Chain(given.nodes, (feed for feeds in given.feeds.values() for feed in feeds))
        react = reactions(project, given)
        loading = Loading(self.chain, react, given.power_factor, phased_elements(self.chain))
        self.stage = Stage(self.chain, loading)
        self.units = tuple(sorted({*self.chain.index, *react.cabinets}))
        self._normal: Outcome | None = None
        self._feeds: dict[str, list[int]] = {}
        for k, feed in enumerate(self.chain.feeds):
            self._feeds.setdefault(feed.link, []).append(k)

    def after(self, units: Iterable[str]) -> Outcome:
        """What happens when these fail together at once.

        Parameters
        ----------
        units : iterable of str
            Elements of the chain, loads, batteries, or power links, by identifier.

        Raises
        ------
        EditRefused
            One of them plays no part in the power chain.
        """
        chosen = tuple(dict.fromkeys(units))
        elements, loads, feeds, batteries = set[int](), set[int](), set[int](), set[str]()
        for unit in chosen:
            if unit in self.chain.index:
                elements.add(self.chain.index[unit])
            elif unit in self.chain.load_index:
                loads.add(self.chain.load_index[unit])
            elif unit in self._feeds:
                feeds.update(self._feeds[unit])
            elif isinstance(self.project.equipment.get(unit), Battery):
                batteries.add(unit)
            else:
                link = self.project.links.get(unit)
                if link is None or link.medium is not Medium.POWER:
                    raise EditRefused(f"{self.project.name_of(unit)} plays no part in the power chain.")
        return Cascade(self.stage, chosen, elements, loads, feeds, frozenset(batteries)).run()

    def after_nothing(self) -> Outcome:
        """What happens although nothing fails: overloads that open their breakers in normal operation."""
        if self._normal is None:
            self._normal = self.after(())
        return self._normal

    @property
    def unknown_loads(self) -> int:
        """Loads of unknown demand, which no figure contains."""
        return sum(1 for load in self.chain.loads if load.demand_kw is None)

    def harm(self, outcome: Outcome) -> tuple[int, int, int]:
        """Loads lost and throttled, and things overloaded, that are not so without the failure."""
        normal = self.after_nothing()
        known = {(one.id, one.end, one.what) for one in normal.overloads}
        return (
            len(set(outcome.lost) - set(normal.lost)),
            len(set(outcome.throttled) - set(normal.throttled)),
            sum(1 for one in outcome.overloads if (one.id, one.end, one.what) not in known),
        )

    def ranked(self, outcomes: Iterable[Outcome]) -> list[tuple[Outcome, int, int]]:
        """Failures that take loads away or slow them, worst first, with how many of each."""
        found = [(outcome, *self.harm(outcome)[:2]) for outcome in outcomes]
        return sorted((x for x in found if x[1] or x[2]), key=lambda x: (-x[1], -x[2], x[0].units))

    def singles(self, units: Collection[str] | None = None) -> Iterator[Outcome]:
        """Every single failure, or those of some units, in order of identifiers; without the flow in the end."""
        for unit in self.units if units is None else sorted(units):
            yield replace(self.after((unit,)), end=None)

    def pairs(self, units: Collection[str] | None = None) -> Iterator[Outcome]:
        """Every pair of failures: one unit out for maintenance and one failed, or both failed at once.

        Raises
        ------
        EditRefused
            There are more than can be gone through.
        """
        chosen = self.units if units is None else tuple(sorted(units))
        count = len(chosen) * (len(chosen) - 1) // 2
        if count > PAIRS_MAX:
            raise EditRefused(
                f"{len(chosen)} elements make {count} pairs; more than {PAIRS_MAX} are not gone through.",
                hint=f"Name the units whose pairs matter, {_units_of(PAIRS_MAX)} at most: floor-standing ones, say.",
            )
        for pair in combinations(chosen, 2):
            yield replace(self.after(pair), end=None)

    def dead_ids(self, units: Iterable[str]) -> frozenset[str]:
        """Elements and loads (systems, switches, coolers, pumps) without power once these have failed."""
        outcome = self.after(units)
        return frozenset((*outcome.dead, *outcome.lost))


def _units_of(pairs: int) -> int:
    """The most units that make no more than so many pairs."""
    return (1 + math.isqrt(1 + 8 * pairs)) // 2


def failures_of(project: Project) -> Failures:
    """The failure analysis of a project of which nothing is solved yet."""
    step = Step(project, Topology(project), Results())
    return Failures(project, solve(inputs(step)))
