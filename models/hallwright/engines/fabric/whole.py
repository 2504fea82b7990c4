"""The fabric as a whole: what each switch means to the others, and the totals of each fabric.

`whole` makes it from scratch, or from what it was before and what has changed; both give the same. Sums of rates go
over how often each value occurs, so that a sum kept up to date equals one made anew to the last bit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace

from hallwright.engines.fabric.likes import Likes
from hallwright.engines.fabric.records import FabricTotals, Inputs, LinkRecord, Loss, Record, SwitchRecord
from hallwright.engines.fabric.resilience import (
    ClassKey,
    Stand,
    Structure,
    Trunk,
    Weight,
    restand,
    share_left,
    stand,
    structure,
)
from hallwright.project import Link

Kind = tuple[str, int, float, float, bool, bool]  # tier, rank, down and up [Gb/s], serves systems, serves switches

_NOTHING = (0, Loss())


@dataclass(frozen=True, slots=True)
class Whole:
    """What is true of all switches together.

    Attributes
    ----------
    switches : tuple of str
        Every switch, in order.
    trunks : mapping of link to the switches at both its ends
    shape : Structure
        Which switches hang together.
    stands : mapping of fabric to Stand
    left : mapping of switch to float
        Share left to the switches below it when it is lost, where there are any.
    kinds : mapping of switch to its fabric and Kind
    tally : mapping of fabric to Counter of Kind
    unserved : frozenset of str
        Switches whose part serves no system.
    parts : mapping of fabric to int
        Sets of its switches that no link joins.
    fabrics : mapping of fabric to FabricTotals
    """

    switches: tuple[str, ...]
    trunks: Mapping[str, Trunk]
    shape: Structure
    stands: Mapping[str, Stand]
    left: Mapping[str, float]
    kinds: Mapping[str, tuple[str, Kind]]
    tally: Mapping[str, Counter[Kind]]
    unserved: frozenset[str]
    parts: Mapping[str, int]
    fabrics: Mapping[str, FabricTotals]


NO_WHOLE = Whole((), {}, structure((), ()), {}, {}, {}, {}, frozenset(), {}, {})


def whole(
    old: Whole,
    switches: tuple[str, ...],
    trunks: Mapping[str, Trunk],
    stale: Iterable[str],
    given: Inputs,
    likes: Likes,
    records: MutableMapping[str, Record],
    classes: Mapping[ClassKey, Weight],
    changed_classes: Mapping[ClassKey, Weight],
) -> tuple[Whole, set[str]]:
    """Bring the whole up to date and put into the records of switches what it says of them.

    Parameters
    ----------
    old : Whole
        How it was; `NO_WHOLE` makes it from scratch.
    stale : iterable of str
        Switches that are new, changed or gone, or whose links are.
    records : mapping
        Switch records are replaced where what is said of them is new.
    changed_classes : mapping of class to (systems, GPUs) it had before

    Returns
    -------
    Whole, and the switches with a new record.
    """
    same_shape = old is not NO_WHOLE and switches is old.switches and trunks is old.trunks
    shape = old.shape if same_shape else structure(switches, tuple(t for _, t in sorted(trunks.items())))
    looked = set(stale)
    kinds, tally, tops_changed = _tally(old, looked, given, records)
    left, again = _left(old, looked, given, likes, records, kinds)
    looked |= again
    if tops_changed:
        looked.update(s for s in switches if kinds[s][0] in tops_changed)
    stands, touched = _stands(old.stands, changed_classes, classes, shape, same_shape=same_shape)
    looked |= touched
    served = frozenset[str]().union(*(parts for s in stands.values() for parts in s.sets))
    if same_shape and served == frozenset[str]().union(*(parts for s in old.stands.values() for parts in s.sets)):
        unserved = old.unserved
    else:
        unserved = frozenset(s for s in switches if shape.part[s] not in served)
    looked |= unserved | old.unserved
    top = _tops(tally)
    changed = set()
    for id in looked:
        if id not in kinds:
            continue
        record = records[id]
        assert isinstance(record, SwitchRecord)
        fabric, (_, rank, down_gbps, _, _, _) = kinds[id]
        home = stands.get(fabric)
        apart, loss = _NOTHING if home is None else home.found.get(id, _NOTHING)
        for name, other in stands.items():  # a switch of another fabric may be on the way
            if name != fabric and id in other.found:
                more, their = other.found[id]
                apart = max(apart, more)
                loss = Loss(
                    loss.systems + their.systems, loss.gpus + their.gpus, min(loss.share_left, their.share_left)
                )
        if id in unserved:
            apart = home.systems if home is not None else 0
        if left.get(id, 1.0) < loss.share_left:
            loss = Loss(loss.systems, loss.gpus, left[id])
        led_on = record.up_gbps > 0.0 or record.peer_gbps > 0.0
        stranded = float(down_gbps) if not led_on and 0 < rank < top.get(fabric, 0) else 0.0
        if apart != record.unreached_systems or loss != record.loss or stranded != record.stranded_gbps:
            records[id] = replace(record, unreached_systems=apart, loss=loss, stranded_gbps=stranded)
            changed.add(id)
    if same_shape and all(kinds.get(id, ("",))[0] == old.kinds.get(id, ("",))[0] for id in stale):
        parts = old.parts
    else:
        found: dict[str, set[str]] = {}
        for id in switches:
            found.setdefault(kinds[id][0], set()).add(shape.part[id])
        parts = {fabric: len(members) for fabric, members in found.items()}
    fabrics = _totals(tally, stands, parts)
    if fabrics == old.fabrics:
        fabrics = dict(old.fabrics)
    return Whole(switches, trunks, shape, stands, left, kinds, tally, unserved, parts, fabrics), changed


def _tally(
    old: Whole, stale: Iterable[str], given: Inputs, records: Mapping[str, Record]
) -> tuple[Mapping[str, tuple[str, Kind]], Mapping[str, Counter[Kind]], set[str]]:
    """Count switches of each kind anew, and fabrics of which another tier is now the highest at work."""
    kinds, tally = dict(old.kinds), dict(old.tally)
    copied: set[str] = set()

    def counter(fabric: str) -> Counter[Kind]:
        if fabric not in copied:
            copied.add(fabric)
            tally[fabric] = Counter(tally.get(fabric, ()))
        return tally[fabric]

    for id in stale:
        was = kinds.get(id)
        record = records.get(id)
        now: tuple[str, Kind] | None = None
        if isinstance(record, SwitchRecord):
            kind = (
                record.tier,
                given.devices[id].rank,
                record.down_gbps,
                record.up_gbps,
                record.systems > 0,
                bool(record.lower_switches),
            )
            now = record.fabric, kind
        if now == was:
            continue
        if was is not None:
            members = counter(was[0])
            members[was[1]] -= 1
            if not members[was[1]]:
                del members[was[1]]
            del kinds[id]
        if now is not None:
            counter(now[0])[now[1]] += 1
            kinds[id] = now
    for fabric in copied:
        if not tally[fabric]:
            del tally[fabric]
    before, after = _tops(old.tally), _tops(tally)
    return kinds, tally, {f for f in before.keys() | after.keys() if before.get(f) != after.get(f)}


def _tops(tally: Mapping[str, Counter[Kind]]) -> dict[str, int]:
    """Highest tier of each fabric that serves other switches."""
    return {fabric: max((k[1] for k in kinds if k[5]), default=0) for fabric, kinds in tally.items()}


def _stands(
    old: Mapping[str, Stand],
    changed: Mapping[ClassKey, Weight],
    classes: Mapping[ClassKey, Weight],
    shape: Structure,
    *,
    same_shape: bool,
) -> tuple[Mapping[str, Stand], set[str]]:
    """How the systems of each fabric stand together now, and the switches of which that says something new."""
    by_fabric: dict[str, dict[ClassKey, Weight]] = {}
    for key, weight in changed.items():
        by_fabric.setdefault(key[0], {})[key] = weight
    if same_shape and not by_fabric:
        return old, set()
    stands: dict[str, Stand] = {}
    touched: set[str] = set()
    for fabric in sorted({key[0] for key in classes}):
        before = old.get(fabric)
        if before is None:
            stands[fabric] = stand(fabric, classes, shape)
            touched.update(stands[fabric].found)
        elif same_shape and fabric not in by_fabric:
            stands[fabric] = before
        else:
            mine = by_fabric.get(fabric, {})
            stands[fabric], named = restand(fabric, before, mine, classes, shape, same_shape=same_shape)
            touched |= named
    for fabric, before in old.items():
        if fabric not in stands:
            touched.update(before.found)
    return stands, touched


# of a bundle towards lower switches: how many are below, and their distinct (rate of the bundle to one of them,
# downlinks, uplinks)
Below = tuple[int, list[tuple[float, float, float]]]


def _left(
    old: Whole,
    stale: Iterable[str],
    given: Inputs,
    likes: Likes,
    records: Mapping[str, Record],
    kinds: Mapping[str, tuple[str, Kind]],
) -> tuple[Mapping[str, float], set[str]]:
    """Share left below each switch, looked at again where a switch or one below it has changed."""
    seen: set[str] = set()
    for id in stale:
        before, now = old.kinds.get(id), kinds.get(id)
        if now is not None and before is not None and before[1][2:4] != now[1][2:4]:
            seen |= likes.ids_of(id)
    again = {id for id in stale if id in kinds}
    for key in seen:
        link = given.links[key]
        bundle = records[key]
        assert isinstance(bundle, LinkRecord)
        if bundle.lower != "peer":  # what is above it
            again.update(end for end in (link.b if bundle.lower == "a" else link.a) if end in kinds)
    left = dict(old.left)
    for id in stale:
        if id not in kinds:
            left.pop(id, None)
    below: dict[str, Below] = {}
    shares: dict[object, float] = {}
    for id in again:
        record = records[id]
        assert isinstance(record, SwitchRecord)
        if not record.lower_switches:
            left.pop(id, None)
            continue
        like = likes.of(id)
        share = shares.get(like)
        if share is None:
            links = [link for link in likes.links_of(id) if _is_above(id, link, records)]
            share = shares[like] = share_left(_lost_rates(links, len(record.lower_switches), records, below))
        left[id] = share
    return left, {id for id in again if left.get(id) != old.left.get(id)}


def _lost_rates(
    links: Iterable[Link], count: int, records: Mapping[str, Record], below: dict[str, Below]
) -> list[tuple[float, float, float]]:
    """For the `count` switches below some bundles: (rate of their links, their downlinks, their uplinks)."""
    found: list[tuple[float, float, float]] = []
    for link in links:
        known = below.get(link.id)
        if known is None:
            known = below[link.id] = _below(link, records)
        count -= known[0]
        found.extend(known[1])
    if not count:
        return found
    rates: dict[str, float] = {}  # more than one bundle to the same switch: add them up
    for link in links:
        bundle = records[link.id]
        assert isinstance(bundle, LinkRecord)
        for i in link.a if bundle.lower == "a" else link.b:
            rates[i] = rates.get(i, 0.0) + bundle.gbps * link.per_pair
    return [
        (rate, r.down_gbps, r.up_gbps)
        for i, rate in sorted(rates.items())
        if isinstance(r := records.get(i), SwitchRecord)
    ]


def _is_above(id: str, link: Link, records: Mapping[str, Record]) -> bool:
    """Whether a switch is at the upper end of a bundle."""
    bundle = records[link.id]
    assert isinstance(bundle, LinkRecord)
    return bundle.lower != "peer" and id in (link.b if bundle.lower == "a" else link.a)


def _below(link: Link, records: Mapping[str, Record]) -> Below:
    """The switches at the lower end of a bundle."""
    bundle = records[link.id]
    assert isinstance(bundle, LinkRecord)
    lower = [r for i in (link.a if bundle.lower == "a" else link.b) if isinstance(r := records.get(i), SwitchRecord)]
    rate = bundle.gbps * link.per_pair
    return len(lower), sorted({(rate, r.down_gbps, r.up_gbps) for r in lower})


def _totals(
    tally: Mapping[str, Counter[Kind]], stands: Mapping[str, Stand], parts: Mapping[str, int]
) -> dict[str, FabricTotals]:
    """Each fabric as a whole."""
    found = {}
    for fabric in sorted(tally):
        tiers: dict[str, tuple[int, float, float]] = {}
        leaves, leaf_down, leaf_up = 0, 0.0, 0.0
        for (tier, _, down, up, serves, _), n in sorted(tally[fabric].items()):
            count, all_down, all_up = tiers.get(tier, (0, 0.0, 0.0))
            tiers[tier] = (count + n, all_down + n * down, all_up + n * up)
            if serves:
                leaves, leaf_down, leaf_up = leaves + n, leaf_down + n * down, leaf_up + n * up
        home = stands.get(fabric)
        found[fabric] = FabricTotals(
            systems=home.systems if home else 0,
            gpus=home.gpus if home else 0,
            injection_gbps=sum(rate * n for rate, n in sorted(home.rates.items())) if home else 0.0,
            tiers=tiers,
            bisection_gbps=(leaf_down if leaves == 1 else min(leaf_down, leaf_up)) / 2.0,
            parts=parts[fabric],
        )
    return found
