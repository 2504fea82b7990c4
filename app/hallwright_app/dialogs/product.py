"""New product: a form made from the fields of a kind; the product is kept in the project."""

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QScrollArea, QWidget

from hallwright.equipment import kinds
from hallwright.equipment.base import Drawn, field_unit
from hallwright.errors import HallwrightError
from hallwright.project import Product, made
from hallwright.units import UNITS, QuantityError, System, parse_quantity
from hallwright_app.dialogs.form import FormDialog
from hallwright_app.inspector_rows import choices_of, is_number, is_text
from hallwright_app.parts import PlainLabel, plain_tip
from hallwright_app.theme import Theme
from hallwright_app.wording import field_label

SKIPPED = {
    "id", "kind", "name", "product", "locked", "notes", "x_m", "y_m", "rotation_deg", "rack_id", "system_id", "u",
    "face", "points_m",
}  # fmt: skip


class ProductDialog(FormDialog):
    """Asks for kind, name and values; `product` holds the answer."""

    def __init__(
        self, theme: Theme, taken: Mapping[str, Product], system: System, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme, "New product", "Add product", "It is kept in this project and stands in the palette.", parent
        )
        self._theme, self._taken, self._system = theme, taken, system
        self.kind = QComboBox()
        for name, kind in sorted(kinds().items(), key=lambda pair: (pair[1].group, pair[1].label)):
            if kind.group and not issubclass(kind, Drawn):
                self.kind.addItem(f"{kind.label} ({kind.group.lower()})", name)
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.vendor = QLineEdit("generic")
        self.source = QLineEdit()
        self.source.setPlaceholderText("Data sheet, offer, measurement …")
        self.field("Kind", self.kind)
        self.field("Name", self.name)
        self.field("Vendor", self.vendor)
        self.field("Source", self.source)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setMinimumHeight(280)
        self.column.insertWidget(self.column.count() - 2, self._scroll, 1)
        self.fields: dict[str, QWidget] = {}
        self.product: Product | None = None
        self.kind.currentIndexChanged.connect(self._build)
        index = self.kind.findData("rack")
        self.kind.setCurrentIndex(max(0, index))
        self._build()
        self.resize(560, 640)

    def _build(self) -> None:
        kind = kinds()[self.kind.currentData()]
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(0, 4, 8, 4)
        self.fields = {}
        for key, info in kind.model_fields.items():
            if key in SKIPPED or not (is_number(info) or choices_of(info) or is_text(info)):
                continue
            unit = field_unit(kind, key)
            sign = UNITS[unit].shown_value(0.0, self._system)[1] if unit in UNITS else ""
            label = f"{field_label(key)} [{sign}]" if sign else field_label(key)
            widget: QWidget
            if choices := choices_of(info):
                box = QComboBox()
                for value, text in choices:
                    box.addItem(text, value)
                default = info.get_default(call_default_factory=True)
                box.setCurrentIndex(max(0, next((n for n, (v, _) in enumerate(choices) if v == default), 0)))
                widget = box
            else:
                line = QLineEdit()
                default = None if info.is_required() else info.get_default(call_default_factory=True)
                if info.is_required():
                    line.setPlaceholderText("needed")
                elif default is None:
                    line.setPlaceholderText("unknown")
                elif is_number(info):
                    line.setPlaceholderText(f"{UNITS[unit].shown_value(float(default), self._system)[0]:g}")
                widget = line
            widget.setAccessibleName(label)
            widget.setToolTip(plain_tip(info.description or ""))
            form.addRow(PlainLabel(self._theme, label, "body", "text2"), widget)
            self.fields[key] = widget
        self._scroll.setWidget(holder)

    def _values(self, kind: type[Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, widget in self.fields.items():
            info = kind.model_fields[key]
            if isinstance(widget, QComboBox):
                value = widget.currentData()
                if info.is_required() or value != info.get_default(call_default_factory=True):
                    values[key] = value
            elif isinstance(widget, QLineEdit) and widget.text().strip():
                text = widget.text().strip()
                if not is_number(info):
                    values[key] = text
                    continue
                unit = field_unit(kind, key)
                try:
                    number = round(parse_quantity(text, unit, self._system), 9)
                except QuantityError as error:
                    raise _Wrong(widget, f"{field_label(key)}: {error}") from None
                values[key] = round(number) if unit in ("count", "U") else number
        return values

    def accept(self) -> None:
        """Take the product, or say what is wrong."""
        kind = kinds()[self.kind.currentData()]
        name = self.name.text().strip()
        if not name:
            self.refuse(self.name, "A product needs a name.")
            return
        try:
            values = self._values(kind)
        except _Wrong as wrong:
            self.refuse(self.name, str(wrong))
            wrong.widget.setFocus()
            return
        stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "product"
        id = next(i for n in range(1, 10_000) if (i := f"own-{stem}" + (f"-{n}" if n > 1 else "")) not in self._taken)
        try:
            made(kind, {"id": "x", "name": name, **values, **_carrier(kind)})
            source = self.source.text().strip()
            self.product = Product(
                id=id,
                kind=self.kind.currentData(),
                name=name,
                vendor=self.vendor.text().strip() or "generic",
                fields=values,
                confidence=dict.fromkeys(values, "entered"),
                sources=(source,) if source else (),
                source_tier="user",
            )
        except HallwrightError as error:
            self.refuse(self.name, error.text)
            return
        except ValueError as error:
            self.refuse(self.name, str(error).splitlines()[0])
            return
        super().accept()


def _carrier(kind: type[Any]) -> dict[str, Any]:
    """A card must name a server to be valid; a product names none."""
    info = kind.model_fields.get("system_id")
    return {"system_id": "x"} if info is not None and info.is_required() else {}


class _Wrong(Exception):
    def __init__(self, widget: QWidget, reason: str) -> None:
        super().__init__(reason)
        self.widget = widget
