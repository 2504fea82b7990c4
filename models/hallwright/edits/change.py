"""Edits of values: fields, settings, names, products, waivers."""

from collections.abc import Collection, Mapping
from typing import Any

from hallwright.edits.arrange import check_carrier
from hallwright.equipment.base import Equipment
from hallwright.errors import EditRefused
from hallwright.project import Link, Product, Project, Waiver, made
from hallwright.settings import Settings


def set_fields(project: Project, ids: Collection[str], values: Mapping[str, Any]) -> Project:
    """Set fields of equipment or links; every value is checked first."""
    for fixed in ("id", "kind"):
        if fixed in values:
            raise EditRefused(f"The {fixed} of a record cannot be changed.")
    equipment: dict[str, Equipment | None] = {}
    links: dict[str, Link | None] = {}
    for id in ids:
        record: Equipment | Link | None = project.equipment.get(id) or project.links.get(id)
        if record is None:
            raise EditRefused(f"There is no record {id!r} in this project.")
        if all(getattr(record, key, _MISSING) == value for key, value in values.items()):
            continue
        after = made(type(record), {**record.model_dump(), **values})
        if isinstance(after, Link):
            links[id] = after
        elif isinstance(record, Equipment):
            equipment[id] = after
            if after.carrier_id() != record.carrier_id():
                check_carrier(project, after, {})
            _refuse_loose_ends(project, record, after)
    return project.changed(equipment=equipment, links=links)


def _refuse_loose_ends(project: Project, before: Equipment, after: Equipment) -> None:
    """A link must not lose the port that it ends at; so every project that an edit makes can be saved."""
    lost = {p.name for p in before.ports()} - {p.name for p in after.ports()}
    if lost:
        for link in project.links.values():
            for ends, port in ((link.a, link.a_port), (link.b, link.b_port)):
                if port in lost and before.id in ends:
                    raise EditRefused(
                        f"{before.name} would lose its port {port!r}, where a link ends. Remove it first."
                    )


_MISSING = object()


def set_settings(project: Project, values: Mapping[str, Any]) -> Project:
    """Set project settings."""
    after = made(Settings, {**project.settings.model_dump(), **values})
    return project if after == project.settings else project.changed(settings=after)


def set_project(project: Project, values: Mapping[str, Any]) -> Project:
    """Set the title, author, revision or notes."""
    allowed = {"name", "author", "revision", "notes"}
    for key in values:
        if key not in allowed:
            raise EditRefused(f"project has no field {key!r} that can be set; there are {', '.join(sorted(allowed))}.")
    plain = made(Project, {key: values.get(key, getattr(project, key)) for key in sorted(allowed)})
    return project.changed(
        **{key: getattr(plain, key) for key in values if getattr(plain, key) != getattr(project, key)}
    )


def add_product(project: Project, product: Product) -> Project:
    """Keep a product of one's own in the project."""
    if product.id in project.products:
        raise EditRefused(f"A product with the identifier {product.id!r} is in the project already.")
    return project.changed(products={**project.products, product.id: product})


def waive(project: Project, waiver: Waiver) -> Project:
    """Accept a finding, with a reason."""
    if not waiver.reason.strip():
        raise EditRefused("A waiver needs a reason.")
    return project.changed(waivers={**project.waivers, waiver.key: waiver})


def open_again(project: Project, key: str) -> Project:
    """Take a waiver back."""
    if key not in project.waivers:
        return project
    return project.changed(waivers={k: w for k, w in project.waivers.items() if k != key})
