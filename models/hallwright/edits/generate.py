"""Edits of whole fabrics: generate by rule, make anew with another rule, take away.

A fabric is its rule and what the rule makes: switches and links whose identifiers start with the rule's own. What is
in the project counts; where it differs from what the rule makes, somebody has changed it by hand. When the fabric is
made anew, every such difference becomes an exception of the rule: those ports stay as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hallwright.edits.arrange import from_product, remove, with_products
from hallwright.edits.cable import with_cables
from hallwright.edits.stand import middle, stand_all
from hallwright.edits.wire import compatible
from hallwright.equipment.base import Basis, Equipment, Medium, Placed, Port
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused, OutOfRange
from hallwright.fabrics.layout import Bundle, End, Face
from hallwright.fabrics.plan import Member, Plan, member, plan
from hallwright.project import FabricRule, Link, Points, Product, Project

Point = tuple[str, str, int]  # thing, port group, point
Cable = tuple[Point, Point]  # lower end, upper end
LONGEST_ID, LONGEST_NAME = 30, 60  # what comes behind has room in the identifiers and names of switches
WHOLE = ""  # port group of an exception that means the whole switch


@dataclass(frozen=True)
class Preview:
    """What a rule would make.

    Attributes
    ----------
    plan : Plan
    watts_kw : float or None
        Planning maximum of the switches; None where a product states none.
    new_racks : int
        Racks that are added for switches.
    left_kw : float or None
        What the rack PDUs of their racks may carry beyond all that stands there, with the weakest alone; None where
        none of them states a rating.
    unserved : int
        Cables for which no cable product was found.
    """

    plan: Plan
    watts_kw: float | None
    new_racks: int
    left_kw: float | None
    unserved: int


@dataclass
class _Made:
    """What a rule makes."""

    plan: Plan
    switches: dict[str, Switch] = field(default_factory=dict)  # without a place
    links: dict[str, Link] = field(default_factory=dict)  # without a product
    near: dict[str, tuple[int, ...]] = field(default_factory=dict)  # slots to stand near


def preview(
    project: Project,
    rule: FabricRule,
    products: Iterable[Product] = (),
    *,
    new_rack: Product | None = None,
) -> tuple[Preview, Project]:
    """What a rule would make, and the project with it: the same edit as `generate`, with its figures.

    Raises
    ------
    EditRefused
        It cannot be made; the reason says what, where and the nearest that works.
    """
    pool = {**{p.id: p for p in products}, **project.products}
    after, made, racks = _apply(project, rule, pool, new_rack)
    items = [after.equipment[id] for id in made.switches if id in after.equipment]
    watts = [item.demand_kw(Basis.NAMEPLATE) for item in items]
    known = [w for w in watts if w is not None]
    unserved = sum(link.count for id, link in after.links.items() if id in made.links and link.product is None)
    held = {item.carrier_id() for item in items}
    return (
        Preview(
            plan=made.plan,
            watts_kw=sum(known) if len(known) == len(watts) else None,
            new_racks=racks,
            left_kw=_power_left(after, {id for id in held if id}),
            unserved=unserved,
        ),
        after,
    )


def generate(
    project: Project,
    rule: FabricRule,
    products: Iterable[Product] = (),
    *,
    new_rack: Product | None = None,
    restore: bool = False,
) -> Project:
    """Build a fabric by rule, or make one anew: switches in racks, links on their ports, cable products by length.

    Where the project has a fabric of that rule's identifier, it is made anew: its switches keep their places and names,
    and what was changed by hand stays and becomes exceptions of the rule.

    Parameters
    ----------
    rule : FabricRule
    products : iterable of Product
        Switch, cable and rack products to choose from, besides the project's own.
    new_rack : Product or None
        Racks of this product are added where there is no room in the others.
    restore : bool
        Wire by the rule what was changed by hand since it was last made; earlier exceptions stay.

    Raises
    ------
    EditRefused
        It cannot be made; the reason says what, where and the nearest that works. Nothing is changed then.
    """
    pool = {**{p.id: p for p in products}, **project.products}
    return _apply(project, rule, pool, new_rack, restore)[0]


def systems_for(
    project: Project, role: str, ids: Collection[str] | None = None, fabric: str | None = None
) -> tuple[str, ...]:
    """Systems whose network ports of a role are free, in the order of the floor: row by row, rack by rack, upwards.

    Parameters
    ----------
    ids : collection of str or None
        Systems, or racks that hold them; None = all.
    fabric : str or None
        Links of this fabric do not count.
    """
    taken: set[tuple[str, str]] = set()
    for link in project.links.values():
        if link.medium is Medium.FABRIC and not (fabric is not None and link.id.startswith(f"{fabric}-")):
            taken.update((i, link.a_port) for i in link.a)
            taken.update((i, link.b_port) for i in link.b)
    found = []
    for item in project.all(System):
        if ids is not None and item.id not in ids and item.rack_id not in ids:
            continue
        ports = {p.name for p in item.ports() if p.medium is Medium.FABRIC and p.role == role}
        if ports and not any((item.id, name) in taken for name in ports):
            x, y = middle([item], project.equipment)
            found.append((round(y, 1), x, item.u or 0, item.id))
    return tuple(row[-1] for row in sorted(found))


def take_away(project: Project, id: str) -> Project:
    """Remove a fabric with its switches and links; the systems stay."""
    rule = _rule(project, id)
    own = [i for i in (*project.equipment, *project.links) if i.startswith(f"{rule.id}-")]
    after = remove(project, [i for i in own if i in project.equipment])
    rest = dict.fromkeys(i for i in after.links if i.startswith(f"{rule.id}-"))
    return after.changed(links=rest, fabrics={k: v for k, v in project.fabrics.items() if k != id})


def release(project: Project, id: str) -> Project:
    """Forget a fabric's rule; its switches and links stay as they are, as if drawn by hand."""
    _rule(project, id)
    return project.changed(fabrics={k: v for k, v in project.fabrics.items() if k != id})


def _rule(project: Project, id: str) -> FabricRule:
    try:
        return project.fabrics[id]
    except KeyError:
        raise EditRefused(f"There is no fabric {id!r} in this project.") from None


def _switch(pool: Mapping[str, Product], id: str) -> Switch:
    product = pool.get(id)
    if product is None:
        raise EditRefused(f"There is no switch product {id!r}.")
    item = from_product(product, "switch", product.name)
    if not isinstance(item, Switch):
        raise EditRefused(f"{product.name} is no switch.")
    return item


def work_out(project: Project, rule: FabricRule, products: Mapping[str, Product]) -> Plan:
    """The plan of a rule for the systems of a project; EditRefused where it cannot be."""
    if len(set(rule.systems)) < len(rule.systems):
        raise EditRefused("A system stands twice among those of the fabric.")
    try:
        members = []
        for id in rule.systems:
            item = project.equipment.get(id)
            members.append(member(item, rule.role) if isinstance(item, System) else None)
    except OutOfRange as error:
        raise EditRefused(error.text) from None
    return planned(rule, members, products)


def planned(rule: FabricRule, members: Sequence[Member | None], products: Mapping[str, Product]) -> Plan:
    """The plan of a rule for these members; EditRefused where it cannot be."""
    if len(rule.id) > LONGEST_ID or len(rule.name) > LONGEST_NAME:
        raise EditRefused(f"The name of a fabric has {LONGEST_NAME} characters at most, its identifier {LONGEST_ID}.")
    leaf = _switch(products, rule.leaf)
    spine = _switch(products, rule.spine or rule.leaf)
    core = _switch(products, rule.core or rule.spine or rule.leaf)
    try:
        found = plan(rule, members, leaf, spine, core)
    except OutOfRange as error:
        raise EditRefused(error.text) from None
    _refuse_foreign(found)
    return found


def _refuse_foreign(found: Plan) -> None:
    """Raise EditRefused where ports that are to be joined are of different protocols."""
    seen: set[tuple[Port, Port]] = set()
    for bundle in found.layout.bundles:
        a, b = _port(found, bundle.a[0], bundle.a_face), _port(found, bundle.b[0], bundle.b_face)
        if (a, b) in seen:
            continue
        seen.add((a, b))
        reason = compatible(a, b)
        if reason:
            what = "Systems and leaves" if isinstance(bundle.a[0], int) else "Switches"
            raise EditRefused(f"{what} cannot be joined: {reason}. Choose switches of one protocol.")


def _port(found: Plan, end: End, face: Face) -> Port:
    if isinstance(end, int):
        port = found.nics[end]
        assert port is not None  # places without a system have no bundle
        return port
    faces = found.faces[end]
    return faces.down.port if face == "down" else faces.up.port


def links_of_plan(rule: FabricRule, found: Plan) -> dict[str, Link]:
    """Every link that a rule makes, by identifier; without cable products."""
    return _made_of(rule, found).links


def _make(project: Project, rule: FabricRule, products: Mapping[str, Product]) -> _Made:
    return _made_of(rule, work_out(project, rule, products))


def _made_of(rule: FabricRule, found: Plan) -> _Made:
    made = _Made(found)
    blocked: dict[str, set[tuple[str, int]]] = {}
    gone: set[str] = set()
    for run in rule.exceptions:
        if run.port == WHOLE:
            gone.add(run.id)
        else:
            blocked.setdefault(run.id, set()).update((run.port, n) for n in range(run.first, run.first + run.count))
    for box in found.layout.boxes:
        id = f"{rule.id}-{box.key}"
        if id in gone:
            continue
        made.switches[id] = found.faces[box.key].switch.model_copy(
            update={"id": id, "name": f"{rule.name} {box.name}", "tier": box.tier, "fabric": rule.fabric}
        )
        made.near[id] = box.serves
    for bundle in found.layout.bundles:
        link = _link(rule, found, bundle)
        if gone or blocked:
            for piece in _pieces(link, gone, blocked):
                made.links[piece.id] = piece
        else:
            made.links[link.id] = link
    return made


def _link(rule: FabricRule, found: Plan, bundle: Bundle) -> Link:
    def end(ends: tuple[End, ...], face: Face, first: int) -> tuple[tuple[str, ...], str, int]:
        port = _port(found, ends[0], face)
        if isinstance(ends[0], int):
            return tuple(rule.systems[e] for e in ends if isinstance(e, int)), port.name, first
        faces = found.faces[ends[0]]
        side = faces.down if face == "down" else faces.up
        return tuple(f"{rule.id}-{e}" for e in ends), port.name, side.first + first - 1

    a, a_port, a_first = end(bundle.a, bundle.a_face, bundle.a_first)
    b, b_port, b_first = end(bundle.b, bundle.b_face, bundle.b_first)
    return Link.model_construct(  # every value comes from checked records: 16,384 GPUs have some thousand bundles
        id=f"{rule.id}-{bundle.key}", medium=Medium.FABRIC, a=a, a_port=a_port, a_first=a_first, b=b, b_port=b_port,
        b_first=b_first, per_pair=bundle.per_pair,
    )  # fmt: skip


def _pieces(link: Link, gone: Collection[str], blocked: Mapping[str, set[tuple[str, int]]]) -> Iterator[Link]:
    """What is left of a bundle without some switches and points; every cable keeps its ports."""
    touched = any(i in gone or i in blocked for i in (*link.a, *link.b))
    if not touched:
        yield link
        return
    n, number = link.per_pair, 0
    for i, a in enumerate(link.a):
        for j, b in enumerate(link.b):
            if a in gone or b in gone:
                continue
            run: list[int] = []
            for p in (*range(n), None):
                free = p is not None and not (
                    (link.a_port, link.a_first + j * n + p) in blocked.get(a, ())
                    or (link.b_port, link.b_first + i * n + p) in blocked.get(b, ())
                )
                if free and p is not None:
                    run.append(p)
                elif run:
                    number += 1
                    yield link.model_copy(
                        update={
                            "id": f"{link.id}.{number}", "a": (a,), "b": (b,), "per_pair": len(run),
                            "a_first": link.a_first + j * n + run[0], "b_first": link.b_first + i * n + run[0],
                        }
                    )  # fmt: skip
                    run = []


def _apply(
    project: Project,
    rule: FabricRule,
    pool: Mapping[str, Product],
    new_rack: Product | None,
    restore: bool = False,
) -> tuple[Project, _Made, int]:
    original = project
    old = project.fabrics.get(rule.id)
    replaced: set[str] = set()  # links of the rule as it was
    if old is not None:
        exceptions, replaced, clashing = _by_hand(project, old, pool)
        if restore:
            exceptions, replaced = [], replaced | clashing
        rule = rule.model_copy(update={"exceptions": _merged((*rule.exceptions, *exceptions))})
    if any(other.name == rule.name for other in project.fabrics.values() if other.id != rule.id):
        raise EditRefused(f"There is a fabric named {rule.name} already.")
    project = _split_nics(project, rule)
    made = _make(project, rule, pool)
    gone = {i for i in project.equipment if i.startswith(f"{rule.id}-")} - set(made.switches) if old else set()
    project = project.changed(links=dict.fromkeys(replaced))
    if gone:
        project = remove(project, sorted(gone))
    _refuse_taken(project, made)
    switches: dict[str, Switch] = {}
    fresh: list[tuple[Switch, tuple[float, float]]] = []
    points: dict[tuple[int, ...], tuple[float, float]] = {}  # by slots: switches of a unit share theirs
    for id, pattern in made.switches.items():
        there = project.equipment.get(id)
        if isinstance(there, Switch) and there.product == pattern.product:
            ports = {"switch_ports": pattern.switch_ports, "tier": pattern.tier, "fabric": pattern.fabric}
            switches[id] = there.model_copy(update=ports)
        elif there is not None and old is None:
            raise EditRefused(f"The identifier of {there.name} belongs to the fabric {rule.name}.")
        else:
            slots = made.near[id]
            if slots not in points:
                points[slots] = _near(project, rule, slots)
            fresh.append((pattern, points[slots]))
    racks: list[Rack] = []
    if fresh:
        placed, racks = stand_all(project, fresh, _racks(project, rule), new_rack, leaving={s.id for s, _ in fresh})
        switches.update((s.id, s) for s in placed)
    equipment = {**{r.id: r for r in racks}, **switches}
    used = [pool[i] for i in dict.fromkeys(s.product for s in switches.values()) if i is not None]
    if racks and new_rack is not None:
        used.append(new_rack)
    laid = project.changed(
        equipment=equipment, links=made.links, products=with_products(project, used),
        fabrics={**project.fabrics, rule.id: rule},
    )  # fmt: skip
    kept = {i: own for i, link in made.links.items() if (own := original.links.get(i)) and _alike(own, link)}
    laid = laid.changed(links=kept)
    without = {i: laid.links[i] for i in made.links if laid.links[i].product is None}  # others were chosen before
    cabled, cables = with_cables(laid, without, pool.values())
    after = laid.changed(links=cabled, products=with_products(laid, cables))
    return _difference(original, after), made, len(racks)


def _difference(before: Project, after: Project) -> Project:
    """The same as `after`, in one step from `before`, with the records of that where they are equal."""
    if before.links == after.links and before.equipment == after.equipment and before.fabrics == after.fabrics:
        return before
    changes: dict[str, dict[str, Equipment | Link | None]] = {}
    for name in ("equipment", "links"):
        old: Mapping[str, Equipment | Link] = getattr(before, name)
        new: Mapping[str, Equipment | Link] = getattr(after, name)
        changes[name] = {i: None for i in old if i not in new}
        changes[name].update((i, item) for i, item in new.items() if old.get(i) is not item and old.get(i) != item)
    return before.changed(
        changes["equipment"],  # type: ignore[arg-type]
        changes["links"],  # type: ignore[arg-type]
        products=after.products, fabrics=after.fabrics, waivers=after.waivers,
    )  # fmt: skip


def _split_nics(project: Project, rule: FabricRule) -> Project:
    """The project with the ports of the fabric's systems broken out as the rule says; those that are stay so."""
    if rule.nic_split == 1:
        return project
    equipment: dict[str, System] = {}
    for id in rule.systems:
        system = project.equipment.get(id)
        if not isinstance(system, System):
            continue
        product = project.products.get(system.product or "")
        stated = from_product(product, "x", product.name) if product is not None else None
        if not isinstance(stated, System):
            raise EditRefused(f"{system.name} has no product that states its ports, so they cannot be broken out.")
        nics = tuple(
            nic.model_copy(update={"count": nic.count * rule.nic_split, "gbps": nic.gbps / rule.nic_split})
            if nic.role == rule.role
            else nic
            for nic in stated.nics
        )
        if system.nics == nics:
            continue
        if system.nics != stated.nics:
            raise EditRefused(f"The ports of {system.name} differ from those of {stated.name}; break them out by hand.")
        equipment[id] = system.model_copy(update={"nics": nics})
    return project.changed(equipment=equipment)


def _near(project: Project, rule: FabricRule, slots: tuple[int, ...]) -> tuple[float, float]:
    ids = [rule.systems[s] for s in slots] or list(rule.systems)
    there = (project.equipment.get(i) for i in ids)
    return middle((s for s in there if isinstance(s, Placed)), project.equipment)


def _racks(project: Project, rule: FabricRule) -> list[Rack]:
    if rule.racks:
        return [project.get(id, Rack) for id in rule.racks]
    return [rack for rack in project.all(Rack) if rack.busbar_v is None and not rack.feed]


def _refuse_taken(project: Project, made: _Made) -> None:
    """Raise EditRefused where a port of a system is taken by another link."""
    ports: dict[str, str] = {}
    for link in made.links.values():
        for id in link.a:
            if id not in made.switches:
                ports[id] = link.a_port
    wanted: dict[str, set[int]] = {}
    for link in project.links.values():
        for ends, port, first, end in (
            (link.a, link.a_port, link.a_first, "a"),
            (link.b, link.b_port, link.b_first, "b"),
        ):
            for id in ends:
                if ports.get(id) == port:
                    wanted.setdefault(id, set()).update(range(first, first + link.points_used(end)))  # type: ignore[arg-type]
    if not wanted:
        return
    for link in made.links.values():
        run = range(link.a_first, link.a_first + link.points_used("a"))
        for id in link.a:
            if id in wanted and not wanted[id].isdisjoint(run):
                raise EditRefused(
                    f"{project.name_of(id)} has {link.a_port} port {min(wanted[id].intersection(run))} linked already. "
                    "Disconnect it first, or choose other systems."
                )


def _by_hand(
    project: Project, rule: FabricRule, pool: Mapping[str, Product]
) -> tuple[list[Points], set[str], set[str]]:
    """What differs from a rule, as exceptions; links that the rule has made; other links on ports that it wants."""
    try:
        made = _make(project, rule, pool)
    except EditRefused:  # it cannot be made any more: all that carries its mark is its own
        return [], {i for i in project.links if i.startswith(f"{rule.id}-")}, set()
    same = {i for i, link in made.links.items() if (own := project.links.get(i)) is not None and _alike(link, own)}
    lost = {i for i in made.switches if i not in project.equipment}
    wanted = {c for i, link in made.links.items() if i not in same for c in _cables(link)}
    ours = {(i, link.a_port) for link in made.links.values() for i in link.a}
    ours |= {(i, link.b_port) for link in made.links.values() for i in link.b}
    there: set[Cable] = set()
    replaced = set(same)
    by_hand: set[Cable] = set()
    clashing: set[str] = set()
    wanted_points = {point for cable in wanted for point in cable}
    for id, link in project.links.items():
        if id in same or link.medium is not Medium.FABRIC:
            continue
        if not any((i, link.a_port) in ours for i in link.a) and not any((i, link.b_port) in ours for i in link.b):
            continue
        cables = set(_cables(link))
        if cables <= wanted:
            there |= cables
            replaced.add(id)
        else:
            by_hand |= cables
            if any(point in wanted_points for cable in cables for point in cable):
                clashing.add(id)
    exceptions = [Points(id=i, port=WHOLE, first=1) for i in sorted(lost)]
    for a, b in wanted - there:
        if a[0] in project.equipment and b[0] in project.equipment:
            exceptions.append(Points(id=a[0], port=a[1], first=a[2]))
    for cable in by_hand:
        for end in cable:
            if (end[0], end[1]) in ours:
                exceptions.append(Points(id=end[0], port=end[1], first=end[2]))
    return exceptions, replaced, clashing


def _alike(one: Link, other: Link) -> bool:
    return (one.a, one.a_port, one.a_first, one.b, one.b_port, one.b_first, one.per_pair) == (
        other.a, other.a_port, other.a_first, other.b, other.b_port, other.b_first, other.per_pair,
    )  # fmt: skip


def _cables(link: Link) -> Iterator[Cable]:
    for a, a_point, b, b_point in link.cables():
        yield (a, link.a_port, a_point), (b, link.b_port, b_point)


def _merged(runs: Iterable[Points]) -> tuple[Points, ...]:
    """Runs of points, sorted and joined."""
    points: dict[tuple[str, str], set[int]] = {}
    for run in runs:
        points.setdefault((run.id, run.port), set()).update(range(run.first, run.first + run.count))
    found: list[Points] = []
    for (id, port), taken in sorted(points.items()):
        for n in sorted(taken):
            if found and (found[-1].id, found[-1].port) == (id, port) and found[-1].first + found[-1].count == n:
                found[-1] = found[-1].model_copy(update={"count": found[-1].count + 1})
            else:
                found.append(Points(id=id, port=port, first=n))
    return tuple(found)


def _power_left(project: Project, racks: Collection[str]) -> float | None:
    """What the rack PDUs of racks may carry beyond all that stands in them, with the weakest of each rack alone."""
    weakest: dict[str, float] = {}
    load: dict[str, float] = {}
    for item in project.equipment.values():
        rack = item.carrier_id()
        if rack not in racks or rack is None:
            continue
        if isinstance(item, RackPdu):
            if item.rating_kw is not None:
                weakest[rack] = min(weakest.get(rack, item.rating_kw), item.rating_kw)
        else:
            load[rack] = load.get(rack, 0.0) + (item.demand_kw(Basis.NAMEPLATE) or 0.0)
    if not weakest:
        return None
    return sum(kw - load.get(rack, 0.0) for rack, kw in weakest.items())
