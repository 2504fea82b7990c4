"""How rules read the power engine's records."""

from halls import good_hall
from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.evaluate import evaluate
from hallwright.rules.base import Context
from hallwright.rules.power.records import record_of, unknown_below


def test_only_a_record_of_the_kind_asked_for() -> None:
    report = evaluate(good_hall())
    context = Context(report.project, report.results)
    assert record_of(context, "s1", LoadFlow) is not None
    assert record_of(context, "s1", ElementFlow) is None
    assert record_of(context, "room", ElementFlow) is None


def test_count_in_words() -> None:
    assert unknown_below(1).format("P1") == "The power of a load fed by P1 is unknown."
    assert unknown_below(3).format("P1") == "The power of 3 loads fed by P1 is unknown."
