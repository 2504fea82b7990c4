"""Connect for me, fabric: systems to leaves by rail, leaves to spines evenly."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from hallwright.cabling.lengths import Lengths, bundle_lengths
from hallwright.cabling.places import Spot, limits_of, spot_of, tray_line
from hallwright.cabling.trays import tray_graph
from hallwright.edits.arrange import with_products
from hallwright.edits.ids import new_id
from hallwright.edits.wire import compatible, points_taken
from hallwright.equipment.base import Medium, Placed, Port
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.tray import Tray
from hallwright.errors import EditRefused
from hallwright.plugs import plug_fits
from hallwright.project import Link, Product, Project


def product_fits(
    product: Product, gbps: float, length_m: float, protocols: Collection[str] = (), connectors: Collection[str] = ()
) -> bool:
    """Whether a cable product carries a rate over a length between ports of these protocols and cages."""
    cable = product.cable
    if cable is None or cable.gbps is None or cable.reach_m is None or cable.form in ("fiber", "power", "pipe"):
        return False
    return (
        cable.gbps == gbps
        and cable.reach_m >= length_m
        and (cable.reach_min_m or 0.0) <= length_m
        and (not cable.protocol or all(p.lower() == cable.protocol.lower() for p in protocols if p))
        and (not cable.connector or all(plug_fits(cable.connector, cage) for cage in connectors if cage))
    )


def fitting_product(
    products: Iterable[Product],
    gbps: float,
    length_m: float,
    protocols: Collection[str] = (),
    connectors: Collection[str] = (),
) -> Product | None:
    """The product of shortest reach that fits, the one of least power among those; None where none does."""
    fits = (p for p in products if product_fits(p, gbps, length_m, protocols, connectors))
    return min(fits, key=_rank, default=None)


def _rank(product: Product) -> tuple[float, float, float, str]:
    """Order of choice among products that fit: shortest reach, least power, lowest price band."""
    cable = product.cable
    assert cable is not None
    watts, usd = cable.watts_per_end, product.price_low_usd
    return (
        cable.reach_m or 0.0,
        math.inf if watts is None else watts,
        math.inf if usd is None else usd,
        product.id,
    )


def _ranked(cables: Iterable[Product], a: Port, b: Port) -> list[Product]:
    """Cable products that fit both ports at some length, in the order of choice."""
    fits = (
        p
        for p in cables
        if p.cable is not None
        and p.cable.reach_m is not None
        and product_fits(p, min(a.gbps, b.gbps), p.cable.reach_m, (a.protocol, b.protocol), (a.connector, b.connector))
    )
    return sorted(fits, key=_rank)


class Routing:
    """Lengths of bundles that are not laid yet, along the trays of a project."""

    def __init__(self, project: Project) -> None:
        self._project, self._limits = project, limits_of(project.settings)
        trays = sorted((t for t in project.all(Tray) if t.carries != "power"), key=lambda t: t.id)
        self._graph = tray_graph(tuple(map(tray_line, trays)), self._limits.tray_entry_max_m)

    def of(self, link: Link) -> Lengths:
        """Lengths in which the cables of a bundle are bought."""
        a, b = ([s for i in side if (s := _spot(self._project, i)) is not None] for side in (link.a, link.b))
        return bundle_lengths(link, a, b, self._graph, self._limits)


def _spot(project: Project, id: str) -> Spot | None:
    item = project.equipment.get(id)
    if not isinstance(item, Placed):
        return None
    return spot_of(item, project.equipment.get(item.rack_id) if item.rack_id else None)


class _Ports:
    """Which points are free, while bundles are being laid."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.taken: dict[tuple[str, str], set[int]] = {}

    def of(self, id: str, port: str) -> set[int]:
        key = id, port
        if key not in self.taken:
            self.taken[key] = points_taken(self.project, id, port)
        return self.taken[key]

    def free(self, id: str, port: Port) -> int:
        return port.count - len(self.of(id, port.name) & set(range(1, port.count + 1)))

    def run(self, ids: Sequence[str], ports: Sequence[Port], count: int) -> int | None:
        """First point of the lowest run that is free at all of these devices."""
        taken = set().union(*(self.of(i, p.name) for i, p in zip(ids, ports, strict=True)))
        last = min(p.count for p in ports)
        return next((s for s in range(1, last - count + 2) if taken.isdisjoint(range(s, s + count))), None)

    def take(self, id: str, port: str, first: int, count: int) -> None:
        self.of(id, port).update(range(first, first + count))


def cable(
    project: Project,
    ids: Collection[str],
    products: Iterable[Product] = (),
) -> Project:
    """Join the free network ports of systems to leaves, and leaves to spines.

    Port r of every system of a rack goes to leaf r, where the fabric has at least as many leaves as a system has
    ports of that role (further leaves form further groups of rails); else the ports are spread evenly. Leaves get
    as many uplinks as the project's oversubscription limit asks for, evenly over all spines.

    Parameters
    ----------
    ids : collection of str
        Systems, switches, or racks that hold them. Without a switch among them, all switches of the hall serve.
    products : iterable of Product
        Cable products to choose from, besides the project's own. Where the project has trays, lengths follow them.

    Raises
    ------
    EditRefused
        Ports, speed or switches are missing; the reason names what and where. Nothing is changed then.
    """
    wanted = {i.id for i in project.pick(ids)}
    chosen = [i for i in project.equipment.values() if i.id in wanted or i.carrier_id() in wanted]
    systems = [i for i in chosen if isinstance(i, System)]
    switches = [i for i in chosen if isinstance(i, Switch)] or list(project.all(Switch))
    if not systems and not any(isinstance(i, Switch) for i in chosen):
        raise EditRefused("Choose systems or switches to connect.")
    ports = _Ports(project)
    links: dict[str, Link] = {}
    joined = False
    for fabric in sorted({s.fabric for s in switches}):
        leaves = sorted(
            (s for s in switches if s.fabric == fabric and s.tier in ("leaf", "storage", "management")),
            key=lambda s: (s.name, s.id),
        )
        spines = sorted((s for s in switches if s.fabric == fabric and s.tier == "spine"), key=lambda s: (s.name, s.id))
        if leaves:
            joined |= _down(project, systems, fabric, leaves, bool(spines), ports, links)
            joined |= _up(project, fabric, leaves, spines, ports, links)
    if not joined:
        loose = next((s for s in switches if s.tier == "unassigned"), None)
        if loose is not None:
            raise EditRefused(f"{loose.name} has no tier: set it to leaf or spine first.")
        roles = sorted({n.role for s in systems for n in s.nics})
        fabrics = sorted({s.fabric for s in switches})
        raise EditRefused(
            f"There is nothing to connect: the systems have free ports for {', '.join(roles) or 'no fabric'}, "
            f"the switches serve {', '.join(fabrics) or 'none'}."
        )
    pool = {**{p.id: p for p in products}, **project.products}
    laid, used = with_cables(project, links, pool.values())
    return project.changed(links=laid, products=with_products(project, used))


def with_cables(
    project: Project, links: Mapping[str, Link], pool: Iterable[Product]
) -> tuple[dict[str, Link], list[Product]]:
    """Links without a product, with the one of shortest reach that fits every cable of each; and those products, with
    the fibres that transceivers need.

    Where no product is of that rate, protocol and plug, the bundle stays without.

    Raises
    ------
    EditRefused
        All that are of that rate, protocol and plug are too short; it names the ends and the farthest.
    """
    cables = {p.id: p for p in pool if p.cable is not None}
    routing = Routing(project)
    ranked: dict[tuple[Port, Port], list[Product]] = {}
    found: dict[str, Link] = {}
    used: dict[str, Product] = {}
    for id, link in links.items():
        a, b = project.equipment[link.a[0]].port(link.a_port), project.equipment[link.b[0]].port(link.b_port)
        assert a is not None and b is not None
        if (a, b) not in ranked:
            ranked[a, b] = _ranked(cables.values(), a, b)
        found[id] = link
        lengths = routing.of(link)
        if lengths.longest_m is None or lengths.shortest_m is None or not ranked[a, b]:
            continue
        enough = [(p, c) for p in ranked[a, b] if (c := p.cable) and (c.reach_m or 0.0) >= lengths.longest_m]
        if not enough:
            farthest = ranked[a, b][-1]
            assert farthest.cable is not None
            raise EditRefused(
                f"A cable from {project.name_of(link.a[0])} to {project.name_of(link.b[0])} needs "
                f"{lengths.longest_m:g} m; the farthest of {min(a.gbps, b.gbps):g} Gb/s, {farthest.name}, reaches "
                f"{farthest.cable.reach_m:g} m. Choose racks that are nearer."
            )
        shortest_m, longest_m = lengths.shortest_m, lengths.longest_m
        suits_all = (p for p, c in enough if (c.reach_min_m or 0.0) <= shortest_m)
        suits_longest = (p for p, c in enough if (c.reach_min_m or 0.0) <= longest_m)
        product = next(suits_all, None) or next(suits_longest, None)
        if product is not None:
            found[id] = link.model_copy(update={"product": product.id})
            fibre = cables.get(product.cable.fiber_id or "") if product.cable is not None else None
            used.update((p.id, p) for p in (product, fibre) if p is not None)
    return found, list(used.values())


def _lay(
    project: Project,
    links: dict[str, Link],
    ports: _Ports,
    a: Sequence[str],
    a_port: str,
    a_first: int,
    b: Sequence[str],
    b_port: str,
    b_first: int,
    per_pair: int,
) -> None:
    id = new_id(project, "link", "cable", *a, a_port, a_first, *b, b_port, b_first, taken=links)
    links[id] = Link(
        id=id, medium=Medium.FABRIC, a=tuple(a), a_port=a_port, a_first=a_first,
        b=tuple(b), b_port=b_port, b_first=b_first, per_pair=per_pair,
    )  # fmt: skip
    for end in a:
        ports.take(end, a_port, a_first, per_pair * len(b))
    for end in b:
        ports.take(end, b_port, b_first, per_pair * len(a))


def _fabric_port(switch: Switch, other: Port, ports: _Ports) -> tuple[Port, bool] | None:
    """The port group of a switch with most free points of that speed; whether it is of that speed at all."""
    joins = [p for p in switch.ports() if p.medium is Medium.FABRIC and not compatible(other, p)]
    same = [p for p in joins if p.gbps == other.gbps]
    if same:
        return max(same, key=lambda p: (ports.free(switch.id, p), p.name)), True
    return (joins[0], False) if joins else None


def _down(
    project: Project,
    systems: Sequence[System],
    fabric: str,
    leaves: Sequence[Switch],
    has_spines: bool,
    ports: _Ports,
    links: dict[str, Link],
) -> bool:
    """Lay bundles of one rack's like systems to the leaves."""
    limit = project.settings.oversubscription_limit(fabric)
    jobs = []
    for system in systems:
        for port in system.ports():
            if port.medium is Medium.FABRIC and port.role == fabric:
                taken = ports.of(system.id, port.name)
                free = [n for n in range(1, port.count + 1) if n not in taken]
                if free:
                    jobs.append((system.rack_id or system.id, port, tuple(free), system))
    jobs.sort(key=lambda j: (j[0], j[1].name, j[2], j[3].u or 0, j[3].id))
    down: dict[str, int] = {}
    for (_, port, free), run in groupby(jobs, key=lambda j: (j[0], j[1], j[2])):
        members = [j[3] for j in run]
        chosen: list[tuple[Switch, Port]] = []
        for leaf in leaves:
            found = _fabric_port(leaf, port, ports)
            if found is None or not found[1]:
                why = "no port of that protocol" if found is None else f"{found[0].gbps:g} Gb/s ports"
                raise EditRefused(f"{members[0].name} has {fabric} ports of {port.gbps:g} Gb/s; {leaf.name} has {why}.")
            chosen.append((leaf, found[0]))
        rails = len(free)
        groups = [chosen[i : i + rails] for i in range(0, len(chosen) - rails + 1, rails)] or [chosen]
        for group in groups:
            blocks = _blocks(free, len(group))
            room = True
            for (leaf, leaf_port), block in zip(group, blocks, strict=True):
                want = len(block) * len(members)
                may = leaf_port.count
                if has_spines:  # the rest of the ports is for uplinks
                    may = math.floor(leaf_port.count * limit / (1.0 + limit) + 1e-9)
                used = down.get(leaf.id)
                if used is None:
                    used = down[leaf.id] = (
                        len(ports.of(leaf.id, leaf_port.name))
                        if not has_spines
                        else _served(project, leaf.id, leaf_port.name)
                    )
                room = room and used + want <= may and ports.run([leaf.id], [leaf_port], want) is not None
            if room:
                break
        else:
            names = ", ".join(leaf.name for leaf in leaves[:4])
            raise EditRefused(
                f"{len(members)} systems such as {members[0].name} need {rails * len(members)} {fabric} ports; the "
                f"leaves {names} have no room for them beside their uplinks."
            )
        for (leaf, leaf_port), block in zip(group, blocks, strict=True):
            for first, count in _runs(block):
                b_first = ports.run([leaf.id], [leaf_port], count * len(members))
                assert b_first is not None
                _lay(
                    project, links, ports, [m.id for m in members], port.name, first,
                    [leaf.id], leaf_port.name, b_first, count,
                )  # fmt: skip
                down[leaf.id] += count * len(members)
    return bool(jobs)


def _served(project: Project, leaf: str, port: str) -> int:
    """Points of a leaf's port group that serve systems already."""
    count = 0
    for link in project.links.values():
        for ids, name, others in ((link.a, link.a_port, link.b), (link.b, link.b_port, link.a)):
            if leaf in ids and name == port:
                count += link.per_pair * sum(isinstance(project.equipment.get(i), System) for i in others)
    return count


def _blocks(points: Sequence[int], count: int) -> list[list[int]]:
    """Points in `count` blocks whose sizes differ by one at most."""
    cuts = [round(i * len(points) / count) for i in range(count + 1)]
    return [list(points[cuts[i] : cuts[i + 1]]) for i in range(count)]


def _runs(points: Sequence[int]) -> list[tuple[int, int]]:
    """Unbroken runs among points: (first, count)."""
    found: list[tuple[int, int]] = []
    for point in points:
        if found and found[-1][0] + found[-1][1] == point:
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((point, 1))
    return found


def _up(
    project: Project,
    fabric: str,
    leaves: Sequence[Switch],
    spines: Sequence[Switch],
    ports: _Ports,
    links: dict[str, Link],
) -> bool:
    """Lay the uplinks that leaves lack, evenly over all spines."""
    if not spines:
        return False
    limit = project.settings.oversubscription_limit(fabric)
    everything: Mapping[str, Link] = {**project.links, **links}
    spine_ids = {s.id for s in spines}
    jobs: dict[tuple[str, str, int], list[str]] = {}
    kinds: dict[tuple[str, str], tuple[Port, Port]] = {}
    for leaf in leaves:
        down_gbps, up = 0.0, 0
        for link in everything.values():
            for ids, name, others in ((link.a, link.a_port, link.b), (link.b, link.b_port, link.a)):
                port = leaf.port(name) if leaf.id in ids and link.medium is Medium.FABRIC else None
                if port is not None:
                    down_gbps += (
                        port.gbps * link.per_pair * sum(isinstance(project.equipment.get(i), System) for i in others)
                    )
                    up += link.per_pair * len(spine_ids.intersection(others))
        options = [p for p in leaf.ports() if p.medium is Medium.FABRIC and ports.free(leaf.id, p)]
        options.sort(key=lambda p: (p.role == "uplink", p.gbps, ports.free(leaf.id, p)), reverse=True)
        pair = next(((p, q[0]) for p in options if (q := _fabric_port(spines[0], p, ports)) is not None and q[1]), None)
        if down_gbps == 0.0:
            continue
        if pair is None:
            if up:
                continue
            raise EditRefused(f"{leaf.name} and {spines[0].name} have no free ports of one speed and protocol.")
        each = math.ceil(max(down_gbps / limit / pair[0].gbps - up, 0.0) / len(spines) - 1e-9)
        if each > 0:
            if ports.free(leaf.id, pair[0]) < each * len(spines):
                raise EditRefused(
                    f"{leaf.name} needs {each * len(spines)} free {pair[0].gbps:g} Gb/s ports for its uplinks, "
                    f"{each} to each of {len(spines)} spines; it has {ports.free(leaf.id, pair[0])}."
                )
            kinds[pair[0].name, pair[1].name] = pair
            jobs.setdefault((pair[0].name, pair[1].name, each), []).append(leaf.id)
    for (a_port, b_port, each), members in jobs.items():
        low, high = kinds[a_port, b_port]
        for spine in spines:
            free, want = ports.free(spine.id, high), each * len(members)
            if spine.port(b_port) is None or free < want:
                raise EditRefused(f"{spine.name} has {free} free ports; {want} are needed for {len(members)} leaves.")
        a_first = ports.run(members, [low] * len(members), each * len(spines))
        b_first = ports.run([s.id for s in spines], [high] * len(spines), each * len(members))
        if a_first is not None and b_first is not None:
            tops = [s.id for s in spines]
            _lay(project, links, ports, members, a_port, a_first, tops, b_port, b_first, each)
            continue
        for leaf_id in members:  # no common run: a bundle for each pair, on whatever runs there are
            for spine in spines:
                a_run, b_run = ports.run([leaf_id], [low], each), ports.run([spine.id], [high], each)
                if a_run is None or b_run is None:
                    raise EditRefused(f"{spine.name} or a leaf below it has no {each} free ports in a row.")
                _lay(project, links, ports, [leaf_id], a_port, a_run, [spine.id], b_port, b_run, each)
    return bool(jobs)
