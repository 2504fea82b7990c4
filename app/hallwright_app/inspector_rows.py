"""What the inspector shows, as rows: made from the kind's fields and the engines' records, never by hand per kind."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Literal

from pydantic.fields import FieldInfo

from hallwright.engines.cooling.throttling import throttle_in
from hallwright.equipment.base import Equipment, Medium, Record, field_unit
from hallwright.equipment.rack import Rack
from hallwright.evaluate import Report
from hallwright.project import Link, Product, Project
from hallwright.settings import Settings
from hallwright.units import UNITS, System, number_text
from hallwright_app.inspector_parts import MIXED, UNKNOWN, Row, Source, shown_number
from hallwright_app.link_rows import link_rows
from hallwright_app.rack_rows import rack_rows
from hallwright_app.wording import CONFIDENCE_SHORT, field_label, tr, value_text

SECTIONS = ("Place", "Power", "Air", "Liquid", "Fabric", "Size", "Product")
_WHERE = {"x_m", "y_m", "rotation_deg", "rack_id", "system_id", "u", "u_height", "face", "locked"}
_PLACE = {
    "x_m", "y_m", "rotation_deg", "width_m", "depth_m", "height_m", "mass_kg", "clearance_front_m", "clearance_rear_m",
    "rack_id", "system_id", "u", "u_height", "face", "locked", "points_m", "static_load_kg", "mounting_depth_m",
    "units", "floor", "floor_void_m", "tile_m", "uniform_load_kpa", "tile_load_kg", "length_m", "feet", "unit_pitch_m",
}  # fmt: skip
_POWER_UNITS = {"kW", "kVA", "V", "A", "kA", "kWh", "W", "min"}
_POWER_WORDS = (
    "psu",
    "inlet_c",
    "inlet_a",
    "phase",
    "breaker",
    "pole",
    "efficiency",
    "module",
    "supply",
    "busbar",
    "connector",
    "outlet",
    "full_rated",
    "feed",
    "side",
    "preferred",
    "dc",
)
_AIR_WORDS = (
    "air",
    "fan",
    "inlet_m",
    "discharge",
    "exhaust",
    "operating_",
    "return_air",
    "ceiling",
    "containment",
    "blanked",
    "aisle",
    "sensible",
    "recommended",
    "allowable",
    "altitude",
)
_LIQUID_WORDS = (
    "liquid",
    "coolant",
    "facility",
    "secondary",
    "approach",
    "pump",
    "flow",
    "water",
    "wet_bulb",
    "glycol",
)
_FABRIC_WORDS = (
    "nics",
    "switch_ports",
    "gbps",
    "protocol",
    "tier",
    "fabric",
    "cage",
    "switching",
    "oversubscription",
    "cable",
    "rail",
    "bandwidth",
    "optic",
    "job",
    "link_load",
    "flows_a_port",
    "ethernet",
)
_HIDDEN = {"id", "kind", "name", "product", "points_m"}


def section_of(key: str, unit: str) -> str:
    """Section in which a field stands, by its name and unit."""
    if key in _PLACE:
        return "Place" if key in _WHERE else "Size"
    if "airflow" in key:
        return "Air"
    for section, words in (("Fabric", _FABRIC_WORDS), ("Liquid", _LIQUID_WORDS), ("Air", _AIR_WORDS)):
        if any(word in key for word in words):
            return section
    if unit in _POWER_UNITS or any(word in key for word in _POWER_WORDS):
        return "Power"
    if unit in ("degC", "m3/s", "Pa"):
        return "Air"
    if unit in ("L/min", "K", "kPa", "L"):
        return "Liquid"
    return "Product"


def _inner_types(info: FieldInfo) -> tuple[Any, ...]:
    annotation = info.annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return typing.get_args(annotation)
    return (annotation,)


def choices_of(info: FieldInfo) -> tuple[tuple[Any, str], ...]:
    """Values that a field may take, where they are few."""
    found: list[tuple[Any, str]] = []
    for inner in _inner_types(info):
        if inner is bool:
            found += [(True, "yes"), (False, "no")]
        elif typing.get_origin(inner) is Literal:
            found += [(value, str(value).replace("_", " ") or "none") for value in typing.get_args(inner)]
        elif isinstance(inner, type) and issubclass(inner, Enum):
            found += [(member.value, str(member.value)) for member in inner]
    return tuple(found)


def is_number(info: FieldInfo) -> bool:
    """Whether a field holds a number."""
    return any(inner in (int, float) for inner in _inner_types(info))


def is_text(info: FieldInfo) -> bool:
    """Whether a field holds words."""
    return any(inner is str for inner in _inner_types(info)) or info.annotation is str


def _field_row(
    project: Project, records: Sequence[Record], key: str, system: System, product: Product | None, *, locked: bool
) -> Row:
    model = type(records[0])
    info, unit = model.model_fields[key], field_unit(model, key)
    values = [getattr(record, key) for record in records]
    value = values[0]
    mixed = any(other != value for other in values[1:])
    plain = value.value if isinstance(value, Enum) else value
    choices, number = choices_of(info), is_number(info)
    sign = ""
    if mixed:
        text = MIXED
    elif plain is None:
        text = UNKNOWN
    elif number and isinstance(plain, int | float) and not isinstance(plain, bool):
        text, sign = shown_number(plain, unit, system)
    elif choices:
        text = next((t for v, t in choices if v == plain), str(plain))
    elif key in ("rack_id", "system_id"):
        text = project.name_of(str(plain))
    else:
        text = value_text(plain, unit, system)
    if number and not sign:
        sign = UNITS.get(unit, UNITS[""]).shown_value(0.0, system)[1]
    mark, tip = _provenance(records, key, product, info, plain)
    editable = (number or bool(choices) or is_text(info)) and key not in ("rack_id", "system_id") and not locked
    return Row(
        field_label(key),
        text,
        sign,
        key=key if editable or key == "locked" else "",
        stored_unit=unit if number else None,
        optional=type(None) in _inner_types(info),
        choices=choices,
        value=None if mixed else plain,
        mark=mark,
        tip=tip,
    )


def _provenance(
    records: Sequence[Record], key: str, product: Product | None, info: FieldInfo, value: Any
) -> tuple[Source, str]:
    meaning = info.description or ""
    if product is None or key not in product.fields:
        return "", meaning
    standing = product.fields[key]
    same = standing == value or (isinstance(value, tuple | list) and list(value) == standing)
    if not same:
        return "hollow", f"{meaning}\nEntered by user; {product.name} states another value."
    confidence = product.confidence.get(key, "")
    basis = product.basis.get(key, "")
    lines = [meaning, f"{product.name}: {CONFIDENCE_SHORT.get(confidence, 'confidence not stated')}"]
    if basis:
        lines.append(basis)
    lines += [f"Source: {source}" for source in product.sources[:3]]
    return ("book" if confidence == "verified" else "hollow"), "\n".join(line for line in lines if line)


def equipment_rows(report: Report, ids: Sequence[str], system: System, *, unknown: bool = False) -> Iterator[Row]:
    """Rows of one or more pieces of equipment or links: fields all of them have, then results of a single one."""
    project = report.project
    items = [record for i in ids if (record := project.equipment.get(i) or project.links.get(i)) is not None]
    if not items:
        return
    first = items[0]
    shared = [key for key in type(first).model_fields if all(key in type(i).model_fields for i in items)]
    products = {getattr(i, "product", None) for i in items}
    product_id = products.pop() if len(products) == 1 else None
    product = project.products.get(product_id) if product_id else None
    locked = any(isinstance(i, Equipment) and i.locked for i in items)
    by_section: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    missing: list[Row] = []
    for key in shared:
        racked = isinstance(first, Equipment) and first.carrier_id() is not None
        if racked and key in ("x_m", "y_m", "rotation_deg"):
            continue  # its rack has the place
        if key in _HIDDEN or (isinstance(first, Link) and key in ("medium", "a", "b")):
            continue
        row = _field_row(project, items, key, system, product, locked=locked)
        wanted = row.text not in (UNKNOWN, "") or key == "notes"
        if wanted:
            section = "Place" if isinstance(first, Link) else section_of(key, field_unit(type(first), key))
            by_section[section].append(row)
        else:
            missing.append(row)
    if isinstance(first, Link):
        yield Row("Link", head=True)
        yield Row("From", project.name_of(first.a[0]) + (f" +{len(first.a) - 1}" if len(first.a) > 1 else ""))
        yield Row("To", project.name_of(first.b[0]) + (f" +{len(first.b) - 1}" if len(first.b) > 1 else ""))
        yield Row("Pipes" if first.medium is Medium.COOLANT else "Cables", number_text(first.count, 0))
        yield from by_section.pop("Place")
    computed = rack_rows(report, [i.id for i in items], system) if all(isinstance(i, Rack) for i in items) else {}
    for name, rows in by_section.items():
        if rows or computed.get(name):
            yield Row(tr(name), head=True)
            yield from computed.get(name, ())
            yield from sorted(rows, key=_place_order) if name in ("Place", "Size") else rows
    if len(items) == 1:
        if isinstance(first, Link):
            yield from link_rows(report, first.id, system)
        yield from result_rows(report, first.id, system)
    if missing:
        yield Row("Unknown values", f"{'hide' if unknown else 'show'} {len(missing)}", head=True, toggle=True)
        if unknown:
            yield from missing


_FIRST = ("x_m", "y_m", "rotation_deg", "u", "u_height", "face", "width_m", "depth_m", "height_m")


def _place_order(row: Row) -> int:
    return _FIRST.index(row.key) if row.key in _FIRST else len(_FIRST)


_SUFFIX_UNITS = (
    ("_l_min", "L/min"), ("_m3_s", "m3/s"), ("_degc", "degC"), ("_kva", "kVA"), ("_kwh", "kWh"), ("_gbps", "Gb/s"),
    ("_fraction", "fraction"), ("_kpa", "kPa"), ("_pa", "Pa"), ("_kg", "kg"), ("_kw", "kW"), ("_ms", "ms"),
    ("_min", "min"), ("_m2", "m2"), ("_v", "V"), ("_a", "A"), ("_k", "K"), ("_s", "s"), ("_w", "W"), ("_m", "m"),
)  # fmt: skip


_BARE_UNITS = {"kva": "kVA", "amps": "A"}

# what a result's field says, where its name alone does not
_RECORD_LABELS = {
    "kva": "Apparent power", "amps": "Current", "out_kw": "Power out", "in_kw": "Power in", "loss_kw": "Losses",
    "limit_kw": "Power limit", "limit_a": "Current limit", "worst_kw": "Worst power", "worst_a": "Worst current",
    "worst_kw_failure": "Power worst at", "worst_a_failure": "Current worst at", "bank_a": "Bank current",
    "bank_worst_a": "Worst bank", "bank_worst_failure": "Bank worst at", "bank_limit_a": "Bank limit",
    "sides": "Feed sides", "path": "Path to source", "alive": "Energised", "in_loop": "On a loop",
    "standby": "On generators", "one_side": "On one feed", "inlet_max_place": "Warmest inlet",
    "inlet_min_place": "Coldest inlet",
}  # fmt: skip


def unit_of_name(name: str) -> str | None:
    """Unit that the end of a name states."""
    return _BARE_UNITS.get(name) or next((unit for suffix, unit in _SUFFIX_UNITS if name.endswith(suffix)), None)


_DOMAIN_TITLE = {
    "space": "Place, computed",
    "power": "Power, computed",
    "cooling": "Cooling, computed",
    "coolant": "Coolant loop, computed",
    "fabric": "Fabric, computed",
}


def result_rows(report: Report, id: str, system: System) -> Iterator[Row]:
    """Rows of what the engines found for one subject, with the limit bars of its findings."""
    findings = [f for f in report.findings if f.subjects and f.subjects[0] == id]
    if findings:
        yield Row("Limits", head=True)
        for finding in findings[:12]:
            text, sign = shown_number(finding.value, finding.unit, system)
            limit, _ = shown_number(finding.limit, finding.unit, system)
            yield Row(
                _rule_title(finding.code),
                text,
                sign,
                bar=(finding.value, finding.limit),
                finding=finding,
                tip=f"{finding.text(report.project, system)}\nLimit {limit} {sign}. Source: {finding.source}",
            )
    for domain, title in _DOMAIN_TITLE.items():
        result = getattr(report.results, domain)
        if result is None:
            yield Row(title, head=True)
            yield Row("Not evaluated", report.results.failed.get(domain, ""))
            continue
        record = result.records.get(id)
        rows = list(_record_rows(report.project, record, system)) if record is not None else []
        if rows:
            yield Row(title, head=True)
            yield from rows
    throttle, _ = throttle_in(report.project, report.results, id)
    if throttle is not None:
        yield Row("Throttled, assumed in step", head=True)
        yield from _record_rows(report.project, throttle, system)


def _rule_title(code: str) -> str:
    from hallwright.rules import rules

    return next((rule.title for rule in rules() if rule.code == code), code)


def _record_rows(project: Project, record: Any, system: System) -> Iterator[Row]:
    return (row for _, row in _named_rows(project, record, system))


def _named_rows(project: Project, record: Any, system: System) -> Iterator[tuple[str, Row]]:
    """Rows of a record, each with the name of its field: two fields may share their words."""
    if not is_dataclass(record):
        return
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    for name, value in values.items():
        if value is None or name.startswith("_") or name == "id":
            continue
        label = _RECORD_LABELS.get(name) or field_label(name.removesuffix("_id").removesuffix("_ids"))
        if isinstance(value, bool):
            yield name, Row(label, "yes" if value else "no")
        elif isinstance(value, int | float):
            text, sign = shown_number(value, unit_of_name(name) or ("count" if isinstance(value, int) else ""), system)
            yield name, Row(label, text, sign)
        elif isinstance(value, str) and value:
            yield name, Row(label, _name(project, value))
        elif isinstance(value, tuple | frozenset) and value and all(isinstance(v, str) for v in value):
            yield name, Row(label, _names(project, sorted(value) if isinstance(value, frozenset) else value))


def _name(project: Project, word: str) -> str:
    """Name of what an identifier stands for; a part of a room divided by walls has a number behind it."""
    id, _, part = word.partition("/")
    if id in project.equipment or id in project.links:
        return project.name_of(id) + (f", part {part}" if part else "")
    return word


def _names(project: Project, ids: Iterable[str]) -> str:
    names = [_name(project, i) for i in ids]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def total_rows(report: Report) -> Iterator[Row]:
    """Figures of the whole hall."""
    for label, text, sign in totals_shown(report):
        yield Row(label, text, "" if text == UNKNOWN else sign)


def totals_shown(report: Report) -> tuple[tuple[str, str, str], ...]:
    """(label, number, unit) of the figures that stand for the hall."""
    t = report.totals

    def text(value: float | None, decimals: int) -> str:
        return UNKNOWN if value is None else number_text(value, decimals)

    return (
        ("GPUs", number_text(t.gpus, 0), ""),
        ("Racks", number_text(t.racks, 0), ""),
        ("IT load", text(t.it_kw, 1), "kW"),
        ("Power drawn", text(t.source_kw, 1), "kW"),
        ("Cooling load", text(t.cooling_kw, 1), "kW"),
        ("PUE, design load", text(t.pue, 2), ""),
        ("Floor", number_text(t.floor_m2, 1), "m²"),
    )


def project_rows(report: Report, system: System) -> Iterator[Row]:
    """Rows shown when nothing is selected: the project, its totals, and every setting with its source."""
    project = report.project
    yield Row("Project", head=True)
    for key in ("author", "revision", "notes"):
        yield Row(field_label(key), getattr(project, key), key=f"project.{key}", value=getattr(project, key))
    yield Row("Hall", head=True)
    yield from total_rows(report)
    for base in Settings.__bases__:
        own = [key for key in Settings.model_fields if key in getattr(base, "model_fields", {})]
        if not own:
            continue
        title = base.__name__.removesuffix("Settings")
        yield Row(f"{title} limits and assumptions", head=True)
        for key in own:
            yield _setting_row(project.settings, key, system)


def _setting_row(settings: Settings, key: str, system: System) -> Row:
    info, unit = Settings.model_fields[key], field_unit(Settings, key)
    value = getattr(settings, key)
    plain = value.value if isinstance(value, Enum) else value
    extra = info.json_schema_extra
    source = str(extra.get("source", "")) if isinstance(extra, Mapping) else ""
    choices = choices_of(info)
    text, sign = "", ""
    if plain is None:
        text = UNKNOWN
    elif is_number(info) and not isinstance(plain, bool):
        text, sign = shown_number(plain, unit, system)
    elif choices:
        text = next((t for v, t in choices if v == plain), str(plain))
    else:
        text = value_text(plain, unit, system)
    changed = value != info.get_default(call_default_factory=True)
    origin = "Entered by user; the default comes from: " if changed else "Source: "
    assumed = changed or not source or source.startswith(("assumed", "project choice"))
    editable = is_number(info) or bool(choices) or is_text(info)
    return Row(
        field_label(key),
        text,
        sign,
        key=f"settings.{key}" if editable else "",
        stored_unit=unit if is_number(info) else None,
        optional=type(None) in _inner_types(info),
        choices=choices,
        value=plain,
        mark="hollow" if assumed else "book",
        tip=f"{info.description or ''}\n{origin}{source or 'not stated'}",
    )


def drag_rows(before: Report, after: Report, ids: Sequence[str], system: System) -> Iterator[Row]:
    """Before and after of what a drag would do: totals, then what changes at the moved things, then new findings."""
    yield Row("Before and after", head=True)
    for (label, old, sign), (_, new, _) in zip(totals_shown(before), totals_shown(after), strict=True):
        old, new = (MIXED if text == UNKNOWN else text for text in (old, new))
        yield Row(label, new, sign, before=old)
    for key, label in (("error", "Errors"), ("warning", "Warnings"), ("hint", "Hints")):
        yield Row(label, str(after.counts[key]), "", before=str(before.counts[key]))
    known = {f.key: f for f in before.open_findings}
    changed = [f for f in after.open_findings if f.key not in known or known[f.key].value != f.value]
    if changed:
        yield Row("Findings that change", head=True)
        for finding in changed[:8]:
            text, sign = shown_number(finding.value, finding.unit, system)
            old_finding = known.get(finding.key)
            old = shown_number(old_finding.value, finding.unit, system)[0] if old_finding else "fits"
            name = after.project.name_of(finding.subjects[0]) if finding.subjects else "Hall"
            yield Row(
                f"{name}: {_rule_title(finding.code)}", text, sign, before=old, finding=finding,
                tip=finding.text(after.project, system),
            )  # fmt: skip
    for id in ids[:1]:
        yield from _changed_record_rows(before, after, id, system)


def _changed_record_rows(before: Report, after: Report, id: str, system: System) -> Iterator[Row]:
    for domain, title in _DOMAIN_TITLE.items():
        old_result, new_result = getattr(before.results, domain), getattr(after.results, domain)
        if old_result is None or new_result is None:
            continue
        old, new = old_result.records.get(id), new_result.records.get(id)
        if old is new or new is None:
            continue
        old_texts = {name: row.text for name, row in _named_rows(before.project, old, system)}
        rows = [(n, row) for n, row in _named_rows(after.project, new, system) if old_texts.get(n) != row.text]
        if rows:
            yield Row(title, head=True)
            for name, row in rows:
                yield Row(row.label, row.text, row.unit, before=old_texts.get(name, MIXED))


def subtitle(project: Project, ids: Sequence[str]) -> str:
    """Kind and product in one line below the name."""
    if not ids:
        return "the hall and its limits"
    if len(ids) > 1:
        labels = {kind_label(project, i) for i in ids}
        return ", ".join(sorted(labels)[:3])
    item = project.equipment.get(ids[0])
    if item is None:
        link = project.links.get(ids[0])
        return f"{link.medium.value.capitalize()} link · {link.count} {_what(link)}" if link else ""
    parts = [type(item).label]
    if item.product and item.product in project.products:
        parts.append(project.products[item.product].name)
    inside = [e for e in project.equipment.values() if e.carrier_id() == item.id]
    by_product: dict[str, int] = {}
    for content in inside:
        if content.product and content.kind in ("system", "switch", "accelerator"):
            name = project.products[content.product].name if content.product in project.products else content.kind
            by_product[name] = by_product.get(name, 0) + 1
    parts += [f"{count} × {name}" for name, count in sorted(by_product.items(), key=lambda pair: -pair[1])[:2]]
    return " · ".join(parts)


def _what(link: Link) -> str:
    word = "pipe" if link.medium is Medium.COOLANT else "cable"
    return word if link.count == 1 else f"{word}s"


def kind_label(project: Project, id: str) -> str:
    """Kind of a record in words."""
    item = project.equipment.get(id)
    return type(item).label if item is not None else "Link"


def selection_note(project: Project, ids: Sequence[str]) -> str:
    """How many of what is selected, as in "2 racks"."""
    if not ids:
        return ""
    labels = {kind_label(project, i) for i in ids}
    word = labels.pop() if len(labels) == 1 else "thing"
    word = word if word.isupper() else word.lower() if " / " not in word else word
    return f"{len(ids)} {word}" + ("" if len(ids) == 1 else "s")
