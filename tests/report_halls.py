"""Reports that the tests of the report start from."""

import datetime
from functools import cache

from halls import good_hall
from hallwright.edits.change import set_fields, waive
from hallwright.evaluate import Report, evaluate
from hallwright.export.layout import Table
from hallwright.export.report import Content
from hallwright.project import Waiver

DATED = datetime.date(2026, 11, 21)


@cache
def good_report() -> Report:
    return evaluate(good_hall())


@cache
def broken_report() -> Report:
    """The good hall with racks that weigh too much, one of them waived."""
    broken = set_fields(good_hall(), ["r1", "r2"], {"static_load_kg": 50.0})
    report = evaluate(broken)
    first = next(f for f in report.findings if f.subjects[0] == "r1")
    waiver = Waiver(code=first.code, subjects=first.subjects, reason="<b>agreed</b> & signed", name="A. Planner",
                    date="2026-11-20", value=first.value)  # fmt: skip
    return evaluate(waive(broken, waiver))


def tables(found: Content) -> dict[str, Table]:
    return {block.title: block for section in found.sections for block in section.blocks if isinstance(block, Table)}
