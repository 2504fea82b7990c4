"""The backbone: who lives in which failure, and what flows."""

import numpy as np
import pytest

from halls import item
from hallwright.engines.power.backbone import NO_SUPPLY, ON_STANDBY, ON_UTILITY, Backbone, backbone
from hallwright.engines.power.elements import Feed, Feeder, node_of
from hallwright.settings import Settings


def chain() -> Backbone:
    things = [
        item("utility_feed", "ut", voltage_v=415.0),
        item("generator", "gen", rating_kw=100.0, voltage_v=415.0),
        item("switchgear", "sg", voltage_v=415.0, rating_a=100.0),
        item("ups", "u1", rating_kw=100.0, voltage_v=415.0, efficiency_at_load=[[1.0, 0.9]]),
        item("ups", "u2", rating_kw=50.0, voltage_v=415.0),
        item("switchgear", "out", voltage_v=415.0, rating_a=100.0),
    ]
    nodes = {t.id: node_of(t, [], Settings()) for t in things}
    gear = {i: n for i, n in nodes.items() if isinstance(n, Feeder)}
    pairs = [("ut", "sg"), ("gen", "sg"), ("sg", "u1"), ("sg", "u2"), ("u1", "out"), ("u2", "out")]
    weight = {"u1": 100.0, "u2": 50.0}
    return backbone(gear, [Feed(a + b, a, b, 1, weight.get(a, 1.0), False, "", 415.0, 3, None, 1) for a, b in pairs])


def test_liveness() -> None:
    net = chain()
    at = {name: f for f, name in enumerate(net.scenarios)}
    board = net.live[net.index["sg"]]
    assert board[0] == ON_UTILITY and board[at["ut"]] == ON_STANDBY and board[at["sg"]] == NO_SUPPLY
    assert net.live[net.index["out"]][at["u1"]] == ON_UTILITY
    assert net.scenarios[0] == "" and net.scenarios[-1] == "sg"  # the one that kills most stands last
    assert net.paths[net.index["out"]] == ("ut", "sg", "u1", "out")
    assert net.sides[net.index["out"]] == "A"


def test_flow_in_every_failure() -> None:
    net = chain()
    size = len(net.scenarios)
    alive = net.live[net.index["out"]] > 0
    out = [np.zeros(size)] * len(net.feeders)
    into = [np.zeros(size)] * len(net.feeders)
    net.flow({net.index["out"]: np.where(alive, 30.0, 0.0)}, range(len(net.feeders)), out, into)
    at = {name: f for f, name in enumerate(net.scenarios)}
    u1 = out[net.index["u1"]]
    assert u1[0] == pytest.approx(20.0) and u1[at["u2"]] == pytest.approx(30.0) and u1[at["u1"]] == 0.0
    assert into[net.index["ut"]][0] == pytest.approx(20.0 / 0.9 + 10.0)
    assert into[net.index["gen"]][0] == 0.0
    assert into[net.index["gen"]][at["ut"]] == pytest.approx(20.0 / 0.9 + 10.0)
    again = net.flow_after({net.index["out"]: np.array([30.0, 60.0])}, out, into)
    assert again[net.index["ut"]][1] == pytest.approx([20.0 / 0.9 + 10.0, 40.0 / 0.9 + 20.0])


def test_family_of_roots() -> None:
    net = chain()
    family = net.family(("out",))
    assert family.masks == (1, 0) and family.failures == (("",), ("out", "sg"))
    assert family is net.family(("out",))
