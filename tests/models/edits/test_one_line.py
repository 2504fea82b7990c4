"""Edits of the one-line: join on free ports, order a row."""

import json

import pytest

from halls import good_hall, item
from hallwright.diagrams.one_line import one_line
from hallwright.edits.change import set_fields
from hallwright.edits.one_line import is_power, join, order_row
from hallwright.edits.wire import disconnect
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.fileformat.text import from_plain, to_text
from hallwright.project import Project


def test_join_takes_the_first_free_ports_and_makes_the_same_feed() -> None:
    project = good_hall()
    (old,) = [link for link in project.links.values() if "txa" in link.b]
    cut = disconnect(project, [old.id])
    after = join(cut, "uta", "txa")
    (new,) = [link for link in after.links.values() if "txa" in link.b]
    assert (new.a, new.a_port, new.b_port) == (old.a, old.a_port, old.b_port) and is_power(after, new.id)
    assert evaluate(after).counts == evaluate(project).counts


def test_a_rack_is_fed_at_its_first_free_inlet() -> None:
    project = good_hall()
    cut = disconnect(project, [link.id for link in project.links.values() if "p1b" in link.b])
    after = join(cut, "rppb", "r1")
    assert [link.b for link in after.links.values() if link.id not in cut.links] == [("p1b",)]


@pytest.mark.parametrize(
    ("a", "b", "words"), [("uta", "txa", "free"), ("s1", "txa", "gives no power"), ("uta", "room", "takes no power")]
)
def test_join_is_refused_with_the_reason(a: str, b: str, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        join(good_hall(), a, b)


def test_a_battery_goes_to_the_battery_port_and_nothing_else_does() -> None:
    project = Project().changed(equipment={
        "bat": item("battery", "bat", rating_kw=100.0),
        "ups": item("ups", "ups", rating_kw=100.0, voltage_v=415.0),
        "ut": item("utility_feed", "ut", voltage_v=415.0),
    })  # fmt: skip
    after = join(join(project, "bat", "ups"), "ut", "ups")
    assert sorted(link.b_port for link in after.links.values()) == ["battery", "in"]


def two_panels() -> Project:
    things = {
        "ut": item("utility_feed", "ut", side="A", voltage_v=415.0),
        "sg": item("switchgear", "sg", voltage_v=415.0, rating_a=800.0),
        **{i: item("pdu", i, primary_v=415.0, secondary_v=415.0) for i in ("p1", "p2", "p3")},
    }
    project = Project().changed(equipment=things)
    for a, b in (("ut", "sg"), ("sg", "p1"), ("sg", "p2"), ("sg", "p3")):
        project = join(project, a, b)
    return project


def order(project: Project) -> list[str]:
    return [b.key for b in one_line(evaluate(project)).boxes if b.sign == "panel"]


def test_a_row_keeps_the_order_it_is_given_and_is_saved() -> None:
    project = two_panels()
    assert order(project) == ["p1", "p2", "p3"]
    after = order_row(project, ["p3", "p1", "p2"])
    assert order(after) == ["p3", "p1", "p2"]
    assert order(from_plain(json.loads(to_text(after)))) == ["p3", "p1", "p2"]
    assert evaluate(after).counts == evaluate(project).counts


def test_what_has_no_place_or_is_locked_is_refused() -> None:
    with pytest.raises(EditRefused, match="no place of its own"):
        order_row(good_hall(), ["r1"])
    locked = set_fields(two_panels(), ["p1"], {"locked": True})
    with pytest.raises(EditRefused, match="locked"):
        order_row(locked, ["p1", "p2"])
