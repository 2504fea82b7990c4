"""From the rule of a fabric to its switches, ports and bundles: everything but where the switches stand."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hallwright.equipment.base import Medium, Port
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import Clos, clos, smallest_divisor
from hallwright.fabrics.clos_layout import clos_layout
from hallwright.fabrics.dragonfly import dragonfly
from hallwright.fabrics.faces import Faces, room, shape, uplink_gbps
from hallwright.fabrics.group_layout import dragonfly_layout, dragonfly_plus_layout
from hallwright.fabrics.layout import Layout, Unit
from hallwright.fabrics.torus import torus
from hallwright.fabrics.torus_layout import torus_layout
from hallwright.project import FabricRule

SPINES_MIN = 2  # so that no spine is a single point of failure


@dataclass(frozen=True)
class Plan:
    """A fabric worked out.

    Attributes
    ----------
    layout : Layout
    faces : mapping of switch key to Faces
    nics : tuple of Port or None
        Port group of the system at each slot; None where no system stands.
    tiers : int
    """

    layout: Layout
    faces: Mapping[str, Faces]
    nics: tuple[Port | None, ...]
    tiers: int

    def switches(self, tier: str) -> int:
        """Switches of a tier."""
        return sum(box.tier == tier for box in self.layout.boxes)

    @property
    def links(self) -> int:
        """Cables in all."""
        return sum(bundle.count for bundle in self.layout.bundles)

    @property
    def ports_left(self) -> dict[str, int]:
        """Network ports without a cable, by tier."""
        free: dict[str, int] = {}
        for box in self.layout.boxes:
            free[box.tier] = free.get(box.tier, 0) + self.faces[box.key].ports
        tier_of = {box.key: box.tier for box in self.layout.boxes}
        for bundle in self.layout.bundles:
            for ends, others in ((bundle.a, bundle.b), (bundle.b, bundle.a)):
                for end in ends:
                    if isinstance(end, str):
                        free[tier_of[end]] -= bundle.per_pair * len(others)
        return free

    @property
    def oversubscription(self) -> float | None:
        """Rate of all ports set aside for systems over that of uplinks, of the leaf where it is worst; None without."""
        worst = [
            f.down.count * f.down.port.gbps / (f.up.count * f.up.port.gbps)
            for box in self.layout.boxes
            if box.tier == "leaf" and (f := self.faces[box.key]).up.count
        ]
        return max(worst, default=None)


@dataclass(frozen=True, slots=True)
class Member:
    """A system as far as a fabric goes: the word of its rack, and its port group of the fabric's role."""

    group: str
    nic: Port


def member(system: System, role: str) -> Member:
    """A system as a member of the fabric of a role.

    Raises
    ------
    OutOfRange
        It has no network port of that role.
    """
    ports = [p for p in system.ports() if p.medium is Medium.FABRIC and p.role == role]
    if not ports:
        roles = sorted({n.role for n in system.nics})
        raise OutOfRange(f"{system.name} has no {role} ports; it has {', '.join(roles) or 'no network ports'}.")
    return Member(system.rack_id or system.id, max(ports, key=lambda p: p.count * p.gbps))


def plan(rule: FabricRule, members: Sequence[Member | None], leaf: Switch, spine: Switch, core: Switch) -> Plan:
    """Work a fabric out.

    Parameters
    ----------
    rule : FabricRule
    members : sequence of Member or None
        The systems of the rule; None where one is not there.
    leaf, spine, core : Switch
        Patterns of the switches.

    Raises
    ------
    OutOfRange
        It cannot be; the reason says what does not go, and the nearest that does.
    """
    known = [m for m in members if m is not None]
    if not known:
        raise OutOfRange("A fabric needs systems.")
    return _Planner(rule, members, leaf, spine, core).plan()


Key = tuple[int, float, str]  # ports, rate, protocol: systems alike in these share units


class _Planner:
    def __init__(
        self, rule: FabricRule, members: Sequence[Member | None], leaf: Switch, spine: Switch, core: Switch
    ) -> None:
        self.rule, self.members, self.leaf, self.spine, self.core = rule, members, leaf, spine, core
        self.by_kind: dict[Key, list[int]] = {}
        last = next((m.nic.count, m.nic.gbps, m.nic.protocol) for m in members if m is not None)
        for slot, one in enumerate(members):
            if one is not None:
                last = one.nic.count, one.nic.gbps, one.nic.protocol
            self.by_kind.setdefault(last, []).append(slot)  # a free place is for a system like the one before
        self.up_gbps = rule.uplink_gbps or uplink_gbps(leaf) or max(gbps for _, gbps, _ in self.by_kind)
        self.faces: dict[str, Faces] = {}

    def plan(self) -> Plan:
        make: Callable[[], tuple[Layout, int]] = {
            "clos": self._clos,
            "rail_only": self._rail_only,
            "dragonfly": self._dragonfly,
            "dragonfly_plus": self._dragonfly_plus,
            "torus": self._torus,
        }[self.rule.topology]
        layout, tiers = make()
        nics = tuple(None if m is None else m.nic for m in self.members)
        return Plan(layout, self.faces, nics, tiers)

    def _units(self, planes: int, leaves: int | None, capacity: Callable[[float], int]) -> tuple[list[Unit], int]:
        """Units of all systems, and the leaves of each; capacity gives a leaf's downlinks at a rate."""
        found: list[Unit] = []
        spread = leaves
        for (count, gbps, _), slots in self.by_kind.items():
            if count % planes:
                near = [n for n in range(1, count + 1) if count % n == 0]
                raise OutOfRange(
                    f"{count} ports of {gbps:g} Gb/s do not divide over {planes} planes; "
                    f"{min(near, key=lambda n: abs(n - planes))} would do."
                )
            ports = count // planes
            spread = spread or ports
            if spread > ports:
                raise OutOfRange(f"{ports} ports of a system do not reach {spread} leaves; {ports} would do.")
            each = math.ceil(ports / spread)  # ports of a system at one leaf
            most = capacity(gbps) // each
            if most < 1:
                raise OutOfRange(
                    f"{each} ports of each system at one leaf of {self.leaf.name} are more than its {capacity(gbps)} "
                    f"downlinks of {gbps:g} Gb/s; {math.ceil(ports / capacity(gbps))} leaves a system would do."
                    if capacity(gbps)
                    else f"{self.leaf.name} has no downlinks of {gbps:g} Gb/s left beside its other links."
                )
            size = self.rule.unit_systems or most
            if size > most:
                raise OutOfRange(
                    f"{size} systems share leaves of {self.leaf.name}, which have room for {most} of {each} ports."
                )
            for start in range(0, len(slots), size):
                run = tuple(slots[start : start + size])
                groups = tuple("" if (m := self.members[s]) is None else m.group for s in run)
                found.append(Unit(run, groups, ports))
        assert spread is not None
        return found, spread

    def _rates(self, units: Sequence[Unit]) -> list[float]:
        """Rate of the network ports of each unit."""
        kind_of = {s: gbps for (_, gbps, _), slots in self.by_kind.items() for s in slots}
        return [kind_of[unit.slots[0]] for unit in units]

    def _clos(self) -> tuple[Layout, int]:
        rule = self.rule

        def capacity(gbps: float) -> int:
            if rule.tiers == 1:
                return shape(self.leaf, 1, gbps, 0, gbps).down.port.count
            return room(self.leaf, gbps, self.up_gbps, rule.oversubscription)[0]

        units, leaves = self._units(rule.planes, rule.leaves_a_unit, capacity)
        down, up = self._leaf_ports(units, leaves)
        spine_ports = shape(self.spine, 1, self.up_gbps, 0, self.up_gbps).down.port.count if up else 2
        size = clos(
            ports=spine_ports, units=len(units), leaves_a_unit=leaves, leaf_down=max(down), leaf_up=up,
            planes=rule.planes, tiers=rule.tiers, spines_min=SPINES_MIN, leaf_ports=max(down) + up,
        )  # fmt: skip
        return self._clos_layout(size, units, down), size.tiers

    def _leaf_ports(self, units: Sequence[Unit], leaves: int) -> tuple[list[int], int]:
        """Downlinks of a leaf of each unit, and the uplinks of every leaf."""
        rule, rates = self.rule, self._rates(units)
        largest: dict[float, int] = {}
        for unit, gbps in zip(units, rates, strict=True):
            largest[gbps] = max(largest.get(gbps, 0), len(unit.slots) * math.ceil(unit.ports / leaves))
        if rule.unit_systems:  # sized for full units
            for count, gbps, _ in self.by_kind:
                largest[gbps] = max(largest[gbps], rule.unit_systems * math.ceil(count // rule.planes / leaves))
        ups = []
        for gbps, count in largest.items():
            if rule.tiers == 1:
                continue
            most = room(self.leaf, gbps, self.up_gbps, rule.oversubscription)[1]
            wanted = math.ceil(count * gbps / rule.oversubscription / self.up_gbps - 1e-9)
            ups.append(most if self._cells() else smallest_divisor(most, wanted))
        up = max(ups, default=0)
        return [largest[gbps] for gbps in rates], up

    def _cells(self) -> bool:
        """Whether leaves lead into a scheduled fabric, which uses all their ports towards it."""
        return any(g.role == "fabric" for g in self.leaf.switch_ports)

    def _clos_layout(self, size: Clos, units: Sequence[Unit], down: Sequence[int]) -> Layout:
        """Wiring of a Clos fabric, and the faces of its switches; `down` has the downlinks of each unit's leaves."""
        layout = clos_layout(size, units)
        rates = self._rates(units)
        unit_of = {unit.slots: n for n, unit in enumerate(units)}
        made: dict[tuple[object, ...], Faces] = {}

        def faces(switch: Switch, low: int, low_gbps: float, high: int) -> Faces:
            key = switch.id, low, low_gbps, high
            if key not in made:
                made[key] = shape(switch, low, low_gbps, high, self.up_gbps)
            return made[key]

        pods = {}
        first = 0
        for pod in size.pods:
            slots = tuple(s for unit in units[first : first + pod.units] for s in unit.slots)
            pods[slots] = pod.units * size.leaves_a_unit * size.leaf_up // pod.spines
            first += pod.units
        core_down = math.ceil(size.spines * size.spine_up / size.cores) if size.cores else 0
        for box in layout.boxes:
            if box.tier == "leaf":
                n = unit_of[box.serves]
                self.faces[box.key] = faces(self.leaf, down[n], rates[n], size.leaf_up)
            elif box.tier == "spine":
                self.faces[box.key] = faces(self.spine, pods[box.serves], self.up_gbps, size.spine_up)
            else:
                self.faces[box.key] = faces(self.core, core_down, self.up_gbps, 0)
        return layout

    def _rail_only(self) -> tuple[Layout, int]:
        if len(self.by_kind) > 1:
            raise OutOfRange("A rail-only fabric needs systems with like ports.")
        (((rails, gbps, _), slots),) = self.by_kind.items()
        groups = tuple("" if m is None else m.group for m in self.members)
        ports = shape(self.leaf, 1, gbps, 0, gbps).down.port.count
        if len(slots) <= ports:  # one switch holds a rail, or several
            leaves = math.ceil(rails / (ports // len(slots)))
            unit = Unit(tuple(slots), groups, rails)
            down = len(slots) * math.ceil(rails / leaves)
            size = clos(ports=2, units=1, leaves_a_unit=leaves, leaf_down=down, leaf_up=0, leaf_ports=ports)
            self.up_gbps = gbps
            return self._clos_layout(size, [unit], [down]), 1
        half, up = room(self.leaf, gbps, self.up_gbps, self.rule.oversubscription)
        each = self.rule.unit_systems or half
        if each > half:
            raise OutOfRange(f"{each} systems share a leaf of {self.leaf.name}, which has room for {half}.")
        units = [Unit(tuple(slots[n : n + each]), groups[n : n + each], 1) for n in range(0, len(slots), each)]
        spine_ports = shape(self.spine, 1, self.up_gbps, 0, self.up_gbps).down.port.count
        size = clos(
            ports=spine_ports, units=len(units), leaves_a_unit=1, leaf_down=each, leaf_up=up, planes=rails,
            tiers=self.rule.tiers, spines_min=SPINES_MIN, leaf_ports=each + up,
        )  # fmt: skip
        return self._clos_layout(size, units, [each] * len(units)), size.tiers

    def _one_plane(self) -> None:
        if self.rule.planes != 1:
            raise OutOfRange("Several planes go with Clos fabrics only.")

    def _endpoints(self, up: int) -> Callable[[float], int]:
        """Downlinks that a router has room for beside so many links to others."""

        def capacity(gbps: float) -> int:
            for count in range(self._all_ports(gbps), 0, -1):
                try:
                    shape(self.leaf, count, gbps, up, self.up_gbps)
                except OutOfRange:
                    continue
                return count
            return 0

        return capacity

    def _all_ports(self, gbps: float) -> int:
        """Ports of a leaf, all broken out to a rate."""
        return shape(self.leaf, 1, gbps, 0, gbps).down.port.count

    def _shape_leaves(self, layout: Layout, units: Sequence[Unit], leaves: int, up: int) -> None:
        """Faces of routers that serve units of one rate each; routers without systems have no downlinks."""
        rates = self._rates(units)
        largest: dict[float, int] = {}
        for unit, gbps in zip(units, rates, strict=True):
            largest[gbps] = max(largest.get(gbps, 0), len(unit.slots) * math.ceil(unit.ports / leaves))
        of_key: dict[str, float] = {}
        gbps_of = {s: gbps for unit, gbps in zip(units, rates, strict=True) for s in unit.slots}
        for bundle in layout.bundles:
            if isinstance(bundle.a[0], int):
                of_key.update(dict.fromkeys(map(str, bundle.b), gbps_of[bundle.a[0]]))
        made: dict[tuple[int, float], Faces] = {}
        for box in layout.boxes:
            if box.tier == "leaf":
                gbps = of_key.get(box.key, self.up_gbps)
                down = largest[gbps] if box.key in of_key else 0
                if (down, gbps) not in made:
                    made[down, gbps] = shape(self.leaf, down, gbps, up, self.up_gbps)
                self.faces[box.key] = made[down, gbps]

    def _dragonfly(self) -> tuple[Layout, int]:
        self._one_plane()
        a, h = self.rule.routers_a_group or 0, self.rule.globals_a_router or 0
        if a < 1 or h < 1:
            raise OutOfRange("A dragonfly needs the routers of a group and the global links of a router.")
        up = a - 1 + h
        units, leaves = self._units(1, self.rule.leaves_a_unit or 1, self._endpoints(up))
        if a % leaves:
            raise OutOfRange(
                f"{leaves} routers a system do not divide a group of {a}; {smallest_divisor(a, leaves)} do."
            )
        groups = math.ceil(len(units) / (a // leaves))
        each = max(len(u.slots) * math.ceil(u.ports / leaves) for u in units)
        layout = dragonfly_layout(dragonfly(a, each, h, groups), units, leaves)
        self._shape_leaves(layout, units, leaves, up)
        return layout, 1

    def _dragonfly_plus(self) -> tuple[Layout, int]:
        self._one_plane()
        leaves, spines, h = (
            self.rule.routers_a_group or 0, self.rule.spines_a_group or 0, self.rule.globals_a_router or 0,
        )  # fmt: skip
        if min(leaves, spines, h) < 1:
            raise OutOfRange("A dragonfly+ needs leaves and spines of a group, and the global links of a spine.")

        def capacity(gbps: float) -> int:
            return room(self.leaf, gbps, self.up_gbps, self.rule.oversubscription)[0]

        units, spread = self._units(1, self.rule.leaves_a_unit or 1, capacity)
        wanted = self._leaf_ports(units, spread)[1]
        up = math.ceil(wanted / spines) * spines
        groups = math.ceil(len(units) / max(1, leaves // spread))
        layout = dragonfly_plus_layout(
            groups=groups, leaves=leaves, spines=spines, leaf_up=up, globals_a_spine=h, units=units,
            leaves_a_unit=spread,
        )  # fmt: skip
        self._shape_leaves(layout, units, spread, up)
        tall = shape(self.spine, leaves * up // spines, self.up_gbps, h, self.up_gbps)
        self.faces.update({box.key: tall for box in layout.boxes if box.tier == "spine"})
        return layout, 2

    def _torus(self) -> tuple[Layout, int]:
        self._one_plane()
        size, each = torus(self.rule.dims), self.rule.globals_a_router or 1
        up = size.node_ports * each
        units, leaves = self._units(1, 1, self._endpoints(up))
        if len(units) > size.nodes:
            raise OutOfRange(f"{len(units)} nodes are needed for all systems; the torus has {size.nodes}.")
        layout = torus_layout(size, units, each)
        self._shape_leaves(layout, units, leaves, up)
        return layout, 1
