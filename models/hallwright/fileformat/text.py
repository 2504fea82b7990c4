"""Canonical text of a project, and back: one record a line, keys sorted, shortest floats, LF.

A record leaves out what equals its product's value or its kind's default, so a file stays small and a diff reads
like the edit. Within the file, products come before what is made from them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import to_json

from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment, Record
from hallwright.errors import Damaged
from hallwright.project import Link, Product, Project, Waiver, first_reason

R = TypeVar("R", bound=Record)

FORMAT = "hallwright"
VERSION = 1


def to_text(project: Project) -> str:
    """The canonical text of a project."""
    head = {"author": project.author, "name": project.name, "notes": project.notes, "revision": project.revision}
    lines = [
        f'{{"format":"{FORMAT}","version":{VERSION},',
        f'"project":{_line({k: v for k, v in head.items() if v})},',
        f'"settings":{_line(_plain(project.settings))},',
        '"products":[',
        *_block(_plain(p) for _, p in sorted(project.products.items())),
        "],",
        '"equipment":[',
        *_block(_plain_equipment(e, project) for _, e in sorted(project.equipment.items())),
        "],",
        '"links":[',
        *_block(_plain(link) for _, link in sorted(project.links.items())),
        "],",
        '"waivers":[',
        *_block(_plain(w) for _, w in sorted(project.waivers.items())),
        "]}",
    ]
    return "\n".join(lines) + "\n"


def fingerprint(project: Project) -> str:
    """sha256 of the canonical text: the design hash."""
    return hashlib.sha256(to_text(project).encode()).hexdigest()


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _block(records: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = [_line(r) for r in records]
    return [line + "," for line in lines[:-1]] + lines[-1:]


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def _plain_equipment(item: Equipment, project: Project) -> dict[str, Any]:
    product = project.products.get(item.product) if item.product else None
    if product is None:
        return {**_plain(item), "kind": item.kind}
    whole = item.model_dump(mode="json")
    fields = product.fields
    defaults = type(item).model_fields
    kept = {}
    for key, value in whole.items():
        standing = fields[key] if key in fields else defaults[key].get_default(call_default_factory=True)
        if value != standing and not (key not in fields and value == _jsonable(standing)):
            kept[key] = value
    return {**kept, "kind": item.kind, "id": item.id, "name": item.name}


def _jsonable(value: object) -> object:
    return json.loads(to_json(value)) if isinstance(value, tuple) else value


def from_plain(data: Mapping[str, Any]) -> Project:
    """A project from the plain values of a file of the current version; raises Damaged with the place."""
    from hallwright.settings import Settings

    products = {p.id: p for p in _records(data, "products", Product)}
    equipment: dict[str, Equipment] = {}
    for index, raw in enumerate(_list(data, "equipment")):
        place = f"equipment record {index + 1}"
        if not isinstance(raw, dict):
            raise Damaged("a record must be an object.", place=place)
        kind = kinds().get(str(raw.get("kind")))
        if kind is None:
            raise Damaged(f"there is no kind of equipment {str(raw.get('kind'))[:60]!r}.", place=place)
        product = products.get(str(raw.get("product")))
        fields = {**product.fields, **raw} if product is not None and product.kind == raw["kind"] else raw
        item = _made(kind, fields, place)
        if item.id in equipment:
            raise Damaged(f"the identifier {item.id!r} stands twice.", place=place)
        equipment[item.id] = item
    links = {}
    for link in _records(data, "links", Link):
        if link.id in links or link.id in equipment:
            raise Damaged(f"the identifier {link.id!r} stands twice.", place="links")
        links[link.id] = link
    waivers = {w.key: w for w in _records(data, "waivers", Waiver)}
    settings = _made(Settings, cast("Mapping[str, Any]", data.get("settings", {})), "settings")
    head = data.get("project", {})
    if not isinstance(head, dict) or set(head) - {"name", "author", "revision", "notes"}:
        raise Damaged("project may hold name, author, revision and notes.", place="project")
    plain = _made(Project, head, "project")
    return plain.model_copy(
        update={
            "settings": settings,
            "products": dict(sorted(products.items())),
            "equipment": dict(sorted(equipment.items())),
            "links": dict(sorted(links.items())),
            "waivers": dict(sorted(waivers.items())),
        }
    )


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise Damaged(f"{key} must be a list of records.", place=key)
    return value


def _records(data: Mapping[str, Any], key: str, model: type[R]) -> list[R]:
    return [_made(model, raw, f"{key} record {index + 1}") for index, raw in enumerate(_list(data, key))]


def _made(model: type[R], raw: Any, place: str) -> R:
    try:
        return model.model_validate_json(to_json(raw, inf_nan_mode="constants"))
    except ValidationError as error:
        raise Damaged(first_reason(model, error), place=place) from error
