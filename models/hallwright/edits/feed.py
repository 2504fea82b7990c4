""" "Connect for me" for power: feeds from separate sides, over paths that share nothing."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator

from hallwright.edits.ids import new_id
from hallwright.edits.phases import Phase, Phases
from hallwright.edits.room import Room
from hallwright.edits.size import breaker_a, conductors, supply_v
from hallwright.edits.wire import compatible
from hallwright.equipment.base import Drawn, Equipment, Medium, Placed, Port
from hallwright.equipment.busway import Busway
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.pdu import Pdu
from hallwright.equipment.power_base import Conductor
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.equipment.rectifier import Rectifier
from hallwright.equipment.switchgear import Switchgear
from hallwright.equipment.transformer import Transformer
from hallwright.equipment.ups import Ups
from hallwright.errors import EditRefused
from hallwright.project import Link, Project

BRANCHES = (Pdu, Busway)  # what rack PDUs and shelves hang on
WITHOUT_PANELS = (Ups, Switchgear)  # what they hang on in a closet
BOARDS = (Switchgear, Pdu, Busway)  # what coolers hang on
CONVERTERS = (Ups, Rectifier)  # what stands between boards and distribution
LOW_VOLTAGE_MAX_V = 1000.0  # loads that state no voltage are low-voltage gear (IEC 60038)


def feed(project: Project, ids: Collection[str]) -> Project:
    """Give the chain, systems, switches, coolers and whole racks their feeds, loads from two sides.

    Elements of the chain come first, from the source on: each hangs on the nearest element before it of its voltage
    that carries fewest of its kind, so that two of everything make two sides. Rack PDUs and power shelves of the racks
    follow, in turns from the sides; loads then share their inlets between two of them whose paths to the source have
    no element in common. What is fed already stays as it is.

    Parameters
    ----------
    project : Project
    ids : collection of str
        Elements of the chain, loads, rack PDUs, shelves, or racks with all they carry.

    Returns
    -------
    Project
        With the new links; `project` itself where nothing was missing.

    Raises
    ------
    EditRefused
        Something is missing: a second side, a rack PDU, a free outlet of the right voltage. Nothing is changed.
    """
    plan = _Plan(project)
    wanted: dict[str, None] = {}
    for item in project.pick(ids):
        if isinstance(item, Rack | ImmersionTank):
            wanted.update(dict.fromkeys(plan.inside.get(item.id, ())))
        wanted[item.id] = None
    items = [project.equipment[i] for i in wanted]
    loads = [i for i in items if not isinstance(i, Conductor) and _inlet(i) is not None]
    conductors = [i for i in items if isinstance(i, Conductor) and _inlet(i) is not None]
    for item in sorted((i for i in conductors if i.carrier_id() is None), key=_stage):
        plan.feed_element(item)
    strips = [item for item in conductors if item.carrier_id() is not None]
    for item in sorted(strips, key=lambda i: -plan.room.needed_kw(i, 1)):  # the large ones while there is room
        plan.feed_strip(item)
    for load in loads:
        plan.feed_load(load)
    return project.changed(links=plan.links) if plan.links else project


def swap_side(project: Project, load_id: str) -> Project:
    """Move half of the cords of a load that hangs on one side to a feeder of another.

    Raises
    ------
    EditRefused
        It has a single cord, or there is no feeder of another side with a free outlet.
    """
    plan = _Plan(project)
    (load,) = project.pick((load_id,))
    mine = [k for k in project.links.values() if k.medium is Medium.POWER and k.b == (load_id,) and len(k.a) == 1]
    if not mine:
        raise EditRefused(f"{load.name} has no feed of its own that could be moved.")
    moving = mine[-1]
    keep = [k.a[0] for k in mine[:-1]]
    cut = moving.per_pair
    if not keep:
        if cut < 2:
            raise EditRefused(f"{load.name} has a single cord: it cannot have two sides.")
        cut //= 2
        keep = [moving.a[0]]
    old = project.equipment[moving.a[0]]
    blocked = set().union(*(plan.upstream(i) for i in keep))
    carrier = old.carrier_id()
    choices = [
        other
        for other in project.equipment.values()
        if type(other) is type(old)
        and isinstance(other, Conductor)
        and other.carrier_id() == carrier
        and not plan.upstream(other.id) & blocked
        and plan.sides_of(other.id) - set().union(*(plan.sides_of(i) for i in keep))
    ]
    inlet = load.port(moving.b_port)
    if inlet is None:
        raise EditRefused(f"{load.name} has no port {moving.b_port!r}.")
    for other in plan.ranked(choices, load):
        out = plan.outlet(other, inlet)
        if out is None:
            continue
        points = plan.free_points(other, out, cut)
        if points is None or points != list(range(points[0], points[0] + cut)):
            continue
        first = moving.b_first + moving.per_pair - cut
        new = moving.model_copy(
            update={"a": (other.id,), "a_port": out.name, "a_first": points[0], "b_first": first, "per_pair": cut}
        )
        if cut == moving.per_pair:
            return project.changed(links={moving.id: new})
        key = new_id(project, "link", moving.id, other.id, cut)
        rest = moving.model_copy(update={"per_pair": moving.per_pair - cut})
        return project.changed(links={moving.id: rest, key: new.model_copy(update={"id": key})})
    raise EditRefused(f"There is no {type(old).label} of another side with a free outlet for {load.name}.")


def on_free_points(project: Project, link_id: str) -> Project:
    """Move a single power link to points that no other link uses.

    Raises
    ------
    EditRefused
        It is no single link, or there are too few free points in a row.
    """
    link = project.links.get(link_id)
    if link is None or len(link.a) != 1 or len(link.b) != 1:
        raise EditRefused("Only a link between one thing and one other can be moved to free points.")
    plan = _Plan(project.changed(links={link_id: None}))
    first = {}
    for end, id, name, start in (
        ("a", link.a[0], link.a_port, link.a_first),
        ("b", link.b[0], link.b_port, link.b_first),
    ):
        item = project.pick((id,))[0]
        port = item.port(name)
        if port is None:
            raise EditRefused(f"{item.name} has no port {name!r}.")
        wanted = set(range(start, start + link.per_pair))
        if wanted & plan.taken[id, name] or start + link.per_pair - 1 > port.count:
            points = plan.free_run(item, port, link.per_pair)
            if points is None:
                raise EditRefused(f"{item.name} has no {link.per_pair} free {port.label or name} in a row.")
            start = points
        first[f"{end}_first"] = start
    return project.changed(links={link_id: link.model_copy(update=first)})


def _inlet(item: Equipment) -> Port | None:
    return next((p for p in item.power_ports() if p.flow == "in"), None)


def _branch_suits(out: Port, item: Equipment) -> bool:
    """Whether an outlet's own breaker is large enough for an element of the chain."""
    rated = item.rated_a() if isinstance(item, Conductor) else None
    return not (out.rating_a and rated and rated > out.rating_a)


def _stage(item: Equipment) -> int:
    """Place of an element in the chain, counted from the source."""
    if isinstance(item, Conductor) and item.source:
        return 0
    if isinstance(item, Switchgear):
        return 1 if item.voltage_v > LOW_VOLTAGE_MAX_V else 3
    if isinstance(item, Transformer):
        return 2 if item.primary_v > LOW_VOLTAGE_MAX_V else 5
    return next((n for n, kinds in ((4, CONVERTERS), (6, Pdu), (7, Busway)) if isinstance(item, kinds)), 8)


def _sides_wanted(load: Equipment, inlet: Port) -> int:
    """Sides that a load needs so that the loss of one leaves it enough supplies: 2, or 3 and 4 for 4 of 6 and such."""
    required = getattr(load, "psu_required", None) or 1
    for sides in (2, 3, 4):
        if inlet.count - math.ceil(inlet.count / sides) >= required:
            return sides
    return 2


def _fits(out: Port, inlet: Port, tolerance_fraction: float) -> bool:
    """Whether an outlet serves an inlet: kind of current, phases, voltage."""
    if compatible(out, inlet):
        return False
    if inlet.dc:
        return True
    if inlet.phases == 3 and out.phases != 3:
        return False
    if not inlet.voltage_v:
        return out.voltage_v <= LOW_VOLTAGE_MAX_V
    offered = [out.voltage_v]
    if inlet.phases == 1 and out.phases == 3:
        offered.append(out.voltage_v / math.sqrt(3.0))
    return any(abs(v - inlet.voltage_v) <= tolerance_fraction * inlet.voltage_v for v in offered)


class _Plan:
    """Links being added, with what they take."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.tolerance_fraction = project.settings.voltage_tolerance_fraction
        self.links: dict[str, Link | None] = {}
        self.taken: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.parents: dict[str, set[str]] = defaultdict(set)
        self.inside: dict[str, list[str]] = defaultdict(list)
        self.phases = Phases(project)
        for item in project.equipment.values():
            carrier = item.carrier_id()
            if carrier is not None:
                self.inside[carrier].append(item.id)
        for link in project.links.values():
            if link.medium is Medium.POWER:
                self._note(link)
        self.room = Room(project, self.parents)
        self.room.start()

    def _note(self, link: Link) -> None:
        for a in link.a:
            first, used = link.a_first, link.points_used("a")
            self.taken[a, link.a_port].update(range(first, first + used))
        for b in link.b:
            first, used = link.b_first, link.points_used("b")
            self.taken[b, link.b_port].update(range(first, first + used))
            self.parents[b].update(link.a)

    def upstream(self, id: str) -> set[str]:
        """It and every element above it."""
        seen, todo = {id}, [id]
        while todo:
            for up in self.parents.get(todo.pop(), ()):
                if up not in seen:
                    seen.add(up)
                    todo.append(up)
        return seen

    def sides_of(self, id: str) -> set[str]:
        """Feed sides of the sources it hangs on."""
        found: set[str] = set()
        for up in self.upstream(id):
            item = self.project.equipment.get(up)
            if isinstance(item, Conductor) and item.source:
                found.add(str(getattr(item, "side", "")))
        return found

    def outlet(self, item: Equipment, inlet: Port) -> Port | None:
        """The outlets of a feeder that serve an inlet."""
        return next(
            (p for p in item.power_ports() if p.flow == "out" and _fits(p, inlet, self.tolerance_fraction)), None
        )

    def free_points(self, item: Equipment, port: Port, count: int) -> list[int] | None:
        """So many free points: one run, or spread over the banks of a rack PDU; None where there are too few."""
        taken = self.taken[item.id, port.name]
        free = [p for p in range(1, port.count + 1) if p not in taken]
        if len(free) < count:
            return None
        if isinstance(item, RackPdu) and item.banks and port.flow == "out":
            used = [sum(1 for p in taken if p <= port.count and item.bank_of(p) == b + 1) for b in range(item.banks)]
            found = []
            for _ in range(count):
                point = min(free, key=lambda p: (used[item.bank_of(p) - 1], p))
                used[item.bank_of(point) - 1] += 1
                free.remove(point)
                found.append(point)
            return sorted(found)
        start = self.free_run(item, port, count)
        return free[:count] if start is None else list(range(start, start + count))

    def carries(self, feeder: Equipment, item: Equipment, inlet: Port, cords: int) -> bool:
        """Whether a feeder has room for something with so many cords, and its outlet a breaker for it."""
        out = self.outlet(feeder, inlet)
        if out is None:
            return False
        cable_a = breaker_a(self.project, feeder, out, item, inlet) or out.rating_a
        return self.room.fits(feeder, item, cords, cable_a, *supply_v(out, inlet))

    def free_run(self, item: Equipment, port: Port, count: int) -> int | None:
        """First point of the lowest unbroken run of free points."""
        taken = self.taken[item.id, port.name]
        for start in range(1, port.count - count + 2):
            if taken.isdisjoint(range(start, start + count)):
                return start
        return None

    def ranked(self, choices: Collection[Equipment], near: Equipment) -> list[Equipment]:
        """Feeders by how full they are (in tenths), then by distance."""

        def key(item: Equipment) -> tuple[float, float, str]:
            out = next((p for p in item.power_ports() if p.flow == "out"), None)
            full = len(self.taken[item.id, out.name]) / out.count if out is not None else 1.0
            return math.floor(full * 10.0), self._distance_m(item, near), item.id

        return sorted(choices, key=key)

    def _distance_m(self, item: Equipment, near: Equipment) -> float:
        here = self._place(near)
        if here is None:
            return 0.0
        points = item.points_m if isinstance(item, Drawn) else [p for p in [self._place(item)] if p is not None]
        return min((math.dist(here, p) for p in points), default=0.0)

    def _place(self, item: Equipment) -> tuple[float, float] | None:
        carrier = item.carrier_id()
        if carrier is not None and carrier in self.project.equipment:
            item = self.project.equipment[carrier]
        return (item.x_m, item.y_m) if isinstance(item, Placed) else None

    def join(self, feeder: Equipment, out: Port, item: Equipment, inlet: Port, count: int) -> bool:
        """Add links for so many cords; False where points are lacking."""
        there, here = self.free_points(feeder, out, count), self.free_points(item, inlet, count)
        if there is None or here is None:
            return False
        breaker = breaker_a(self.project, feeder, out, item, inlet)
        sized = conductors(self.project, feeder, out, item, inlet, breaker)
        mm2, runs = sized or (None, None)
        self.room.take(feeder, item, count)
        lines = self.phases.for_cords(feeder, item, inlet, count, self.parents[feeder.id])
        for a_first, b_first, cords, phase in _runs(there, here, lines):
            key = new_id(self.project, "link", feeder.id, out.name, a_first, item.id, b_first, taken=self.links)
            link = Link(
                id=key,
                medium=Medium.POWER,
                a=(feeder.id,),
                a_port=out.name,
                a_first=a_first,
                b=(item.id,),
                b_port=inlet.name,
                b_first=b_first,
                per_pair=cords,
                breaker_a=breaker,
                conductor_mm2=mm2,
                conductor_runs=runs,
                phase=phase,
            )
            self.links[key] = link
            self._note(link)
        return True

    def feed_element(self, item: Equipment) -> None:
        """Hang an element of the chain on the one before it that carries fewest of its kind, the nearest of those."""
        inlet = _inlet(item)
        if inlet is None or self.parents.get(item.id):
            return
        if isinstance(item, Conductor) and (item.transfers or item.stores):
            raise EditRefused(f"Which sources {item.name} stands between is yours to say: connect it by hand.")
        own = _stage(item)
        everything = self.project.equipment
        before = [
            i
            for i in everything.values()
            if isinstance(i, Conductor)
            and i.carrier_id() is None
            and not i.stores
            and i.source != "standby"  # a generator stands behind a transfer switch
            and _stage(i) < own
            and self.sides_of(i.id)
        ]
        like: dict[str, int] = defaultdict(int)
        for id, ups in self.parents.items():
            if type(everything.get(id)) is type(item):
                for up in ups:
                    like[up] += 1
        order = sorted(self.ranked(before, item), key=lambda i: like[i.id])
        for feeder in sorted(order, key=lambda i: -_stage(i)):
            out = self.outlet(feeder, inlet)
            if out is not None and _branch_suits(out, item) and self.join(feeder, out, item, inlet, 1):
                return
        volts = f"{inlet.voltage_v:.0f} V" if inlet.voltage_v else "the voltage"
        given = sorted({f"{p.voltage_v:.0f} V" for i in before for p in i.power_ports() if p.flow == "out"})
        raise EditRefused(
            f"Nothing with a supply gives {item.name} the {volts} it takes: "
            + (f"what stands before it gives {', '.join(given)}." if given else "nothing stands before it yet.")
        )

    def _givers(self, kinds: tuple[type, ...], inlet: Port) -> list[Equipment]:
        """Floor-standing feeders of these kinds with a supply and outlets that serve an inlet."""
        return [
            i
            for i in self.project.equipment.values()
            if isinstance(i, kinds)
            and i.carrier_id() is None
            and self.sides_of(i.id)
            and self.outlet(i, inlet) is not None
        ]

    def feed_strip(self, strip: Equipment) -> None:
        """Feed a rack PDU or shelf from the side that its rack has least of."""
        inlet = _inlet(strip)
        if inlet is None or self.parents.get(strip.id):
            return
        others = [
            i for i in self.inside.get(strip.carrier_id() or "", ()) if type(self.project.equipment[i]) is type(strip)
        ]
        counts: dict[str, int] = defaultdict(int)
        for other in others:
            for side in self.sides_of(other):
                counts[side] += 1
        choices = self._givers(BRANCHES, inlet) or self._givers(WITHOUT_PANELS, inlet)
        if not choices:
            volts = f"{inlet.voltage_v:.0f} V" if inlet.voltage_v else "its voltage"
            raise EditRefused(
                f"There is no PDU, RPP or busway at {volts} with a supply to feed {strip.name} from.",
                hint=self._nearest_with_room(strip, BRANCHES),
            )
        by_side = sorted(
            self.ranked(choices, strip),  # stable: keeps the ranking within a side, of those that can carry it
            key=lambda i: (sum(counts[s] for s in self.sides_of(i.id)), not self.carries(i, strip, inlet, 1)),
        )
        for feeder in by_side:
            out = self.outlet(feeder, inlet)
            if out is not None and self.join(feeder, out, strip, inlet, 1):
                return
        names = ", ".join(sorted(i.name for i in choices)[:4])
        raise EditRefused(
            f"No free branch for {strip.name}: {names} have none left.", hint=self._nearest_with_room(strip, BRANCHES)
        )

    def feed_load(self, load: Equipment) -> None:
        """Share the free inlets of a load between feeders of separate sides."""
        inlet = _inlet(load)
        assert inlet is not None
        free = inlet.count - len(self.taken[load.id, inlet.name] & set(range(1, inlet.count + 1)))
        fed = sorted(self.parents.get(load.id, ()))
        if inlet.dc:
            self._feed_busbar(load, inlet)
            return
        if free == 0 or len(set().union(*(self.sides_of(i) for i in fed))) > 1:
            return
        choices = list(self._feeders_for(load, inlet))
        blocked = set().union(*(self.upstream(i) for i in fed))
        sides = set().union(*(self.sides_of(i) for i in fed))
        if fed:
            for feeder in choices:
                out = self.outlet(feeder, inlet)
                separate = not self.upstream(feeder.id) & blocked and self.sides_of(feeder.id) - sides
                if out is not None and separate and self.join(feeder, out, load, inlet, free):
                    return
            raise self._no_second(load, choices)
        if inlet.count == 1:
            for feeder in choices:
                out = self.outlet(feeder, inlet)
                if out is not None and self.join(feeder, out, load, inlet, 1):
                    return
            raise EditRefused(f"No feeder of {load.name} has a free outlet.")
        for ways in range(_sides_wanted(load, inlet), 1, -1):
            for start in range(len(choices)):
                if self._share(load, inlet, free, self._separate(choices[start:], ways)):
                    return
        raise self._no_second(load, choices)

    def _separate(self, choices: Collection[Equipment], count: int) -> list[Equipment]:
        """So many feeders, the first among them, each of another side and with no element above in common."""
        found: list[Equipment] = []
        for one in choices:
            if all(
                not self.upstream(one.id) & self.upstream(other.id) and self.sides_of(one.id) != self.sides_of(other.id)
                for other in found
            ):
                found.append(one)
                if len(found) == count:
                    return sorted(found, key=lambda i: (sorted(self.sides_of(i.id)), i.id))
            elif not found:
                break
        return []

    def _share(self, load: Equipment, inlet: Port, cords: int, feeders: list[Equipment]) -> bool:
        """Spread cords over feeders; False, with nothing done, where one has too few free outlets."""
        if not feeders:
            return False
        parts = [cords // len(feeders) + (n < cords % len(feeders)) for n in range(len(feeders))]
        outs = [self.outlet(feeder, inlet) for feeder in feeders]
        for feeder, out, part in zip(feeders, outs, parts, strict=True):
            if out is None or self.free_points(feeder, out, part) is None:
                return False
        for feeder, out, part in zip(feeders, outs, parts, strict=True):
            if out is not None and part:
                self.join(feeder, out, load, inlet, part)
        return True

    def _feeders_for(self, load: Equipment, inlet: Port) -> Iterator[Equipment]:
        """Feeders with a supply that serve a load, best first."""
        carrier = load.carrier_id()
        everything = self.project.equipment
        if carrier is not None and inlet.phases != 3:
            strips = [everything[i] for i in self.inside[carrier] if isinstance(everything[i], RackPdu)]
            if not strips:
                raise EditRefused(
                    f"{everything[carrier].name} has no rack PDU to feed {load.name} from: add one for each side."
                )
            for strip in strips:
                self.feed_strip(strip)
            pool: list[Equipment] = strips
        else:
            pool = [i for i in everything.values() if isinstance(i, BOARDS)]
        usable = [i for i in pool if self.sides_of(i.id) and self.outlet(i, inlet) is not None]
        if not usable:
            raise EditRefused(f"There is nothing with a supply that fits the power inlet of {load.name}.")
        half = max(inlet.count // 2, 1)
        yield from sorted(
            self.ranked(usable, load),
            key=lambda i: (not self.carries(i, load, inlet, half), not isinstance(i, Switchgear)),
        )

    def _feed_busbar(self, load: Equipment, inlet: Port) -> None:
        carrier = load.carrier_id()
        sources = [
            i
            for i in (self.project.equipment[k] for k in self.inside.get(carrier or "", ()))
            if isinstance(i, Conductor) and self.outlet(i, inlet) is not None
        ]
        if not sources:
            raise EditRefused(f"{load.name} runs on a busbar, and its rack has no power shelf.")
        for source in sources:
            self.feed_strip(source)
            out = self.outlet(source, inlet)
            if out is not None and not self.taken[source.id, out.name]:
                self.join(source, out, load, inlet, 1)
        if not any(self.parents.get(load.id, ())):
            raise EditRefused(f"The power shelves beside {load.name} have no free output.")

    def _nearest_with_room(
        self, item: Equipment, kinds: tuple[type, ...], without: Collection[str] = frozenset()
    ) -> str:
        """The nearest feeder with a supply from other sides and a free outlet, and what it gives; for refusals."""
        found = [
            (self._distance_m(i, item), i.name, port)
            for i in self.project.equipment.values()
            if isinstance(i, kinds) and self.sides_of(i.id) - set(without)
            for port in i.power_ports()
            if port.flow == "out" and self.free_points(i, port, 1) is not None
        ]
        other = " of another side" if without else ""
        if not found:
            return f"Nothing else{other} with a supply has room: place a panel, or one with more branches."
        distance_m, name, port = min(found, key=lambda one: one[:2])
        given = "direct current" if port.dc else f"{port.voltage_v:.0f} V"
        return f"The nearest{other} with room is {name}, {distance_m:.1f} m away, which gives {given}."

    def _no_second(self, load: Equipment, choices: Collection[Equipment]) -> EditRefused:
        sides = sorted(set().union(*(self.sides_of(i.id) for i in choices)))
        if len(sides) < 2:
            return EditRefused(
                f"{load.name} would have feeds from side {sides[0] if sides else '?'} only: "
                "there is no feeder of a second side within its reach.",
                hint=self._nearest_with_room(load, BOARDS, sides),
            )
        looked = sorted(choices, key=lambda i: i.name)[:4]
        shared = set.intersection(*(self.upstream(i.id) for i in looked)) - {i.id for i in looked}
        names = ", ".join(sorted(self.project.equipment[i].name for i in shared)[:3])
        return EditRefused(
            f"{load.name} finds no two feeders with free outlets whose paths share nothing "
            f"(looked at {', '.join(i.name for i in looked)}" + (f", which all hang on {names})." if names else ").")
        )


def _runs(there: list[int], here: list[int], lines: list[Phase]) -> Iterator[tuple[int, int, int, Phase]]:
    """Cords as bundles: (first point there, first point here, how many, phase) of unbroken runs on both ends."""
    start = 0
    for n in range(1, len(there) + 1):
        if n == len(there) or there[n] != there[n - 1] + 1 or here[n] != here[n - 1] + 1 or lines[n] != lines[n - 1]:
            yield there[start], here[start], n - start, lines[start]
            start = n
