"""Content of the design report: what it says, before it is set as PDF, HTML or JSON.

Every number is read from the project or from the engines' results; nothing is computed here but sums of them.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hallwright.engines.study.records import Study
from hallwright.equipment import kinds
from hallwright.equipment.base import field_unit
from hallwright.evaluate import Report
from hallwright.export.air_tables import air_section
from hallwright.export.cable_tables import cable_section
from hallwright.export.coolant_tables import coolant_section
from hallwright.export.fabric_tables import fabric_report
from hallwright.export.layout import Bar, Callout, KeyFigure, Picture, Section, Table, Verdict, column
from hallwright.export.load_tables import cooling_section, space_section
from hallwright.export.power_tables import power_section
from hallwright.fileformat.text import fingerprint
from hallwright.project import Product
from hallwright.rules import rules
from hallwright.rules.base import DOMAINS, Finding, Severity
from hallwright.settings import Settings
from hallwright.units import UNITS, System, number_text, quantity_text

TITLES = {"power": "Power", "thermal": "Cooling", "fabric": "Fabric", "space": "Space"}


@dataclass(frozen=True)
class Content:
    """A whole report.

    Attributes
    ----------
    verdict : str
        One sentence: what is placed, and whether it passes.
    sections : tuple of Section
        Numbered from 1 in this order.
    """

    title: str
    verdict: str
    hash: str
    revision: str
    dated: datetime.date
    author: str
    key_figures: tuple[KeyFigure, ...]
    domains: tuple[Verdict, ...]
    sections: tuple[Section, ...] = field(default=())


ONE_LINE = (
    "The power chain by level, feed A left, feed B right. 2N: two sides, and no single failure takes a load away or "
    "slows it; slowed: some single failure slows one; N: some single failure takes one away. Like elements of a large "
    "hall are drawn as one sign with their number."
)


def content(report: Report, dated: datetime.date, system: System = "metric", study: Study | None = None) -> Content:
    """The report of a design.

    Parameters
    ----------
    report : Report
        The project and everything computed from it.
    dated : date
        Date printed in the title block; the only thing that does not come from the project.
    system : {"metric", "us"}
        Units of the texts.
    study : Study or None
        The electrical study, where one was run.
    """
    project = report.project
    return Content(
        title=project.name,
        verdict=verdict_sentence(report),
        hash=fingerprint(project),
        revision=project.revision,
        dated=dated,
        author=project.author,
        key_figures=tuple(key_figures(report)),
        domains=tuple(_domain_verdict(report, domain, system) for domain in DOMAINS.values()),
        sections=(
            _findings_section(report, system),
            power_section(report, system, study),
            Section("One-line", ONE_LINE, (Picture("one-line"),)),
            cooling_section(report, system),
            air_section(report, system),
            coolant_section(report, system, assumptions(project.settings, system)),
            fabric_report(report, system),
            cable_section(report, system),
            space_section(report, system),
            Section("Elevations", "Rack fronts, to scale.", (Picture("elevation"),)),
            _equipment_section(report),
            _assumptions_section(report, system),
            _sources_section(report),
        ),
    )


def verdict_sentence(report: Report) -> str:
    """What is placed, and whether it passes, in one sentence or two."""
    counts = report.counts
    gpus = report.totals.gpus
    placed = f"{number_text(gpus, 0)} GPUs placed. " if gpus else ""
    words = [_counted(counts[key], key) for key in ("error", "warning", "hint") if counts[key]]
    if counts["waived"]:
        words.append(f"{counts['waived']} waived")
    listed = ", ".join(words)
    if counts["error"]:
        return f"{placed}It does not pass yet: {listed}."
    if counts["not_evaluated"]:
        return f"{placed}Not everything could be checked: {_counted(counts['not_evaluated'], 'gap')}."
    if report.left_out:
        return f"{placed}It passes every quick check; the field of the room's air is not solved."
    return f"{placed}It passes every check" + (f", with {listed}." if listed else ".")


def _counted(count: int, noun: str) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return f"{words[count] if count < len(words) else count} {noun}{'' if count == 1 else 's'}"


def key_figures(report: Report) -> Iterator[KeyFigure]:
    """The five figures of the cover; a dash where one is unknown."""
    totals = report.totals
    yield KeyFigure("GPUs", number_text(totals.gpus, 0), "")
    for title, value, unit, decimals in (
        ("IT load", totals.it_kw, "kW", 0),
        ("Cooling load", totals.cooling_kw, "kW", 0),
        ("PUE at design load", totals.pue, "", 2),
        ("Floor", totals.floor_m2, "m²", 0),
    ):
        yield KeyFigure(title, "–" if value is None else number_text(value, decimals), unit)


def _domain_verdict(report: Report, domain: str, system: System) -> Verdict:
    findings = [f for f in report.open_findings if f.domain == domain]
    gaps = [g for g in report.not_evaluated if DOMAINS[g.code[:3]] == domain]
    if findings:
        worst = findings[0]
        same = sum(1 for f in findings if f.severity is worst.severity)
        word = _counted_figure(same, worst.severity.name.lower())
        return Verdict(TITLES[domain], worst.severity, word, worst.text(report.project, system))
    if gaps:
        return Verdict(TITLES[domain], Severity.HINT, f"{len(gaps)} not evaluated", gaps[0].text(report.project))
    checked = sum(1 for rule in rules() if DOMAINS[rule.code[:3]] == domain)
    return Verdict(TITLES[domain], None, "fits", f"{checked} rules checked, none broken")


def _counted_figure(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def finding_cells(finding: Finding) -> tuple[Any, ...]:
    """Value, limit, unit and margin of a finding as table cells."""
    unit = UNITS[finding.unit]
    value, shown, decimals = unit.shown_value(finding.value)
    limit, _, _ = unit.shown_value(finding.limit)
    return number_text(value, decimals), number_text(limit, decimals), shown


def _findings_section(report: Report, system: System) -> Section:
    project = report.project
    columns = (
        column("", kind="badge", share=4),
        column("Code", share=10),
        column("Subject", share=15, strong=True),
        column("What", share=44),
        column("Value", "right", share=9),
        column("Limit", "right", share=9),
        column("Unit", share=6),
        column("", kind="bar", share=10),
    )
    rows = tuple(
        (
            f.severity,
            f.code,
            project.name_of(f.subjects[0]),
            f.text(project, system),
            *finding_cells(f),
            Bar(f.value, f.limit, f.at_least, f.severity),
        )
        for f in report.open_findings
    )
    waived = tuple(_waived_rows(report, system))
    gaps = tuple(
        (g.code, project.name_of(g.subjects[0]) if g.subjects else "", g.text(project))
        for g in (*report.not_evaluated, *report.left_out)
    )
    blocks: list[Table | Callout | Picture] = [
        Table("Open findings", columns, rows, "", empty=f"No findings. {len(rules())} rules checked.")
    ]
    if waived:
        head = (
            column("Code", share=10),
            column("Subjects", share=24, strong=True),
            column("What", share=18),
            column("Reason", share=26),
            column("Waived by", share=11),
            column("Date", share=11),
        )
        blocks.append(
            Table("Waived", head, waived, "Accepted findings stay listed; one returns when its value worsens.")
        )
    if gaps:
        gap_head = (column("Code", share=10), column("Subject", share=20, strong=True), column("Why", share=70))
        blocks.append(Table("Not evaluated", gap_head, gaps, "What could not be checked is never a pass."))
    return Section("Findings", "Worst first, then by thinnest margin.", tuple(blocks))


def _waived_rows(report: Report, system: System) -> Iterator[tuple[str, ...]]:
    """Waived findings; those of one rule with one reason share a row."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.waiver is not None:
            waiver = finding.waiver
            groups.setdefault((finding.code, waiver.reason, waiver.name, waiver.date), []).append(finding)
    titles = {rule.code: rule.title for rule in rules()}
    for (code, reason, name, date), found in groups.items():
        what = found[0].text(report.project, system) if len(found) == 1 else titles[code]
        yield code, ", ".join(report.project.name_of(f.subjects[0]) for f in found), what, reason, name, date


def _equipment_section(report: Report) -> Section:
    project = report.project
    counts = Counter((item.kind, item.product) for item in project.equipment.values())
    rows = []
    for (kind, product_id), count in sorted(
        counts.items(), key=lambda e: (kinds()[e[0][0]].group, e[0][0], str(e[0][1]))
    ):
        product = project.products.get(product_id or "")
        rows.append(
            (
                kinds()[kind].label,
                product.name if product else "drawn in the project",
                product.vendor if product else "",
                count,
                _confidence_text(product),
            )
        )
    cables = Counter[str | None]()
    for link in project.links.values():
        cables[link.product] += link.count
    for product_id, count in sorted(cables.items(), key=lambda e: str(e[0])):
        product = project.products.get(product_id or "")
        rows.append(
            (
                "Cable",
                product.name if product else "no product chosen",
                product.vendor if product else "",
                count,
                _confidence_text(product),
            )
        )
    head = (
        column("Kind", share=18),
        column("Product", share=40, strong=True),
        column("Vendor", share=14),
        column("Count", "right", share=8),
        column("Values seen in a source", "right", share=20),
    )
    return Section(
        "Equipment",
        "Products placed, with the share of their values that was seen in a source.",
        (Table("Equipment and cables", head, tuple(rows), ""),),
    )


def _confidence_text(product: Product | None) -> str:
    if product is None or not product.confidence:
        return "entered by hand"
    seen = sum(1 for c in product.confidence.values() if c == "verified")
    return f"{seen} of {len(product.confidence)}"


def assumptions(settings: Settings, system: System = "metric") -> Iterator[tuple[str, str, str, str]]:
    """Every setting: what, value with unit, source, and whether it was changed from its default."""
    for name, info in Settings.model_fields.items():
        value = getattr(settings, name)
        extra = info.json_schema_extra
        source = extra.get("source", "") if isinstance(extra, Mapping) else ""
        unit = field_unit(Settings, name)
        if isinstance(value, bool):
            text = "yes" if value else "no"
        elif isinstance(value, int | float):
            text = quantity_text(value, unit, system)
        else:
            text = str(value)
        changed = "set in this project" if value != info.get_default() else ""
        yield info.description or name, text, str(source), changed


def _assumptions_section(report: Report, system: System) -> Section:
    rows = tuple(assumptions(report.project.settings, system))
    head = (
        column("Assumption", share=42),
        column("Value", "right", share=14, strong=True),
        column("Source", share=30),
        column("", share=14),
    )
    derived = []
    for product in _products_used(report):
        for name, basis in sorted(product.basis.items()):
            derived.append((product.name, _field_title(product, name), basis))
    blocks = [Table("Settings of the project", head, rows, "Limits and assumptions behind every check.")]
    if derived:
        basis_head = (
            column("Product", share=28, strong=True),
            column("Value", share=26),
            column("How it was obtained", share=46),
        )
        blocks.append(
            Table("Derived values", basis_head, tuple(derived), "Computed from other figures; never counted as seen.")
        )
    return Section("Assumptions", "", tuple(blocks))


def _field_title(product: Product, name: str) -> str:
    kind = kinds().get(product.kind)
    if kind is not None and name in kind.model_fields:
        return kind.model_fields[name].description or name
    return name.replace("_", " ")


def _products_used(report: Report) -> list[Product]:
    project = report.project
    used = {item.product for item in project.equipment.values()} | {link.product for link in project.links.values()}
    return [project.products[i] for i in sorted(i for i in used if i) if i in project.products]


def _sources_section(report: Report) -> Section:
    rows = []
    for product in _products_used(report):
        rows.append((product.name, product.source_tier.replace("_", " "), "; ".join(product.sources)))
    by_source: dict[str, list[str]] = {}
    for rule in rules():
        by_source.setdefault(rule.source, []).append(rule.code)
    limits = tuple((", ".join(codes), source) for source, codes in sorted(by_source.items()))
    head = (column("Product", share=30, strong=True), column("Kind of source", share=14), column("Source", share=56))
    rule_head = (column("Rules", share=30, strong=True), column("Source", share=70))
    return Section(
        "Sources",
        "",
        (
            Table("Products", head, tuple(rows), "", empty="No catalogue product is placed."),
            Table("Limits", rule_head, limits, ""),
        ),
    )


def to_plain(found: Content) -> dict[str, Any]:
    """The report as plain values, for JSON."""

    def cell(value: Any) -> Any:
        if isinstance(value, Severity):
            return value.name.lower()
        if isinstance(value, Bar):
            return {"value": value.value, "limit": value.limit, "at_least": value.at_least}
        return value

    def block(value: Table | Callout | Picture) -> dict[str, Any]:
        if isinstance(value, Table):
            return {
                "table": value.title,
                "note": value.note,
                "columns": [c.title for c in value.columns],
                "rows": [[cell(v) for v in row] for row in value.rows],
            }
        if isinstance(value, Callout):
            return {"callout": value.text, "severity": value.severity.name.lower()}
        return {"picture": value.view}

    return {
        "schema": "hallwright-report/1",
        "title": found.title,
        "verdict": found.verdict,
        "hash": found.hash,
        "revision": found.revision,
        "date": found.dated.isoformat(),
        "author": found.author,
        "key_figures": [{"title": k.title, "value": k.value, "unit": k.unit} for k in found.key_figures],
        "domains": [
            {
                "domain": d.domain,
                "severity": d.severity.name.lower() if d.severity else None,
                "word": d.word,
                "reason": d.reason,
            }
            for d in found.domains
        ],
        "sections": [
            {"title": s.title, "text": s.text, "blocks": [block(b) for b in s.blocks]} for s in found.sections
        ],
    }
