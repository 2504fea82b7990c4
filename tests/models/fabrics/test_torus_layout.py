from itertools import product

import pytest

from hallwright.errors import OutOfRange
from hallwright.fabrics.layout import Unit
from hallwright.fabrics.torus import torus
from hallwright.fabrics.torus_layout import torus_layout
from trunks import trunks


@pytest.mark.parametrize("dims", [(4,), (3, 5), (4, 4, 4), (2, 6), (1, 3, 4)])
@pytest.mark.parametrize("each", [1, 3])
def test_every_node_reaches_both_neighbours_along_each_dimension(dims: tuple[int, ...], each: int) -> None:
    size = torus(dims)
    units = [Unit((n,), ("r",), 2) for n in range(size.nodes)]
    found = trunks(torus_layout(size, units, each))
    assert sum(found.values()) == size.links * each
    for place in product(*(range(d) for d in dims)):
        for axis, d in enumerate(dims):
            onward = (*place[:axis], (place[axis] + 1) % d, *place[axis + 1 :])
            a, b = ("t" + "-".join(str(c + 1) for c in end) for end in (place, onward))
            if d > 1:
                assert found[a, b] + found[b, a] == each


def test_more_units_than_nodes_are_refused() -> None:
    with pytest.raises(OutOfRange, match="5 units"):
        torus_layout(torus((2, 2)), [Unit((n,), ("r",), 2) for n in range(5)])
