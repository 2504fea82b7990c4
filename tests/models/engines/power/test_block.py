"""Blocks: a rack solved by itself."""

import pytest

from halls import item
from hallwright.engines.power.block import Block, worst_line
from hallwright.engines.power.elements import Feed, node_of
from hallwright.engines.power.records import LOST, OK, ONE_SIDE
from hallwright.settings import Settings


def rack() -> Block:
    things = [
        item("rack_pdu", "pa", rack_id="r", voltage_v=415.0, rating_a=63.0, banks=2, bank_a=20.0, outlets=10),
        item("rack_pdu", "pb", rack_id="r", voltage_v=415.0, rating_a=63.0),
        item("system", "s", role="gpu", nameplate_kw=6.0, psu_count=4, psu_required=2),
    ]
    nodes = {t.id: n for t in things if (n := node_of(t, [], Settings())) is not None}
    feeds = [
        Feed("1", "ra", "pa", 1, 1.0, False, "", 415.0, 3, None, 1),
        Feed("2", "rb", "pb", 1, 1.0, False, "", 415.0, 3, None, 1),
        Feed("3", "pa", "s", 2, 2.0, False, "L1", 240.0, 1, None, 5),
        Feed("4", "pb", "s", 2, 2.0, False, "", 240.0, 1, None, 1),
    ]
    return Block(sorted(nodes), nodes, feeds)


def test_patterns() -> None:
    block = rack()
    assert block.roots == ("ra", "rb") and block.key == "pa"
    normal = block.solve(0b11)
    assert normal.root_kw == (3.0, 3.0) and normal.states == [OK]
    cords = [block.cords(0, normal, 0b11)]
    assert cords == [4]
    one = block.solve(0b10, -1, cords)
    assert one.root_kw == (0.0, 6.0) and one.states == [ONE_SIDE] and one.supplies == [2]
    assert block.solve(0, -1, cords).states == [LOST]
    failed = block.solve(0b11, 0, cords)
    assert failed.root_kw == (0.0, 6.0) and failed.live == [False, True]


def test_banks_and_phases() -> None:
    block = rack()
    normal = block.solve(0b11)
    each = 1000.0 * 1.5 / (240.0 * 0.95)
    assert block.bank_a(0, normal, 0.95) == pytest.approx(each)  # outlets 5 and 6 lie in the two banks
    assert block.phase_kw(normal) == {"pa": {"L1": 3.0}, "ra": {"L1": 3.0}}
    amps, lines = block.amps(0, normal, 0.95)
    assert lines == pytest.approx((amps, 0.0, 0.0)) and amps == pytest.approx(1000.0 * 3.0 * 3**0.5 / (415.0 * 0.95))
    assert block.amps(1, normal, 0.95)[1] == ()
    assert worst_line(3.0, 3.0, {"L1": 3.0}, 415.0, 0.95)[0] == pytest.approx(amps)
