"""The catalogue: products with provenance, read from resources/catalogue.

Search and ratings work on any products, so those kept in a project can be searched with the rest.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from pydantic import ValidationError

from hallwright.equipment import kinds
from hallwright.equipment.base import Drawn, Record, field_unit
from hallwright.errors import CatalogueError
from hallwright.project import Cable, Product
from hallwright.resources import resource
from hallwright.units import System, quantity_text

LEFT_OUT = "left_out.json"

# The figure that tells products of a kind apart; the first that a product states is shown.
RATING_FIELDS: Mapping[str, tuple[str, ...]] = {
    "accelerator": ("tdp_kw",),
    "battery": ("energy_kwh",),
    "busway": ("rating_a",),
    "cdu": ("capacity_kw",),
    "chiller": ("capacity_kw",),
    "cooling_tower": ("capacity_kw",),
    "crah": ("sensible_kw",),
    "dry_cooler": ("capacity_kw",),
    "fan_wall": ("sensible_kw",),
    "generator": ("rating_kw",),
    "immersion_tank": ("capacity_kw",),
    "in_row": ("sensible_kw",),
    "pdu": ("rating_kva", "rating_a"),
    "power_shelf": ("rating_kw",),
    "rack": ("units",),
    "rack_pdu": ("rating_kw", "rating_a"),
    "rear_door": ("sensible_kw",),
    "rectifier": ("rating_kw",),
    "switch": ("nameplate_kw",),
    "switchgear": ("rating_a",),
    "system": ("nameplate_kw",),
    "tile": ("open_fraction",),
    "transfer_switch": ("rating_a",),
    "transformer": ("rating_kva",),
    "ups": ("rating_kw",),
}


class _Shelf(Record):
    """One file of the catalogue."""

    products: tuple[Product, ...]


@cache
def catalogue() -> dict[str, Product]:
    """Every product by identifier, in file order (kind, then identifier)."""
    found: dict[str, Product] = {}
    for path in sorted(Path(resource("catalogue")).glob("*.json")):
        if path.name == LEFT_OUT:
            continue
        try:
            shelf = _Shelf.model_validate_json(path.read_bytes())
        except (ValidationError, OSError) as error:
            raise CatalogueError(
                "The catalogue cannot be read.", detail=str(error), place=path.name, hint="Install Hallwright again."
            ) from error
        found.update((product.id, product) for product in shelf.products)
    return found


def product(id: str) -> Product:
    """The product of that identifier; raises CatalogueError."""
    try:
        return catalogue()[id]
    except KeyError:
        raise CatalogueError(f"There is no product {id!r} in the catalogue.") from None


@cache
def plain_products() -> dict[str, Product]:
    """One entry for each placed kind that no product of the catalogue stands for, such as a utility feed or a door.

    It states no values: what is placed has the values of its kind, to be set in the inspector.
    """
    stocked = {item.kind for item in catalogue().values()}
    return {
        f"plain-{kind}": Product(id=f"plain-{kind}", kind=kind, name=model.label)
        for kind, model in sorted(kinds().items())
        if kind not in stocked and model.group and not issubclass(model, Drawn)
    }


@cache
def stock() -> dict[str, Product]:
    """What can be chosen without a project: the catalogue and the plain kinds."""
    return {**catalogue(), **plain_products()}


def search(text: str, products: Iterable[Product] | None = None) -> list[Product]:
    """Products in which every word of the text occurs; names that begin with a word come first.

    Examples
    --------
    >>> search("dgx h100")[0].id
    'nvidia-dgx-h100'
    """
    pool = list(catalogue().values() if products is None else products)
    words = _folded(text).split()
    if not words:
        return pool
    ranked = []
    for position, item in enumerate(pool):
        where = _searched_text(item)
        if all(word in where for word in words):
            name = _folded(item.name)
            inside = sum(word not in name for word in words)
            begins = sum(not any(part.startswith(word) for part in name.split()) for word in words)
            ranked.append((inside, begins, position, item))
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:3])]


def _folded(text: str) -> str:
    """Lower case without accents or signs that people type differently."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("×", "x")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=4096)
def _searched(id: str, name: str, vendor: str, kind: str, more: str) -> str:
    label = kinds()[kind].label if kind in kinds() else kind
    return _folded(" ".join((name, vendor, id, kind.replace("_", " "), label, more)))


def _searched_text(item: Product) -> str:
    fields = item.fields
    more = [str(fields[key]) for key in ("accelerator", "role", "protocol", "standard", "chemistry") if key in fields]
    if item.cable is not None:
        more += [item.cable.form, item.cable.material]
    return _searched(item.id, item.name, item.vendor, item.kind, " ".join(more))


def group_of(item: Product) -> str:
    """Heading under which a product stands in the palette; "" for what is no equipment."""
    kind = kinds().get(item.kind)
    return "" if kind is None else kind.group


def palette_groups(products: Iterable[Product] | None = None) -> dict[str, list[Product]]:
    """Products by heading of the palette, then by kind, in the order of the pool; cables stand under "Cables"."""
    found: dict[str, list[Product]] = {}
    for item in catalogue().values() if products is None else products:
        found.setdefault("Cables" if item.kind == "cable" else group_of(item), []).append(item)
    return dict(sorted(found.items()))


def rating(item: Product) -> tuple[float, str] | None:
    """The figure that tells a product apart from others of its kind, and its unit; None where it states none."""
    if item.cable is not None:
        rate = item.cable.gbps
        return None if rate is None else (rate, field_unit(Cable, "gbps"))
    kind = kinds().get(item.kind)
    for field in RATING_FIELDS.get(item.kind, ()):
        value = item.fields.get(field)
        if kind is not None and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value), field_unit(kind, field)
    return None


def rating_text(item: Product, system: System = "metric") -> str:
    """The rating as shown in a row of the palette, such as ``10.2 kW`` or ``48U``; empty where there is none."""
    found = rating(item)
    if found is None:
        return ""
    value, unit = found
    if unit == "U":
        return f"{value:.0f}U"
    if unit == "kW" and value < 1.0:
        return quantity_text(value * 1000.0, "W", system).replace(".0 ", " ")
    return quantity_text(value, unit, system).replace(".0 ", " ")
