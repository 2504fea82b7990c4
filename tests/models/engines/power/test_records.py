"""Records of the power engine."""

from dataclasses import replace

from halls import good_hall
from hallwright.engines.power.records import LOST, STATES
from hallwright.evaluate import evaluate


def test_utilisation_is_that_of_the_tighter_limit() -> None:
    power = evaluate(good_hall()).results.power
    assert power is not None
    strip = power.records["p1a"]
    assert strip.utilisation == strip.amps / strip.limit_a > strip.out_kw / strip.limit_kw
    assert strip.worst_utilisation == strip.worst_a / strip.limit_a
    bare = replace(strip, limit_a=None, limit_kw=None)
    assert bare.utilisation is None and bare.worst_utilisation is None
    assert power.records["s1"].state_name == "ok" and STATES[LOST] == "lost"
