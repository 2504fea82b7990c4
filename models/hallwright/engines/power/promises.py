"""Declared redundancy, block by block, against every failure that it promises to outlive."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import ElementFlow
from hallwright.equipment.power_base import PowerGear


@dataclass(frozen=True, slots=True)
class Promise:
    """What a block promises, and what breaks it.

    Attributes
    ----------
    block : str
        Its name, or the identifier of an element that belongs to none.
    promise : str
        N, N+1, 2N, distributed, catcher.
    members : tuple of str
    broken_by : tuple of tuple of str
        Failures that take a load away, slow one, or overload something.
    """

    block: str
    promise: str
    members: tuple[str, ...]
    broken_by: tuple[tuple[str, ...], ...]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.broken_by


def promises(failures: Failures) -> list[Promise]:
    """Every promise of the hall, by block and kind.

    N promises nothing. N+1, distributed and catcher outlive the failure of any one member; 2N besides that of all
    members on one side at once. Where the project's setting `survive_failure_in_maintenance` is on, each of them
    outlives any member together with any other unit.
    """
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in failures.project.equipment.values():
        if isinstance(item, PowerGear) and item.promise and item.id in failures.units:
            members[item.block or item.id, item.promise].append(item.id)
    found = []
    for (block, promise), ids in sorted(members.items()):
        wanted = _outlived(failures, promise, sorted(ids))
        broken = [units for units in dict.fromkeys(wanted) if any(failures.harm(failures.after(units)))]
        found.append(Promise(block, promise, tuple(sorted(ids)), tuple(broken)))
    return found


def _outlived(failures: Failures, promise: str, ids: list[str]) -> Iterator[tuple[str, ...]]:
    """The failures that a block promises to outlive."""
    if promise == "N":
        return
    for id in ids:
        yield (id,)
    if promise == "2N":
        sides: dict[str, list[str]] = defaultdict(list)
        for id in ids:
            record = failures.power.records.get(id)
            if isinstance(record, ElementFlow) and len(record.sides) == 1:
                sides[record.sides].append(id)
        for side in sorted(sides):
            yield tuple(sides[side])
    if failures.project.settings.survive_failure_in_maintenance:
        for id in ids:
            for other in failures.units:
                if other != id:
                    yield (min(id, other), max(id, other))
