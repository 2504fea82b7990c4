"""The circuit in pandapower: what is lost comes from the sources, and the library may be missing."""

import math
import sys

import pytest

from hallwright.engines.study.circuit import Cable, Circuit, Source
from hallwright.engines.study.solver import faults, flow, pandapower
from hallwright.errors import SolveError

HERE, THERE = ("source", ""), ("load", "")


def one_cable() -> Circuit:
    return Circuit(
        voltage_v={HERE: 400.0, THERE: 400.0},
        cables=[Cable("link", HERE, THERE, 2, 100.0, True, 50.0, 1, True, 150.0, 1.0)],
        sources=[Source(HERE, 10.0, 10.0)],
        demand_kw={THERE: 40.0},
    )


def test_power_balances() -> None:
    found = flow(one_cable(), 20.0, 0.08, 1.0, lambda _: None)
    assert found.source_kw == pytest.approx(40.0 + sum(found.cable_loss_kw), rel=1e-9)
    assert found.voltage[HERE] == pytest.approx(1.0)
    amps = 40000.0 / (math.sqrt(3.0) * 400.0 * found.voltage[THERE])
    assert found.cable_a == pytest.approx([amps], rel=1e-6)
    assert found.cable_loss_kw == pytest.approx([3.0 * amps**2 * 0.0387 / 2.0 / 1000.0], rel=1e-6)


def test_faults_fall_along_a_cable_and_need_a_source() -> None:
    found = faults(one_cable(), 0.08, lambda _: None)
    at_source = 10.0 / (math.sqrt(3.0) * 0.4)
    assert found.initial_ka[HERE] == pytest.approx(at_source, rel=1e-6)
    assert found.initial_ka[THERE] < at_source
    converter = one_cable()
    converter.sources = [Source(HERE, None, math.inf)]
    assert not faults(converter, 0.08, lambda _: None).initial_ka


def test_the_library_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandapower", None)
    with pytest.raises(SolveError, match=r"pip install 'hallwright\[study\]'"):
        pandapower()
