"""Key figures of a fabric in words, for the diagram and the report."""

from hallwright.engines.fabric.records import FabricTotals, LinkRecord
from hallwright.evaluate import Report
from hallwright.units import number_text

Figure = tuple[str, str, str]  # label, number, unit


def cables_of(report: Report, name: str) -> int:
    """Cables of a fabric, to systems and between switches."""
    fabric = report.results.fabric
    records = () if fabric is None else fabric.records.values()
    return sum(r.count for r in records if isinstance(r, LinkRecord) and r.fabric == name)


def worst_oversubscription(totals: FabricTotals) -> float | None:
    """Of the tier that is oversubscribed most; None where no tier has uplinks."""
    return max((r for tier in totals.tiers if (r := totals.oversubscription(tier)) is not None), default=None)


def figures(report: Report, name: str) -> tuple[Figure, ...]:
    """Bisection, oversubscription, switches, links and link ends of a fabric; none where it is not evaluated."""
    fabric = report.results.fabric
    totals = None if fabric is None else fabric.fabrics.get(name)
    if totals is None:
        return ()
    ratio, cables = worst_oversubscription(totals), cables_of(report, name)
    return (
        ("Bisection", number_text(totals.bisection_gbps / 1000.0, 1), "Tb/s"),
        ("Oversubscription", "–" if ratio is None else f"{number_text(ratio, 2).rstrip('0').rstrip('.')} : 1", ""),
        ("Switches", number_text(sum(n for n, _, _ in totals.tiers.values()), 0), ""),
        ("Links", number_text(cables, 0), ""),
        ("Link ends", number_text(2 * cables, 0), ""),
    )
