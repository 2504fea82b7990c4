"""What the engine makes of equipment and links."""

import pytest

from halls import item
from hallwright.edits.wire import connect
from hallwright.engines.power.elements import Feed, Feeder, Load, downward, feeds_of, loop_members, node_of
from hallwright.project import Project
from hallwright.settings import Settings

SETTINGS = Settings()


def node(kind: str, id: str, **fields: object) -> Feeder | Load | None:
    return node_of(item(kind, id, **fields), [], SETTINGS)


def feed(a: str, b: str) -> Feed:
    return Feed(f"{a}-{b}", a, b, 1, 1.0, False, "", 415.0, 3, None, 1)


def test_roles() -> None:
    strip = node("rack_pdu", "p", rack_id="r", voltage_v=415.0, rating_a=63.0)
    assert isinstance(strip, Feeder) and not strip.on_floor and strip.limit_a == pytest.approx(50.4)
    board = node("switchgear", "g", voltage_v=415.0, rating_a=100.0, full_rated=True)
    assert isinstance(board, Feeder) and board.on_floor and board.limit_a == 100.0
    assert node("battery", "b", rating_kw=10.0) is None
    assert node("rack", "r") is None
    server = node("system", "s", role="gpu", nameplate_kw=10.0, psu_count=6, psu_kw=3.3)
    assert isinstance(server, Load) and (server.required, server.stated) == (4, True)  # 10 kW of 3.3 kW supplies
    unknown = node("system", "s", role="gpu", psu_count=6)
    assert isinstance(unknown, Load) and not unknown.stated


def test_cables() -> None:
    things = [
        item("pdu", "rpp", primary_v=415.0, secondary_v=415.0, rating_a=250.0),
        item("rack_pdu", "p", rack_id="r", voltage_v=415.0, rating_a=63.0),
        item("system", "s", role="gpu", nameplate_kw=1.0, inlet_a=10.0),
    ]
    project = Project().changed(equipment={t.id: t for t in things})
    project = connect(connect(project, "rpp", "out", "p", "in"), "p", "out", "s", "psu", 2)
    nodes = {t.id: n for t in things if (n := node_of(t, [], SETTINGS)) is not None}
    by_end = {f.b: f for k in project.links.values() for f in feeds_of(k, nodes, 0.8)}
    assert (by_end["p"].phases, by_end["p"].voltage_v, by_end["p"].limit_a) == (3, 415.0, pytest.approx(50.4))
    assert (by_end["s"].phases, by_end["s"].cables, by_end["s"].limit_a) == (1, 2, 10.0)
    assert by_end["s"].voltage_v == pytest.approx(415.0 / 3.0**0.5)


def test_loops_and_order() -> None:
    feeds = [feed("a", "b"), feed("b", "c"), feed("c", "b"), feed("c", "d")]
    assert loop_members("abcd", feeds) == {"b", "c"}
    assert loop_members("abcd", feeds[:2]) == frozenset()
    assert downward("dcba", [feed("a", "b"), feed("c", "b"), feed("b", "d")]) == ["a", "c", "b", "d"]
