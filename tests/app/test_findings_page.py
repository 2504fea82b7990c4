"""What the page says of fixes that were tried."""

import json
from pathlib import Path

from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.text import from_plain
from hallwright.fixes import attempts
from hallwright_app.findings_page import help_parts, verdict

TRAPS = Path(__file__).parents[1] / "data" / "traps"


def trap(code: str) -> Report:
    project = from_plain(json.loads((TRAPS / f"{code}.json").read_text(encoding="utf-8")))
    return evaluate(project.changed(waivers={}))


def verdicts(code: str, of: str) -> list[str]:
    report = trap(code)
    return [
        verdict(attempt, report, "metric")
        for f in report.open_findings
        if f.code == of
        for attempt in attempts(report, f)
    ]


def test_verdicts_in_words() -> None:
    assert verdicts("SPC104", "SPC104") == ["clears it, adds none"]
    good, refused = verdicts("PWR201", "PWR201")
    assert good.startswith("clears it, adds none")
    assert refused.startswith("cannot be done: There is no Rack PDU of another side")
    assert "clears it, adds PWR205 at BIG" in verdicts("PWR205", "PWR111")


def test_help_of_a_rule_has_three_parts() -> None:
    assert help_parts("One.\n\nmore of it.\n\nWhy: because.\nFix: mend\nit.") == (
        "One. more of it.",
        "Because.",
        "Mend it.",
    )
