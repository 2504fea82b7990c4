"""Words for what the model holds: labels of fields, values with units, products in a few lines."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment, field_unit
from hallwright.project import Product
from hallwright.units import UNITS, System, quantity_text


def tr(text: str) -> str:
    """A text of the window in the user's language; as it is where no translation is loaded."""
    return QCoreApplication.translate("Hallwright", text)


CONFIDENCE_SHORT = {
    "verified": "verified",
    "recalled": "recalled",
    "derived": "derived",
    "assumed": "assumed",
    "entered": "entered by user",
}


SHORT = {
    word.casefold(): word
    for word in ("PSU", "PSUs", "GPU", "GPUs", "UPS", "PDU", "CDU", "NIC", "NICs", "IT", "AC", "DC")
}


def icon_name(product: Product) -> str:
    """Icon of a product: that of its kind, or of its class where the set draws it."""
    role, gpus = product.fields.get("role"), product.fields.get("gpus")
    if product.kind == "system" and role == "rack_scale":
        return "nvl72"
    kind = kinds().get(product.kind)
    icon = kind.icon.removesuffix(".svg") if kind is not None else "rack"
    return "system_8gpu" if product.kind == "system" and gpus else icon


def field_label(key: str) -> str:
    """A field's name in words: the unit at its end goes, it stands behind the value."""
    for suffix in (
        "_l_min",
        "_m3_s",
        "_degc",
        "_kva",
        "_kwh",
        "_gbps",
        "_deg",
        "_mm",
        "_kg",
        "_kw",
        "_ka",
        "_pa",
        "_kpa",
        "_m",
    ):
        if key.endswith(suffix) and len(key) > len(suffix):
            key = key[: -len(suffix)]
            break
    else:
        for suffix in ("_v", "_a", "_k", "_s", "_w", "_fraction", "_tb", "_gb"):
            if key.endswith(suffix) and len(key) > len(suffix):
                key = key[: -len(suffix)]
                break
    words = [SHORT.get(word, word) for word in key.removesuffix("_id").split("_")]
    words[0] = words[0][:1].upper() + words[0][1:]
    return " ".join(words)


def value_text(value: Any, unit: str, system: System) -> str:
    """A field's value as shown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and unit in UNITS:
        return quantity_text(float(value), unit, system)
    if isinstance(value, list | tuple):
        return "none" if not value else "1 entry" if len(value) == 1 else f"{len(value)} entries"
    if isinstance(value, Mapping):
        return f"{len(value)} values"
    return str(value)


_TELLING = ("kW", "kVA", "A", "U", "V")


def _telling(kind: type[Equipment] | None, key: str, value: Any) -> tuple[bool, int, int]:
    """Order of a product's figures: ratings first, then other numbers, then words."""
    fields = list(kind.model_fields) if kind is not None else []
    unit = field_unit(kind, key) if kind is not None and key in fields else ""
    rank = _TELLING.index(unit) if unit in _TELLING else len(_TELLING)
    return isinstance(value, str | bool), rank, fields.index(key) if key in fields else len(fields)


def product_tip(product: Product, system: System, most: int = 14) -> str:
    """Name, figures with confidence, and sources, as plain text."""
    kind = kinds().get(product.kind)
    lines = [f"{product.name} ({product.vendor})", ""]
    shown = 0
    for key, value in sorted(product.fields.items(), key=lambda pair: _telling(kind, *pair)):
        if value is None or kind is None or key not in kind.model_fields or isinstance(value, list | dict):
            continue
        if shown == most:
            lines.append("… more in the inspector")
            break
        confidence = CONFIDENCE_SHORT.get(product.confidence.get(key, ""), "")
        text = value_text(value, field_unit(kind, key), system)
        lines.append(f"{field_label(key)}: {text}" + (f" ({confidence})" if confidence else ""))
        shown += 1
    if product.sources:
        lines += ["", f"Source: {product.sources[0]}"]
        if len(product.sources) > 1:
            lines.append(f"and {len(product.sources) - 1} more")
    return "\n".join(lines)
