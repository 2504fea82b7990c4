"""Which devices are alike: of the same make at the same ends of the same bundles."""

from collections.abc import Callable

from hallwright.engines.fabric.records import Inputs
from hallwright.project import Link


class Likes:
    """Tells like devices apart from unlike ones, for as long as one result is made.

    Parameters
    ----------
    ids_of : callable
        Identifiers of the fabric links that end at a device.
    """

    def __init__(self, given: Inputs, ids_of: Callable[[str], frozenset[str]]) -> None:
        self.given, self.ids_of = given, ids_of
        self._seen: set[str] = set()
        self._odd: set[str] = set()  # bundles at which the make of a device does not tell its end

    def links_of(self, id: str) -> list[Link]:
        """Fabric links of a device, in identifier order."""
        return [self.given.links[k] for k in sorted(self.ids_of(id))]

    def of(self, id: str) -> object:
        """A key that like devices share; all that a record says of a device and its bundles is then the same."""
        ids = self.ids_of(id)
        for key in ids - self._seen:
            self._seen.add(key)
            if self._is_odd(self.given.links[key]):
                self._odd.add(key)
        device = self.given.devices[id]
        if not self._odd.isdisjoint(ids):
            return id
        return device.rank, device.tier, device.fabric, device.gpus, device.job, device.groups, ids

    def _is_odd(self, link: Link) -> bool:
        devices = self.given.devices
        ends = link.a + link.b
        if len(set(ends)) != len(ends):
            return True
        ranks = [{d.rank for i in ids if (d := devices.get(i)) is not None} for ids in (link.a, link.b)]
        return not ranks[0].isdisjoint(ranks[1])
