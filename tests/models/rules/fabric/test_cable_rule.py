"""The fix that takes another cable product."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.rules.base import Context
from hallwright.rules.fabric.reach_exceeded import ReachExceeded


def test_the_fix_takes_a_product_that_fits_and_clears_the_finding() -> None:
    hall = good_hall()
    optic = next(link for link in hall.links.values() if link.product == "test-optic")
    short = set_fields(hall, [optic.id], {"product": "test-dac"})
    report = evaluate(short)
    finding = next(f for f in report.findings if f.code == ReachExceeded.code)
    (fix,) = ReachExceeded().fixes(finding, Context(short, report.results))
    assert fix.text == "Use 400G optic"
    assert not evaluate(fix.edit(short), report).findings


def test_nothing_is_offered_where_no_product_fits() -> None:
    hall = good_hall()
    optic = next(link for link in hall.links.values() if link.product == "test-optic")
    short = set_fields(hall, [optic.id], {"product": "test-dac"})
    bare = short.changed(products={"test-dac": short.products["test-dac"]})
    report = evaluate(bare)
    finding = next(f for f in report.findings if f.code == ReachExceeded.code)
    assert not list(ReachExceeded().fixes(finding, Context(bare, report.results)))
