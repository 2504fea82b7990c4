"""Coolant bundles at their ports: many ends, points shared, and only what a change can reach."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.cooling.records import Joint
from hallwright.evaluate import Report, evaluate
from hallwright.project import Project
from traps.thermal import link_id


def joint(report: Report, id: str) -> Joint:
    assert report.results.cooling is not None
    found = report.results.cooling.records[id]
    assert isinstance(found, Joint)
    return found


def mesh() -> Project:
    """Both chillers supply two coolers by one bundle of four pipes."""
    p = good_hall()
    one = p.links[link_id("chl1", "crah1")]
    gone = [link_id("chl1", "crah1"), link_id("chl1", "crah3")]
    bundle = one.model_copy(update={"id": "mesh", "a": ("chl1", "chl2"), "b": ("crah1", "crah3"), "a_first": 40})
    return p.changed(links={**dict.fromkeys(gone), "mesh": bundle})


def test_a_mesh_needs_a_point_for_each_pair() -> None:
    assert joint(evaluate(mesh()), "mesh") == Joint(0, 2, False, False)  # each cooler has one inlet, and two are asked


def test_a_change_reaches_the_neighbours_alone() -> None:
    before = evaluate(mesh())
    fewer = set_fields(mesh(), ["chl1"], {"outlets": 40})
    after = evaluate(fewer, before)
    assert joint(after, "mesh") == Joint(0, 3, False, False)
    assert after.results.cooling is not None
    assert link_id("chl2", "cdu2") not in (after.results.cooling.dirty or ())
    assert after.results.cooling.records == evaluate(fewer).results.cooling.records  # type: ignore[union-attr]
