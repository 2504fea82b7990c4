"""What mends wiring that differs from a fabric's rule."""

from generated import bare_hall, with_fabric
from hallwright.evaluate import evaluate
from hallwright.rules.base import Context
from hallwright.rules.fabric.rail_swapped import RailSwapped
from hallwright.rules.fabric.restoring import restoring_fixes


def test_wired_by_the_rule_or_kept_as_an_exception() -> None:
    project = with_fabric(bare_hall(8))
    id, link = next((k, v) for k, v in project.links.items() if "s0" in v.a)
    wrong = project.changed(links={id: link.model_copy(update={"b": (link.b[1], link.b[0], *link.b[2:])})})
    report = evaluate(wrong)
    finding = next(f for f in report.findings if f.code == "FAB311")
    restore, keep = RailSwapped().fixes(finding, Context(wrong, report.results))
    assert restore.text == "Wire Compute by its rule"
    assert restore.edit(wrong).links == project.links
    kept = keep.edit(wrong)
    assert kept.fabrics["fab"].exceptions and kept.links[id].b == wrong.links[id].b
    for after in (restore.edit(wrong), kept):
        assert not [f for f in evaluate(after).findings if f.code == "FAB311"]


def test_there_is_nothing_to_mend_where_nothing_differs() -> None:
    project = with_fabric(bare_hall(8))
    assert not list(restoring_fixes("s0", Context(project, evaluate(project).results)))
