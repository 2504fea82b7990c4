"""FAB205: cables of both feeds in one tray."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.cabling import both_feeds


def found(project: Project) -> list[tuple[str, float]]:
    return [(f.subjects[0], f.value) for f in evaluate(project).findings if f.code == "FAB205"]


def test_one_side_is_fine_both_are_not() -> None:
    hall = both_feeds(good_hall())
    assert found(hall) == [("t1", 2.0)]
    assert found(set_fields(hall, ["trapa"], {"route": ()})) == []


def test_a_side_that_is_re_fed_is_looked_at_again() -> None:
    """The tray's finding follows the power chain: with both from side A there is one side only."""
    hall = both_feeds(good_hall())
    report = evaluate(hall)
    link = hall.links["trapb"].model_copy(update={"a": ("rppa",), "a_first": 70})
    after = hall.changed(links={"trapb": link})
    patched = evaluate(after, report)
    assert [f for f in patched.findings if f.code == "FAB205"] == []
    assert patched.findings == evaluate(after).findings
