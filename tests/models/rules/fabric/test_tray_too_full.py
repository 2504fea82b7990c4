"""FAB109: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import Report, evaluate
from hallwright.rules.base import Context, Finding, Severity
from hallwright.rules.fabric.tray_too_full import TrayTooFull, width_needed_m
from traps.cabling import laid


def of(width_m: float, limit: float = 0.1) -> tuple[Report, list[Finding]]:
    hall = set_settings(laid(good_hall(), width_m=width_m, side_m=0.02), {"tray_fill_max_fraction": limit})
    report = evaluate(hall)
    return report, [f for f in report.findings if f.code == "FAB109"]


def test_below_at_and_beyond() -> None:
    load = of(0.5)[0].results.trays.records["t1"]  # type: ignore[union-attr]
    exact = load.area_m2 / (0.02 * 0.1)
    assert of(exact * 1.001)[1] == []
    (finding,) = of(exact / 1.001)[1]
    assert finding.value == pytest.approx(0.1001) and finding.limit == 0.1
    assert finding.severity is Severity.WARNING
    at = load.area_m2 / (0.5 * 0.02)
    assert of(0.5, limit=at)[1] == []  # exactly at the limit is allowed


def test_what_does_not_fit_is_an_error_and_says_what_would_do() -> None:
    report, (finding,) = of(0.021, limit=0.1)
    assert finding.severity is Severity.WARNING
    text = finding.text(report.project)
    assert "24 cables" in text and "100 mm wide is enough" in text
    assert width_needed_m(1.0, 0.1, 0.4) == 25.0
    hall = set_fields(report.project, ["t1"], {"side_m": 0.0101, "width_m": 0.021})
    hall = set_settings(hall, {"fibre_diameter_m": 0.02})
    (finding,) = (f for f in evaluate(hall).findings if f.code == "FAB109")
    assert finding.severity is Severity.ERROR and "No width is enough" in finding.text(hall)


def test_the_fix_is_enough() -> None:
    report, (finding,) = of(0.021)
    (fix,) = TrayTooFull().fixes(finding, Context(report.project, report.results))
    assert [f for f in evaluate(fix.edit(report.project)).findings if f.code == "FAB109"] == []
