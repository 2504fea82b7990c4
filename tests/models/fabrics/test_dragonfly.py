import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallwright.errors import OutOfRange
from hallwright.fabrics.dragonfly import dragonfly


@given(a=st.integers(1, 40), p=st.integers(1, 40), h=st.integers(1, 40))
def test_the_largest_has_one_link_between_each_two_groups(a: int, p: int, h: int) -> None:
    size = dragonfly(a, p, h)
    assert size.groups == a * h + 1 and size.links_a_pair == 1
    assert size.endpoints == a * p * size.groups
    assert 2 * size.global_links == size.routers * h  # every global port is taken


@given(a=st.integers(1, 20), h=st.integers(1, 20), data=st.data())
def test_smaller_ones_have_links_left_over_at_most(a: int, h: int, data: st.DataObject) -> None:
    groups = data.draw(st.integers(1, a * h + 1))
    size = dragonfly(a, 1, h, groups)
    assert 2 * size.global_links <= size.routers * h
    assert groups == 1 or size.links_a_pair >= 1


@pytest.mark.parametrize("wrong", [(0, 1, 1, None), (4, 0, 2, None), (4, 2, 0, None), (4, 2, 2, 10), (4, 2, 2, 0)])
def test_refusals(wrong: tuple[int, int, int, int | None]) -> None:
    with pytest.raises(OutOfRange):
        dragonfly(*wrong)
