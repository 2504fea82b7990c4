"""The fabric with each single switch out: who is cut off, and what bandwidth is left.

Systems with the same links to the same switches are one class, and a full mesh between two sets of switches is one
hub, so that the cost follows the number of switches, not of systems or cables. Cut-off systems are exact for any
fabric. The share of bandwidth left is exact for two tiers in which a leaf spreads its traffic over all its uplinks;
in deeper fabrics it looks at each tier by itself, so it is an upper bound.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hallwright.engines.fabric.records import Lane, Loss

Trunk = tuple[tuple[str, ...], tuple[str, ...]]  # switches at both ends of a bundle, each joined with each
# fabric, (switch, rate) in order, which port leads where, and the job it works on
ClassKey = tuple[str, tuple[tuple[str, float], ...], tuple[Lane, ...], str]
Weight = tuple[int, int]  # systems, GPUs


@dataclass(frozen=True, slots=True)
class Structure:
    """Which switches hang together.

    Attributes
    ----------
    part : mapping of switch to str
        Its part, named by the first identifier in it.
    without : mapping of switch to mapping
        Parts without that switch, for each switch whose loss splits its part.
    """

    part: Mapping[str, str]
    without: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=32)
def structure(switches: tuple[str, ...], trunks: tuple[Trunk, ...]) -> Structure:
    """Parts of a set of switches joined by trunks, and what is left of them without each cut point."""
    near = _neighbours(switches, trunks)
    cuts = _cut_points(near)
    return Structure(_parts(switches, near, None), {s: _parts(switches, near, s) for s in switches if s in cuts})


def _neighbours(switches: Iterable[str], trunks: Iterable[Trunk]) -> dict[str, list[str]]:
    """Links between switches; a mesh of two by two or more becomes a hub, which no single loss can split."""
    near: dict[str, list[str]] = {s: [] for s in switches}
    for number, (a, b) in enumerate(dict.fromkeys(trunks)):
        if len(a) > 1 and len(b) > 1:
            hub = f"\0{number}"  # no identifier starts so
            near[hub] = [*a, *b]
            for end in near[hub]:
                near[end].append(hub)
        else:
            for one in a:
                for other in b:
                    near[one].append(other)
                    near[other].append(one)
    return near


def _parts(switches: Iterable[str], near: Mapping[str, list[str]], without: str | None) -> dict[str, str]:
    part: dict[str, str] = {}
    for start in switches:
        if start in part or start == without:
            continue
        part[start] = start
        stack = [start]
        while stack:
            for other in near[stack.pop()]:
                if other not in part and other != without:
                    part[other] = start
                    stack.append(other)
    return {s: part[s] for s in switches if s in part}  # without hubs


def _cut_points(near: Mapping[str, list[str]]) -> set[str]:
    """Nodes whose removal splits their part (Tarjan's articulation points, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    cuts: set[str] = set()
    for root in near:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        branches = 0
        stack = [(root, "", iter(near[root]))]
        while stack:
            node, parent, others = stack[-1]
            for other in others:
                if other == parent:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                else:
                    order[other] = low[other] = len(order)
                    stack.append((other, node, iter(near[other])))
                    break
            else:
                stack.pop()
                if parent:
                    low[parent] = min(low[parent], low[node])
                    if parent == root:
                        branches += 1
                    elif low[node] >= order[parent]:
                        cuts.add(parent)
        if branches > 1:
            cuts.add(root)
    return cuts


Sets = Mapping[frozenset[str], Weight]  # how many systems hang on each set of parts


def reach(wanted: frozenset[str], sets: Sets) -> Weight:
    """Systems and GPUs that share a part with a class, itself included."""
    systems = gpus = 0
    for parts, (s, g) in sets.items():
        if not parts.isdisjoint(wanted):
            systems += s
            gpus += g
    return systems, gpus


def largest(sets: Sets) -> tuple[Weight, frozenset[str]]:
    """The class that reaches most systems: (what it reaches, its parts)."""
    best: tuple[Weight, frozenset[str]] = ((0, 0), frozenset())
    for parts in sorted(sets, key=sorted):
        found = reach(parts, sets)
        if found > best[0]:
            best = found, parts
    return best


def _sets(classes: Iterable[tuple[tuple[str, ...], Weight]], part: Mapping[str, str]) -> dict[frozenset[str], Weight]:
    found: dict[frozenset[str], Weight] = {}
    for switches, (systems, gpus) in classes:
        parts = frozenset(part[s] for s in switches if s in part)
        if parts:
            old = found.get(parts, (0, 0))
            found[parts] = (old[0] + systems, old[1] + gpus)
    return found


@dataclass(frozen=True, slots=True)
class Stand:
    """How the systems of one fabric stand together.

    Attributes
    ----------
    systems, gpus : int
        On all of it.
    sets : mapping of set of parts to Weight
        How many systems hang on each set of parts.
    usual : bool
        Everybody hangs on one set of parts that no single loss splits: then the loss of a switch only cuts off
        systems that have no other, and a change to one class says nothing new of other switches.
    on : mapping of switch to its classes
    found : mapping of switch to (unreached systems, Loss)
        The share left counts the systems' own links only; switches not named have (0, no loss).
    rates : mapping of float to int
        Systems by the rate of all their links [Gb/s].
    """

    systems: int
    gpus: int
    rates: Mapping[float, int]
    sets: Sets
    usual: bool
    on: Mapping[str, frozenset[ClassKey]]
    found: Mapping[str, tuple[int, Loss]]


def stand(fabric: str, classes: Mapping[ClassKey, Weight], shape: Structure) -> Stand:
    """What each switch means to the systems of one fabric, from scratch.

    Parameters
    ----------
    classes : mapping of ClassKey to (systems, GPUs)
        Systems with the same links, of any fabric.
    shape : Structure
        How the switches hang together.
    """
    members = sorted((key, weight) for key, weight in classes.items() if key[0] == fabric)
    ends = [(tuple([s for s, _ in key[1]]), weight) for key, weight in members]
    sets = _sets(ends, shape.part)
    best, best_parts = largest(sets)
    systems, gpus = sum(w[0] for _, w in ends), sum(w[1] for _, w in ends)
    rates: dict[float, int] = {}
    for key, weight in members:
        _count(rates, key, weight[0])
    on: dict[str, set[int]] = {}
    for index, (key, _) in enumerate(members):
        for switch, _ in key[1]:
            on.setdefault(switch, set()).add(index)
    held = {switch: frozenset(members[i][0] for i in indices) for switch, indices in on.items()}
    served = frozenset().union(*sets)
    cuts = [s for s in sorted(shape.without) if shape.part[s] in served]
    if len(sets) == 1 and not cuts:
        return Stand(systems, gpus, rates, sets, True, held, {s: _alone(s, keys, classes) for s, keys in held.items()})
    found: dict[str, tuple[int, Loss]] = {}
    for switch in sorted({*on, *cuts}):
        apart = 0
        for index in on.get(switch, ()):
            parts = frozenset(shape.part[s] for s in ends[index][0] if s in shape.part)
            if parts.isdisjoint(best_parts):
                apart = max(apart, systems - reach(parts, sets)[0])
        if switch in shape.without:
            left = _sets(ends_without(ends, switch), shape.without[switch])
        else:
            left = dict(sets)
            for index in on[switch]:
                switches, weight = ends[index]
                _move(left, switches, switch, weight, shape.part)
        after, _ = largest(left)
        share = min((_share(switch, members[i][0]) for i in on.get(switch, ())), default=1.0)
        found[switch] = apart, Loss(max(0, best[0] - after[0]), max(0, best[1] - after[1]), share)
    return Stand(systems, gpus, rates, sets, False, held, found)


def restand(
    fabric: str,
    old: Stand,
    changed: Mapping[ClassKey, Weight],
    classes: Mapping[ClassKey, Weight],
    shape: Structure,
    *,
    same_shape: bool,
) -> tuple[Stand, set[str]]:
    """Bring it up to date, and the switches of which something else may be true now.

    Parameters
    ----------
    changed : mapping of class to (systems, GPUs) it had before
        Of this fabric; (0, 0) for a new one.
    """
    parts: set[frozenset[str]] = set()
    if old.usual:
        looked = (k for k in changed if k in classes) if same_shape else (k for k in classes if k[0] == fabric)
        parts.update(_sets(((tuple([s for s, _ in key[1]]), (1, 1)) for key in looked), shape.part))
        if same_shape:
            parts.update(old.sets)
    one = next(iter(parts), frozenset())
    if len(parts) != 1 or (not same_shape and any(shape.part[s] in one for s in shape.without)):
        fresh = stand(fabric, classes, shape)
        named = old.found.keys() | fresh.found.keys()
        return fresh, {s for s in named if old.found.get(s) != fresh.found.get(s)}
    on, found, rates = dict(old.on), dict(old.found), dict(old.rates)
    systems, gpus = old.systems, old.gpus
    touched: set[str] = set()
    for key, (s_before, g_before) in changed.items():
        s_now, g_now = classes.get(key, (0, 0))
        systems, gpus = systems + s_now - s_before, gpus + g_now - g_before
        _count(rates, key, s_now - s_before)
        for switch, _ in key[1]:
            touched.add(switch)
            if s_now:
                on[switch] = on.get(switch, frozenset()) | {key}
            else:
                on[switch] = on[switch] - {key}
    for switch in touched:
        if on[switch]:
            found[switch] = _alone(switch, on[switch], classes)
        else:
            del on[switch], found[switch]
    return Stand(systems, gpus, rates, {one: (systems, gpus)}, True, on, found), touched


def _count(rates: dict[float, int], key: ClassKey, systems: int) -> None:
    """Count systems of a class (less than 0: uncount) under their rate."""
    rate = sum(gbps for _, gbps in key[1])
    rates[rate] = rates.get(rate, 0) + systems
    if not rates[rate]:
        del rates[rate]


def _alone(switch: str, keys: Iterable[ClassKey], classes: Mapping[ClassKey, Weight]) -> tuple[int, Loss]:
    """In the usual fabric: the systems that have no other switch are cut off."""
    systems = gpus = 0
    share = 1.0
    for key in keys:
        share = min(share, _share(switch, key))
        if len(key[1]) == 1:
            systems += classes[key][0]
            gpus += classes[key][1]
    return 0, Loss(systems, gpus, share)


def _share(switch: str, key: ClassKey) -> float:
    """What a system of a class keeps of its links without a switch."""
    rate = own = 0.0
    for other, gbps in key[1]:
        rate += gbps
        if other == switch:
            own = gbps
    return 1.0 - own / rate


def ends_without(ends: Iterable[tuple[tuple[str, ...], Weight]], switch: str) -> list[tuple[tuple[str, ...], Weight]]:
    """The classes' switches without one."""
    return [(tuple(s for s in switches if s != switch), weight) for switches, weight in ends]


def _move(
    left: dict[frozenset[str], Weight], switches: tuple[str, ...], gone: str, weight: Weight, part: Mapping[str, str]
) -> None:
    """Take a class off its set of parts and put it on what it has without a switch."""
    before = frozenset(part[s] for s in switches if s in part)
    after = frozenset(part[s] for s in switches if s in part and s != gone)
    if before == after:
        return
    systems, gpus = left.get(before, (0, 0))
    left[before] = (systems - weight[0], gpus - weight[1])
    if left[before][0] <= 0:
        del left[before]
    if after:
        systems, gpus = left.get(after, (0, 0))
        left[after] = (systems + weight[0], gpus + weight[1])


def share_left(rates: Iterable[tuple[float, float, float]]) -> float:
    """Worst share left of what the switches below can send up, when one above them is lost.

    Parameters
    ----------
    rates : iterable of (lost, down, up)
        For each switch below: the rate of its links to the lost one, its downlinks and all its uplinks [Gb/s].
    """
    worst = 1.0
    for lost, down, up in rates:
        if down > 0.0 and up > 0.0:
            worst = min(worst, min(down, max(up - lost, 0.0)) / min(down, up))
    return worst
