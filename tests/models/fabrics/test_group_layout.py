from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.errors import OutOfRange
from hallwright.fabrics.dragonfly import dragonfly
from hallwright.fabrics.group_layout import dragonfly_layout, dragonfly_plus_layout
from hallwright.fabrics.layout import Unit
from trunks import trunks


def units(count: int) -> list[Unit]:
    return [Unit((n,), ("r",), 2) for n in range(count)]


def between(found: Counter[tuple[str, str]]) -> Counter[frozenset[str]]:
    """Cables between each two groups."""
    count: Counter[frozenset[str]] = Counter()
    for (a, b), n in found.items():
        ends = frozenset(key.split("-")[0].lstrip("gl") for key in (a, b))
        if len(ends) == 2:
            count[ends] += n
    return count


@given(a=st.integers(1, 5), h=st.integers(1, 4), data=st.data())
def test_dragonfly_links_every_two_routers_of_a_group_and_every_two_groups(a: int, h: int, data: st.DataObject) -> None:
    groups = data.draw(st.integers(1, a * h + 1))
    size = dragonfly(a, 2, h, groups)
    layout = dragonfly_layout(size, units(groups * a), 1)
    found = trunks(layout)
    assert len(layout.boxes) == size.routers
    for g in range(1, groups + 1):
        for r, q in combinations(range(1, a + 1), 2):
            assert found[f"g{g}-{r}", f"g{g}-{q}"] + found[f"g{g}-{q}", f"g{g}-{r}"] == 1
    pairs = between(found)
    assert len(pairs) == groups * (groups - 1) // 2
    assert set(pairs.values()) <= {size.links_a_pair}
    assert sum(found.values()) == size.local_links + size.global_links
    last = max((b.a_first for b in layout.bundles if b.a_face == "up"), default=0)
    assert last <= size.router_ports - size.endpoints_a_router


@given(leaves=st.integers(1, 4), spines=st.integers(1, 4), h=st.integers(1, 4), data=st.data())
def test_dragonfly_plus_links_leaves_to_spines_and_spines_between_groups(
    leaves: int, spines: int, h: int, data: st.DataObject
) -> None:
    groups = data.draw(st.integers(1, spines * h + 1))
    layout = dragonfly_plus_layout(
        groups=groups, leaves=leaves, spines=spines, leaf_up=2 * spines, globals_a_spine=h,
        units=units(groups * leaves), leaves_a_unit=1,
    )  # fmt: skip
    found = trunks(layout)
    for g in range(1, groups + 1):
        for n in range(1, leaves + 1):
            assert [found[f"l{g}-{n}", f"g{g}-{m}"] for m in range(1, spines + 1)] == [2] * spines
    pairs = between(found)
    assert len(pairs) == groups * (groups - 1) // 2 and len(set(pairs.values())) <= 1


def test_refusals() -> None:
    with pytest.raises(OutOfRange, match="3 routers"):
        dragonfly_layout(dragonfly(4, 2, 2), units(4), 3)
    with pytest.raises(OutOfRange, match="take 10 groups; there are 9"):
        dragonfly_layout(dragonfly(4, 2, 2), units(40), 1)
    with pytest.raises(OutOfRange, match="4 spines would do"):
        dragonfly_plus_layout(
            groups=2, leaves=4, spines=3, leaf_up=8, globals_a_spine=4, units=units(4), leaves_a_unit=1
        )
    with pytest.raises(OutOfRange, match="reach 3 groups, not 4"):
        dragonfly_plus_layout(
            groups=4, leaves=4, spines=2, leaf_up=8, globals_a_spine=1, units=units(4), leaves_a_unit=1
        )
