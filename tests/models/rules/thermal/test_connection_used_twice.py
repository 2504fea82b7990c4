"""THM311: points of coolant ports that two bundles take, or that are not there."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from thermal_findings import check, findings
from traps.thermal import link_id


def with_link(**values: object) -> Project:
    return set_fields(good_hall(), [link_id("chl1", "crah1")], values)


@pytest.mark.parametrize(("values", "wanted"), [({}, False), ({"b_first": 2}, True), ({"per_pair": 2}, True)])
def test_points_that_are_not_there(values: dict[str, object], wanted: bool) -> None:
    check("THM311", with_link(**values) if values else good_hall(), wanted)


def test_the_last_point_is_there_and_the_next_is_not() -> None:
    check("THM311", with_link(a_first=64), False)
    check("THM311", with_link(a_first=65), True)


def test_both_bundles_at_a_point_are_named_and_let_go_together() -> None:
    p = good_hall()
    link = p.links[link_id("chl1", "crah1")]
    twice = p.changed(links={"again": link.model_copy(update={"id": "again", "a": ("chl2",), "a_first": 30})})
    assert {f.subjects for f in findings("THM311", twice)} == {(link.id,), ("again",)}
    report = evaluate(p)
    for project in (twice, p, with_link(b_first=2), twice, p):
        report = evaluate(project, report)
        assert report.findings == evaluate(project).findings
