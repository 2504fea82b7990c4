"""Cables that would do between two ports, and a link made of one."""

import pytest

from halls import good_hall
from hallwright.catalogue import catalogue
from hallwright.edits.join import cables_for, join
from hallwright.edits.wire import connect
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate

ENDS = ("lf1", "front", "sp1", "front")


def test_cables_fit_rate_and_route_the_shortest_first() -> None:
    hall = good_hall()
    pool = {**catalogue(), **hall.products}
    found = cables_for(hall, *ENDS, pool.values())
    reaches = [p.cable.reach_m or 0.0 for p in found if p.cable]
    assert len(found) > 1
    assert reaches == sorted(reaches)
    for product in (found[0], found[-1]):
        after = join(hall, *ENDS, product)
        (link,) = [k for i, k in after.links.items() if i not in hall.links]
        assert link.product == product.id
        assert product.id in after.products
        codes = {f.code for f in evaluate(after).findings if link.id in f.subjects}
        assert not codes & {"FAB101", "FAB102", "FAB103", "FAB104"}, "rate, protocol, plug and reach hold"


def test_without_a_product_it_is_a_plain_link() -> None:
    hall = good_hall()
    assert join(hall, *ENDS) == connect(hall, *ENDS)
    assert cables_for(hall, *ENDS, ()) == []


def test_ports_that_do_not_join_are_refused() -> None:
    hall = good_hall()
    with pytest.raises(EditRefused):
        cables_for(hall, "lf1", "front", "p1a", "out", catalogue().values())
    with pytest.raises(EditRefused):
        join(hall, "lf1", "front", "p1a", "out")
