"""The catalogue: products with provenance, read from resources/catalogue."""

import json
from functools import cache
from pathlib import Path

from hallwright.errors import CatalogueError
from hallwright.project import Product
from hallwright.resources import resource


@cache
def catalogue() -> dict[str, Product]:
    """Every product by identifier."""
    found: dict[str, Product] = {}
    for path in sorted(Path(resource("catalogue")).glob("*.json")):
        for raw in json.loads(path.read_text(encoding="utf-8"))["products"]:
            product = Product.model_validate_json(json.dumps(raw))
            found[product.id] = product
    return found


def product(id: str) -> Product:
    """The product of that identifier; raises CatalogueError."""
    try:
        return catalogue()[id]
    except KeyError:
        raise CatalogueError(f"There is no product {id!r} in the catalogue.") from None
