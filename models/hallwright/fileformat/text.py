"""Canonical text of a project, and back: one record a line, keys sorted, shortest floats, LF.

A record leaves out what equals its product's value or its kind's default, so a file stays small and a diff reads
like the edit. Within the file, products come before what is made from them.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import to_json

from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment, Record
from hallwright.errors import Damaged
from hallwright.fileformat.references import check_crowding, check_references
from hallwright.project import FabricRule, Link, Product, Project, Waiver, first_reason
from hallwright.settings import Settings

R = TypeVar("R", bound=Record)

FORMAT = "hallwright"
VERSION = 1
HEAD = ("author", "name", "notes", "revision")
SECTIONS = ("products", "equipment", "links", "fabrics", "waivers")
OPTIONAL = ("fabrics",)  # left out of the text where there are none
MOST_FIELDS_TEXT = 100_000  # characters of one product's fields; catalogue products stay below 4,000
MOST_RECORDS = 500_000  # in one section; a hall of 100,000 GPUs has some 50,000


def to_text(project: Project) -> str:
    """The canonical text of a project."""
    return "\n".join(_text_lines(project)) + "\n"


def fingerprint(project: Project) -> str:
    """sha256 of the canonical text: the design hash."""
    return hashlib.sha256(to_text(project).encode()).hexdigest()


@dataclass(frozen=True)
class _Section:
    """One section of a text: its records and their lines."""

    records: Mapping[str, Record]
    products: Mapping[str, Product]
    by_key: dict[str, str]
    lines: list[str]  # in the order of the keys


def _section(records: Mapping[str, Record], products: Mapping[str, Product], old: _Section | None) -> _Section:
    known: Mapping[str, Record] = old.records if old is not None else {}
    lines = old.by_key if old is not None else {}
    same_products = old is not None and old.products is products
    by_key: dict[str, str] = {}
    for key in sorted(records):
        record = records[key]
        if (
            known.get(key) is record
            and old is not None
            and (same_products or _product(record, products) is _product(record, old.products))
        ):
            by_key[key] = lines[key]
        else:
            by_key[key] = record_line(record, _product(record, products))
    return _Section(records, products, by_key, list(by_key.values()))


def _product(record: Record, products: Mapping[str, Product]) -> Product | None:
    return products.get(record.product or "") if isinstance(record, Equipment) else None


class _LineCache:
    """The lines of the records of the last text made. Records are frozen, so the same object has the same line.

    It holds the records themselves, so that an object cannot come to mean another one.
    """

    def __init__(self) -> None:
        self.sections: dict[str, _Section] = {}
        self.sound: Project | None = None  # the last project that was proven
        self.read: Project | None = None  # the last project that was read from a file, until it is proven
        self.read_lines: Mapping[str, Collection[str]] = {}  # the lines of that file, by section

    def sections_of(self, project: Project) -> dict[str, _Section]:
        """The sections of a project's text; lines of records that were there before are not made again."""
        products = project.products
        new: dict[str, _Section] = {}
        for section in SECTIONS:
            records: Mapping[str, Record] = getattr(project, section)
            old = self.sections.get(section)
            if old is None or old.records is not records or old.products is not products:
                new[section] = _section(records, products, old)
            else:
                new[section] = old
        self.sections = new
        return new

    def prove(self, project: Project) -> None:
        """Read every line back that was not read back before, and check references where they changed.

        A record that was read from the very line that is now made of it needs no second proof.
        """
        sections = self.sections_of(project)
        before, read = self.sound, self.read
        for section in SECTIONS:
            records: Mapping[str, Record] = getattr(project, section)
            known: Mapping[str, Record] = getattr(before, section) if before is not None else {}
            if known is records and before is not None and before.products is project.products:
                continue
            from_file: Mapping[str, Record] = getattr(read, section) if read is not None else {}
            lines = self.read_lines.get(section, ())
            for key, record in records.items():
                product, line = _product(record, project.products), sections[section].by_key[key]
                if known.get(key) is record and before is not None and product is _product(record, before.products):
                    continue
                same = from_file.get(key) is record and read is not None and product is _product(record, read.products)
                if not (same and line in lines):
                    _prove(record, product, line, section)
        check_references(project, before or read)
        self.sound, self.read, self.read_lines = project, None, {}

    def note_read(self, project: Project, text: str) -> None:
        """A project was read from this text, in the current version, and its references were checked."""
        lines: dict[str, set[str]] = {f'"{section}":[': set() for section in SECTIONS}
        there: set[str] = set()
        for line in text.split("\n"):
            if line in lines:
                there = lines[line]
            else:
                there.add(line.removesuffix(","))
        self.read, self.read_lines = project, {section: lines[f'"{section}":['] for section in SECTIONS}


def _prove(record: Record, product: Product | None, line: str, section: str) -> None:
    if product is not None and isinstance(record, Equipment) and product.kind != record.kind:
        product = None
    if read_record(type(record), line, product) != record:
        raise Damaged("it does not read back as it is.", place=f"{section} record {line[:60]}")


_last = _LineCache()


def prove_records(project: Project) -> None:
    """Raise Damaged where the line of a record does not read back as that record, or refers to what is not there."""
    _last.prove(project)


def note_read(project: Project, text: str) -> None:
    """Remember from which lines a project was read: saving it again need not prove them again."""
    _last.note_read(project, text)


def _text_lines(project: Project) -> list[str]:
    head = {key: value for key in HEAD if (value := getattr(project, key))}
    lines = [
        f'{{"format":"{FORMAT}","version":{VERSION},',
        f'"project":{_encode(head)},',
        f'"settings":{_encode(_plain(project.settings))},',
    ]
    for section, content in _last.sections_of(project).items():
        found = content.lines
        if not found and section in OPTIONAL:
            continue
        lines.append(f'"{section}":[')
        lines.extend([line + "," for line in found[:-1]])
        lines.extend(found[-1:])
        lines.append("]," if section != SECTIONS[-1] else "]}")
    return lines


def record_line(record: Record, product: Product | None = None) -> str:
    """One record as it stands in the file, without the comma."""
    if not isinstance(record, Equipment):
        return _encode(_plain(record))
    fields: dict[str, Any]
    if product is None or product.kind != record.kind:
        fields = _plain(record)
    else:
        pattern = _pattern(type(record), product)
        if pattern is None:  # the product alone makes no whole thing: everything that it names is said again
            fields = {**{k: getattr(record, k) for k in product.fields if hasattr(record, k)}, **_plain(record)}
        else:
            fields = {k: v for k, v in vars(record).items() if v is not (p := pattern[k]) and v != p}
    fields["id"], fields["kind"], fields["name"] = record.id, record.kind, record.name
    if record.product is not None:
        fields["product"] = record.product
    return _encode(fields)


def _plain(record: Record) -> dict[str, Any]:
    """Fields that differ from their defaults."""
    defaults = _defaults(type(record))
    return {k: v for k, v in vars(record).items() if v is not (d := defaults[k]) and v != d}


@cache
def _defaults(model: type[Record]) -> dict[str, Any]:
    return {k: f.get_default(call_default_factory=True) for k, f in model.model_fields.items()}


_patterns: dict[int, tuple[Product, dict[str, Any] | None]] = {}


def _pattern(kind: type[Equipment], product: Product) -> dict[str, Any] | None:
    """Values of a thing that is just its product; None where the product leaves out what the kind needs."""
    known = _patterns.get(id(product))
    if known is None or known[0] is not product:
        try:
            thing = kind.model_validate_json(to_json({**product.fields, "id": "x", "name": "x", "kind": kind_of(kind)}))
            known = (product, vars(thing))
        except ValueError:  # ValidationError is one
            known = (product, None)
        if len(_patterns) > 10_000:
            _patterns.clear()
        _patterns[id(product)] = known
    return known[1]


def kind_of(kind: type[Equipment]) -> str:
    """Name of a kind in files."""
    return str(kind.model_fields["kind"].default)


def _jsonable(value: object) -> object:
    if isinstance(value, Record):
        return _plain(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_jsonable
).encode


def from_plain(data: Mapping[str, Any]) -> Project:
    """A project from the plain values of a file of the current version.

    Raises
    ------
    Damaged
        A record is refused, or refers to what is not there; the message has the place.
    """
    unknown = set(data) - {"format", "version", "project", "settings", *SECTIONS}
    if unknown:
        raise Damaged(f"{min(unknown)[:60]!r} is not a part of a project.")
    products: dict[str, Product] = {}
    for index, raw in enumerate(_list(data, "products")):
        product = _made(Product, raw, "products", index)
        _check_product(product, raw, index)
        _add(products, product.id, product, "products", index)
    equipment: dict[str, Equipment] = {}
    for index, raw in enumerate(_list(data, "equipment")):
        item = _equipment(raw, products, index)
        _add(equipment, item.id, item, "equipment", index)
    links: dict[str, Link] = {}
    for index, raw in enumerate(_list(data, "links")):
        link = _made(Link, raw, "links", index)
        if link.id in equipment:
            raise Damaged(f"the identifier {link.id!r} is that of a piece of equipment.", place=_place("links", index))
        _add(links, link.id, link, "links", index)
    fabrics: dict[str, FabricRule] = {}
    for index, raw in enumerate(_list(data, "fabrics")):
        rule = _made(FabricRule, raw, "fabrics", index)
        _add(fabrics, rule.id, rule, "fabrics", index)
    waivers: dict[str, Waiver] = {}
    for index, raw in enumerate(_list(data, "waivers")):
        waiver = _made(Waiver, raw, "waivers", index)
        _add(waivers, waiver.key, waiver, "waivers", index)
    settings = _made(Settings, data.get("settings", {}), "settings", None)
    head = data.get("project", {})
    if not isinstance(head, dict) or set(head) - set(HEAD):
        raise Damaged("it may hold name, author, revision and notes, and nothing else.", place="project")
    plain = _made(Project, head, "project", None)
    project = plain.model_copy(
        update={
            "settings": settings,
            "products": dict(sorted(products.items())),
            "equipment": dict(sorted(equipment.items())),
            "links": dict(sorted(links.items())),
            "fabrics": dict(sorted(fabrics.items())),
            "waivers": dict(sorted(waivers.items())),
        }
    )
    check_crowding(project)
    check_references(project)
    return project


def _equipment(raw: object, products: Mapping[str, Product], index: int) -> Equipment:
    if not isinstance(raw, dict):
        raise Damaged("a record must be an object.", place=_place("equipment", index))
    name = raw.get("kind")
    kind = kinds().get(name) if isinstance(name, str) else None
    if kind is None:
        raise Damaged(f"there is no kind of equipment {str(name)[:60]!r}.", place=_place("equipment", index, raw))
    made_from = raw.get("product")
    product = products.get(made_from) if isinstance(made_from, str) else None
    fields = {**product.fields, **raw} if product is not None and product.kind == name else raw
    return _made(kind, fields, "equipment", index)


def _add(records: dict[str, R], key: str, record: R, section: str, index: int) -> None:
    if key in records:
        what = "the waiver" if section == "waivers" else "the identifier"
        raise Damaged(f"{what} {key[:120]!r} stands twice.", place=_place(section, index))
    records[key] = record


def _check_product(product: Product, raw: Any, index: int) -> None:
    for name in ("fields", "confidence", "basis"):
        for key in getattr(product, name):
            if not 0 < len(key) <= 60 or not key.isascii() or not key.isprintable():
                raise Damaged(f"{name} names the field {key[:60]!r}.", place=_place("products", index, raw))
    try:
        size = len(_encode(product.fields))
    except ValueError:
        raise Damaged("fields holds a number that is not finite.", place=_place("products", index, raw)) from None
    if size > MOST_FIELDS_TEXT:
        raise Damaged("fields holds far more than any kind has.", place=_place("products", index, raw))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise Damaged("a list of records is wanted.", place=key)
    if len(value) > MOST_RECORDS:
        raise Damaged(f"{len(value)} records are more than a project may have ({MOST_RECORDS}).", place=key)
    return value


def _place(section: str, index: int | None, raw: Any = None) -> str:
    if index is None:
        return section
    id = raw.get("id") if isinstance(raw, dict) else None
    return f"{section} record {index + 1}" + (f" ({id[:60]!r})" if isinstance(id, str) else "")


def _made(model: type[R], raw: Any, section: str, index: int | None) -> R:
    """A record from plain values, by JSON: strict pydantic then takes lists for tuples and nothing else."""
    try:
        text = to_json(raw, inf_nan_mode="constants")
    except ValueError:  # a lone surrogate
        raise Damaged("a text is not valid Unicode.", place=_place(section, index)) from None
    return _validated(model, text, _place(section, index, raw))


def _validated(model: type[R], text: str | bytes, place: str) -> R:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise Damaged(first_reason(model, error), place=place) from None
    except ValueError:  # a lone surrogate
        raise Damaged("a text is not valid Unicode.", place=place) from None


def read_record(model: type[R], line: str, product: Product | None = None) -> R:
    """A record from its own line of a file."""
    if product is None:
        return _validated(model, line, "record")
    return _made(model, {**product.fields, **cast("dict[str, Any]", json.loads(line))}, "record", None)
