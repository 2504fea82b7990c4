"""The saved document: one frozen value that holds the whole design."""

import datetime
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, InstanceOf, JsonValue, PrivateAttr, ValidationError
from pydantic_core import to_json

from hallwright.equipment.base import Equipment, Id, Medium, Name, Record, Text, Word, choice, number
from hallwright.errors import EditRefused
from hallwright.settings import Settings

E = TypeVar("E", bound=Equipment)
R = TypeVar("R", bound=Record)

Confidence = Literal["verified", "recalled", "derived", "assumed", "entered"]


class Cable(Record):
    """What a cable, transceiver or fibre product states."""

    form: Literal["dac", "acc", "aec", "aoc", "optic", "copper", "fiber", "power", "pipe"] = choice("Kind of cable")
    gbps: float | None = number("Gb/s", "Line rate", None, le=10000.0)
    reach_m: float | None = number("length_m", "Longest run", None, le=200000.0)
    reach_min_m: float | None = number("length_m", "Shortest run", None, le=1000.0)
    watts_per_end: float | None = number("W", "Largest draw of one end", None, le=200.0)
    watts_per_end_typical: float | None = number("W", "Usual draw of one end", None, le=200.0)
    material: Word = choice("Twinax, multimode fibre …", "")
    fiber_id: Id | None = Field(None, description="Fibre product an optic needs")
    bend_radius_m: float | None = number("m", "Smallest bend radius", None, le=2.0)
    diameter_m: float | None = number("m", "Outer diameter", None, le=0.5)
    connector: Word = choice("Connector; empty = not stated", "")
    protocol: Word = choice("Ethernet or InfiniBand; empty = either", "")
    attenuation_db_km: float | None = number("", "Attenuation [dB/km]", None, le=100.0)


class Product(Record):
    """A catalogue product: field values, and where each comes from."""

    id: Id
    kind: Word = choice("Kind of equipment it makes, or cable")
    name: Name
    vendor: Word = choice("Vendor; generic where it stands for a class", "generic")
    fields: Mapping[str, JsonValue] = Field(default_factory=dict, description="Values of the kind's fields")
    cable: Cable | None = Field(None, description="Values of a cable product")
    confidence: Mapping[str, Confidence] = Field(default_factory=dict, description="By field")
    basis: Mapping[str, Text] = Field(default_factory=dict, description="How a derived value was obtained, by field")
    sources: Annotated[tuple[Text, ...], Field(max_length=50)] = Field((), description="Where the values come from")
    source_tier: Word = choice("vendor, standard, dataset, third_party, general_knowledge, user", "")
    price_low_usd: float | None = number("USD", "Rough price band, low; never a quote", None, le=1e9)
    price_high_usd: float | None = number("USD", "Rough price band, high; never a quote", None, le=1e9)
    year: int | None = number("count", "Year of launch", None, le=3000)
    notes: Text = ""


class Link(Record):
    """A bundle of like cables or pipes.

    It joins every thing of ``a`` with every thing of ``b`` by ``per_pair`` cables. Power and coolant flow from
    ``a`` to ``b``; in a fabric ``a`` is the lower tier. The port rule: cable p (from 0) between ``a[i]`` and ``b[j]``
    takes point ``a_first + j * per_pair + p`` of ``a[i]`` and point ``b_first + i * per_pair + p`` of ``b[j]``.
    One plain cable is one thing on each side with ``per_pair`` 1; a rack of systems on its rail leaves, or the
    whole mesh between leaves and spines, is one link too.
    """

    id: Id = Field(description="Stable identifier, never shown")
    medium: Medium
    a: Annotated[tuple[Id, ...], Field(min_length=1, max_length=5000)] = Field(description="Upstream or lower ends")
    a_port: Word = choice("Port group at the ends a")
    a_first: int = number("count", "First point used at each end a", 1, ge=1, le=100000)
    b: Annotated[tuple[Id, ...], Field(min_length=1, max_length=5000)] = Field(description="Downstream or upper ends")
    b_port: Word = choice("Port group at the ends b")
    b_first: int = number("count", "First point used at each end b", 1, ge=1, le=100000)
    per_pair: int = number("count", "Cables between each pair", 1, ge=1, le=10000)
    product: Id | None = Field(None, description="Cable product")
    breaker_a: float | None = number("A", "Breaker at the upstream end (power)", None, le=1e5)
    conductor_mm2: float | None = number(
        "mm2", "Cross-section of one copper conductor (power); unknown = sized for the breaker", None, gt=0.0, le=2000.0
    )
    conductor_runs: int | None = number("count", "Conductors in parallel in each line (power)", None, ge=1, le=100)
    phase: Literal["", "L1", "L2", "L3", "L1-L2", "L2-L3", "L3-L1"] = choice("Phase of a single-phase load", "")
    route: Annotated[tuple[Id, ...], Field(max_length=100)] = Field(
        (), description="Trays it lies in; empty = shortest"
    )
    length_m: float | None = number("length_m", "Measured or ordered length; unknown = from the route", None, le=1e5)
    label: Word = choice("Label text", "")

    @property
    def count(self) -> int:
        """Cables in the bundle."""
        return len(self.a) * len(self.b) * self.per_pair

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every (a, b) pair of things it joins."""
        for a in self.a:
            for b in self.b:
                yield a, b

    def points_used(self, end: Literal["a", "b"]) -> int:
        """Points taken at each thing of that end, from its first."""
        return self.per_pair * len(self.b if end == "a" else self.a)

    def cables(self) -> Iterator[tuple[str, int, str, int]]:
        """Every single cable: (a id, a point, b id, b point)."""
        n = self.per_pair
        for i, a in enumerate(self.a):
            for j, b in enumerate(self.b):
                for p in range(n):
                    yield a, self.a_first + j * n + p, b, self.b_first + i * n + p


def _real_date(text: str) -> str:
    datetime.date.fromisoformat(text)  # its ValueError says what is wrong
    return text


class Waiver(Record):
    """A finding that somebody has accepted, with reason; it goes stale when the value worsens."""

    code: Word = choice("Rule code")
    subjects: Annotated[tuple[Id, ...], Field(max_length=50)] = Field(description="Subjects of the finding")
    reason: Annotated[Text, Field(min_length=1)] = Field(description="Why it is accepted")
    name: Word = choice("Who accepted it", "")
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)] = Field(
        description="When, year-month-day"
    )
    value: float | None = number("", "Value that was accepted", None, ge=-1e12, le=1e12)

    @property
    def key(self) -> str:
        """Key of the waiver in the project: code and subjects."""
        return waiver_key(self.code, self.subjects)


def waiver_key(code: str, subjects: Iterable[str]) -> str:
    """Key under which a finding of these subjects would be waived."""
    return " ".join((code, *subjects))


Topology = Literal["clos", "rail_only", "dragonfly", "dragonfly_plus", "torus"]


class Points(Record):
    """A run of ports of one thing that a fabric's rule leaves to hand."""

    id: Id = Field(description="System or switch")
    port: Word = choice("Port group")
    first: int = number("count", "First point", ge=1, le=100000)
    count: int = number("count", "Points", 1, ge=1, le=100000)


class FabricRule(Record):
    """A fabric made by rule: its topology, sizes and members; switches and links follow from it.

    Switches and links that it makes have identifiers that start with its own. What was changed by hand is told by
    comparison with what the rule makes, and kept as exceptions whenever the fabric is made anew.
    """

    id: Id = Field(description="Stable identifier, never shown; switches and links of the fabric start with it")
    name: Name = Field(description="Name of the fabric, before the names of its switches")
    topology: Topology = choice("How switches are linked")
    fabric: Word = choice("Fabric that its switches belong to, such as compute, storage, management", "compute")
    role: Word = choice("Role of the network ports that it serves", "compute")
    systems: Annotated[tuple[Id, ...], Field(max_length=50000)] = Field(
        description="Systems in the order of their places; one that is not there leaves its place free"
    )
    racks: Annotated[tuple[Id, ...], Field(max_length=10000)] = Field(
        (), description="Racks that take the switches; none = any rack"
    )
    leaf: Id = Field(description="Switch product of leaves, routers and nodes")
    spine: Id | None = Field(None, description="Switch product of spines; none = as the leaves")
    core: Id | None = Field(None, description="Switch product of cores; none = as the spines")
    planes: int = number("count", "Fabrics side by side that each network port reaches", 1, ge=1, le=16)
    nic_split: int = number("count", "Ports that each network port of a system is broken out into", 1, ge=1, le=8)
    leaves_a_unit: int | None = number(
        "count",
        "Leaves of a plane over which a system's ports are spread; none = one for each rail",
        None,
        ge=1,
        le=1000,
    )
    unit_systems: int | None = number(
        "count", "Systems that share their leaves; none = as many as a leaf has room for", None, ge=1, le=10000
    )
    oversubscription: float = number("ratio", "Downlinks over uplinks of a leaf", 1.0, ge=1.0, le=1000.0)
    uplink_gbps: float | None = number(
        "Gb/s", "Rate of links between switches; none = as the fastest network port", None, gt=0.0, le=10000.0
    )
    tiers: int | None = number("count", "Tiers of switches; none = as few as can be", None, ge=1, le=3)
    routers_a_group: int | None = number("count", "Routers or leaves of a dragonfly group", None, ge=1, le=1000)
    spines_a_group: int | None = number("count", "Spines of a dragonfly+ group", None, ge=1, le=1000)
    globals_a_router: int | None = number("count", "Links of a router to other groups", None, ge=1, le=1000)
    dims: Annotated[tuple[int, ...], Field(max_length=6)] = Field(
        (), description="Nodes along each dimension of a torus"
    )
    exceptions: Annotated[tuple[Points, ...], Field(max_length=100000)] = Field(
        (), description="Ports that are linked by hand, or left free by hand"
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Which records differ between two projects.

    Attributes
    ----------
    equipment, links : frozenset of str
        Identifiers added, removed or replaced.
    settings, waivers, products, fabrics : bool
        Whether these differ.
    """

    equipment: frozenset[str]
    links: frozenset[str]
    settings: bool = False
    waivers: bool = False
    products: bool = False
    fabrics: bool = False

    @staticmethod
    def between(before: "Project", after: "Project") -> "Change":
        """Compare by identity; an edit leaves note of what it touched, so this is quick along the history."""
        ids = _noted(before, after) or _noted(after, before)
        if ids is None:
            ids = _differing(before.equipment, after.equipment), _differing(before.links, after.links)
        return Change(
            ids[0],
            ids[1],
            settings=before.settings is not after.settings and before.settings != after.settings,
            waivers=before.waivers is not after.waivers and before.waivers != after.waivers,
            products=before.products is not after.products and before.products != after.products,
            fabrics=before.fabrics is not after.fabrics and before.fabrics != after.fabrics,
        )


def _differing(before: Mapping[str, Record], after: Mapping[str, Record]) -> frozenset[str]:
    if before is after:
        return frozenset()
    found = {key for key, value in after.items() if before.get(key) is not value}
    found.update(key for key in before if key not in after)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Note:
    """What an edit touched, and between which two projects (weakly held)."""

    before: "weakref.ref[Project]"
    after: "weakref.ref[Project]"
    equipment: frozenset[str]
    links: frozenset[str]


def _noted(before: "Project", after: "Project") -> tuple[frozenset[str], frozenset[str]] | None:
    note = after._note
    if note is not None and note.before() is before and note.after() is after:
        return note.equipment, note.links
    return None


class Project(Record):
    """The whole design. Edits return a new one that shares every untouched record with the old."""

    name: Name = Field("Untitled hall", description="Title of the design")
    author: Word = choice("Who drew it", "")
    revision: Word = choice("Revision of the design", "")
    notes: Text = Field("", description="Free text")
    settings: Settings = Field(default_factory=Settings)
    products: Mapping[str, InstanceOf[Product]] = Field(default_factory=dict)
    equipment: Mapping[str, InstanceOf[Equipment]] = Field(default_factory=dict)
    links: Mapping[str, InstanceOf[Link]] = Field(default_factory=dict)
    fabrics: Mapping[str, InstanceOf[FabricRule]] = Field(default_factory=dict)
    waivers: Mapping[str, InstanceOf[Waiver]] = Field(default_factory=dict)

    _note: _Note | None = PrivateAttr(None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Project) and self.__dict__ == other.__dict__  # not the note of the last edit

    __hash__ = None  # type: ignore[assignment]

    def all(self, kind: type[E]) -> Iterator[E]:
        """Every piece of equipment of a kind, in file order."""
        for item in self.equipment.values():
            if isinstance(item, kind):
                yield item

    def pick(self, ids: Collection[str]) -> tuple[Equipment, ...]:
        """The equipment of these identifiers; raises EditRefused for an unknown one."""
        try:
            return tuple(self.equipment[i] for i in ids)
        except KeyError as error:
            raise EditRefused(f"There is no equipment {error.args[0]!r} in this project.") from None

    def get(self, id: str, kind: type[E]) -> E:
        """The equipment of that identifier, if it is of that kind; else EditRefused."""
        item = self.equipment.get(id)
        if not isinstance(item, kind):
            raise EditRefused(f"There is no {kind.label or 'equipment'} {id!r} in this project.")
        return item

    def name_of(self, id: str) -> str:
        """Name on screen of a piece of equipment or a link; the identifier itself never is one."""
        item = self.equipment.get(id)
        if item is not None:
            return item.name
        link = self.links.get(id)
        if link is None:
            return "removed item"
        if link.label:
            return link.label

        def end(ids: tuple[str, ...]) -> str:
            first = self.name_of(ids[0])
            return first if len(ids) == 1 else f"{first} and {len(ids) - 1} more"

        return f"{end(link.a)} – {end(link.b)}"

    def changed(
        self,
        equipment: Mapping[str, Equipment | None] | None = None,
        links: Mapping[str, Link | None] | None = None,
        **fields: Any,
    ) -> Self:
        """A project with these records added, replaced or (None) removed, and these fields set.

        The one way in which edits make a project: it notes what was touched, so that `Change.between` need not
        compare every record.
        """
        update: dict[str, Any] = dict(fields)
        touched: list[frozenset[str]] = []
        for field, records in (("equipment", equipment), ("links", links)):
            old: Mapping[str, Record] = getattr(self, field)
            real = {k: v for k, v in (records or {}).items() if old.get(k) is not v}
            touched.append(frozenset(real))
            if real:
                merged: dict[str, Record] = dict(old)
                for key, value in real.items():
                    if value is None:
                        merged.pop(key, None)
                    else:
                        merged[key] = value
                update[field] = merged
        update = {k: v for k, v in update.items() if getattr(self, k) is not v}
        if not update:
            return self
        after = self.model_copy(update=update)
        object.__setattr__(after, "__pydantic_private__", {"_note": None})
        after._note = _Note(weakref.ref(self), weakref.ref(after), touched[0], touched[1])
        return after


def made(model: type[R], fields: Mapping[str, Any]) -> R:
    """A validated record from plain values; a refusal names the field.

    Raises
    ------
    EditRefused
        A value is missing, unknown, of the wrong type or out of bounds.
    """
    try:
        return model.model_validate_json(to_json(fields, inf_nan_mode="constants"))
    except ValidationError as error:
        raise EditRefused(first_reason(model, error)) from None


def first_reason(model: type[Record], error: ValidationError) -> str:
    """One sentence for the first thing wrong in a record."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or model.__name__
    value = str(first.get("input"))
    shown = "" if len(value) > 60 or isinstance(first.get("input"), dict) else f" (given: {value})"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}{shown}."
