"""What hashing leaves, by the switch that it hits hardest."""

import numpy as np
import pytest

from hallwright.engines.traffic.collisions import collisions
from hallwright.engines.traffic.hashing import hashed_share
from hallwright.engines.traffic.network import Bundle, Demand, Network

NETWORK = Network.of(["a", "b", "s"], [Bundle("a", ("a",), ("s",), 8, 400.0), Bundle("b", ("b",), ("s",), 8, 400.0)])


def sent(gbps: float) -> Demand:
    nothing = np.zeros((3, 0))
    return Demand(nothing, nothing, ((0, 1, gbps),))


def test_as_many_line_rate_flows_as_links() -> None:
    assert hashed_share(sent(3200.0), NETWORK, [0, 1], 1) == pytest.approx(collisions(8, 8).rate_fraction)


def test_more_and_smaller_flows_collide_less() -> None:
    shares = [hashed_share(sent(3200.0), NETWORK, [0, 1], n) for n in (1, 4, 16, 64)]
    assert shares == sorted(shares) and shares[-1] < 1.0
    assert shares[1] == pytest.approx(4 / collisions(32, 8).most_on_one)


def test_one_flow_and_sprayed_fabrics_are_spared() -> None:
    assert hashed_share(sent(400.0), NETWORK, [0, 1], 1) == 1.0
    assert hashed_share(sent(3200.0), NETWORK, [], 1) == 1.0
    assert hashed_share(sent(0.0), NETWORK, [0, 1], 4) == 1.0
