"""A hall in the making: things from catalogue products, and bundles on the lowest free points."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from hallwright.catalogue import product as catalogue_product
from hallwright.edits.arrange import from_product
from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment, Medium, Port
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.errors import EditRefused
from hallwright.project import Link, Product, Project, Waiver, made
from hallwright.settings import Settings

Ids = str | Sequence[str]


class Draft:
    """Collects equipment and links, then becomes a project.

    A template makes thousands of like things, so each combination of product and fields is validated once and
    copied from then on.
    """

    def __init__(self, name: str, *, author: str = "", notes: str = "", **settings: Any) -> None:
        self.name, self.author, self.notes, self.settings = name, author, notes, settings
        self.products: dict[str, Product] = {}
        self.equipment: dict[str, Equipment] = {}
        self.links: dict[str, Link] = {}
        self.waivers: dict[str, Waiver] = {}
        self._patterns: dict[tuple[str, tuple[str, ...]], Equipment] = {}
        self._ports: dict[tuple[str, str, str], Port] = {}
        self._next: dict[tuple[str, str], int] = {}

    def add(self, what: str, id: str, name: str, **fields: Any) -> str:
        """Add a thing of a catalogue product (or of a kind without one); returns its identifier."""
        if id in self.equipment or id in self.links:
            raise EditRefused(f"The identifier of {name} is taken.")
        pattern = self._pattern(what, fields)
        self.equipment[id] = pattern.model_copy(update={"id": id, "name": name, **fields})
        return id

    def _pattern(self, what: str, fields: Mapping[str, Any]) -> Equipment:
        key = what, tuple(sorted(fields))
        if key not in self._patterns:
            plain = {k: v for k, v in fields.items() if k != "id"}
            if what in kinds():
                self._patterns[key] = made(kinds()[what], {**plain, "id": "x", "name": "x"})
            else:
                item = self.products.setdefault(what, catalogue_product(what))
                self._patterns[key] = from_product(item, "x", "x", **plain)
        return self._patterns[key]

    def cable_product(self, id: str) -> str:
        """Keep a cable product in the project; returns its identifier."""
        self.products.setdefault(id, catalogue_product(id))
        return id

    def port(self, id: str, name: str) -> Port:
        """A port group of a thing; its name must be right."""
        item = self.equipment[id]
        key = item.kind, item.product or id, name
        found = self._ports.get(key)
        if found is None:
            found = item.port(name)
            if found is None:
                raise EditRefused(f"{item.name} has no port {name!r}.")
            if item.product is not None:
                self._ports[key] = found
        return found

    def link(
        self,
        a: Ids,
        a_port: str,
        b: Ids,
        b_port: str,
        per_pair: int = 1,
        *,
        product: str | None = None,
        a_first: int | None = None,
        b_first: int | None = None,
        **fields: Any,
    ) -> str:
        """Join every thing of `a` with every thing of `b`, on the lowest points that are free at all of them."""
        ends_a = (a,) if isinstance(a, str) else tuple(a)
        ends_b = (b,) if isinstance(b, str) else tuple(b)
        first = {
            "a": a_first or max(self._next.get((end, a_port), 1) for end in ends_a),
            "b": b_first or max(self._next.get((end, b_port), 1) for end in ends_b),
        }
        for side, ends, port, others in (("a", ends_a, a_port, ends_b), ("b", ends_b, b_port, ends_a)):
            after = first[side] + per_pair * len(others)
            for end in ends:
                if after - 1 > self.port(end, port).count:
                    raise EditRefused(f"{self.equipment[end].name} has no more free points of {port!r}.")
                self._next[end, port] = max(after, self._next.get((end, port), 1))
        if product is not None:
            self.cable_product(product)
        id = f"l{len(self.links) + 1:05d}"
        self.links[id] = Link(
            id=id,
            medium=Medium(self.port(ends_a[0], a_port).medium),
            a=ends_a,
            a_port=a_port,
            a_first=first["a"],
            b=ends_b,
            b_port=b_port,
            b_first=first["b"],
            per_pair=per_pair,
            product=product,
            **fields,
        )
        return id

    def chain(self, ids: Sequence[str], **fields: Any) -> None:
        """Power from each to the next, out to in."""
        for up, down in pairwise(ids):
            self.link(up, "out", down, "in", **fields)

    def cords(self, rack_pdu: str, load: str, port: str, count: int, first: int) -> None:
        """Join inlets of a load to outlets of a rack PDU, each in the breaker bank that carries fewest cords."""
        pdu = self.equipment[rack_pdu]
        assert isinstance(pdu, RackPdu)
        taken: dict[int, int] = {}
        used = {
            point
            for link in self.links.values()
            if rack_pdu in link.a and link.a_port == "out"
            for point in range(link.a_first, link.a_first + link.points_used("a"))
        }
        for outlet in used:
            taken[pdu.bank_of(outlet)] = taken.get(pdu.bank_of(outlet), 0) + 1
        for inlet in range(first, first + count):
            free = [o for o in range(1, pdu.outlets + 1) if o not in used]
            if not free:
                raise EditRefused(f"{pdu.name} has no free outlet.")
            outlet = min(free, key=lambda o: (taken.get(pdu.bank_of(o), 0), o))
            used.add(outlet)
            taken[pdu.bank_of(outlet)] = taken.get(pdu.bank_of(outlet), 0) + 1
            self.link(rack_pdu, "out", load, port, a_first=outlet, b_first=inlet)

    def room(self, id: str, name: str, x_m: float, y_m: float, width_m: float, depth_m: float, **fields: Any) -> str:
        """A rectangular room by its upper left corner."""
        return self.add("room", id, name, points_m=rectangle(x_m, y_m, width_m, depth_m), **fields)

    def zone(self, id: str, name: str, x_m: float, y_m: float, width_m: float, depth_m: float, **fields: Any) -> str:
        """A rectangular zone by its upper left corner."""
        return self.add("zone", id, name, points_m=rectangle(x_m, y_m, width_m, depth_m), **fields)

    def run(self, what: str, id: str, name: str, points_m: Iterable[tuple[float, float]], **fields: Any) -> str:
        """A tray or busway along points."""
        return self.add(what, id, name, points_m=tuple((round(x, 6), round(y, 6)) for x, y in points_m), **fields)

    def waive(self, code: str, subjects: Iterable[str], reason: str, value: float | None = None, **fields: Any) -> None:
        """Accept a finding, with a reason."""
        waiver = made(Waiver, {"code": code, "subjects": list(subjects), "reason": reason, "value": value, **fields})
        self.waivers[waiver.key] = waiver

    def project(self) -> Project:
        """The finished project, records in identifier order."""
        return Project(
            name=self.name,
            author=self.author,
            notes=self.notes,
            settings=made(Settings, self.settings),
            products=dict(sorted(self.products.items())),
            equipment=dict(sorted(self.equipment.items())),
            links=dict(sorted(self.links.items())),
            waivers=dict(sorted(self.waivers.items())),
        )


def rectangle(x_m: float, y_m: float, width_m: float, depth_m: float) -> tuple[tuple[float, float], ...]:
    """Corners of a rectangle by its upper left corner, clockwise."""
    right, low = round(x_m + width_m, 6), round(y_m + depth_m, 6)
    return (x_m, y_m), (right, y_m), (right, low), (x_m, low)
