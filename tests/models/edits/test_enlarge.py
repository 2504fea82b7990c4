"""A larger product in the place of one that carries too much."""

import pytest

from halls import good_hall
from hallwright.catalogue import catalogue, product
from hallwright.edits.arrange import from_product
from hallwright.edits.enlarge import enlarge
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import Context


def with_small_strips() -> Project:
    """The good hall with rack PDUs of 30 A in the first rack, and a second system on them."""
    hall = good_hall()
    small = product("rack-pdu-415v-30a")
    strips = {i: from_product(small, i, i.upper(), rack_id="r1") for i in ("p1a", "p1b")}
    heavy = hall.equipment["s1"].model_copy(update={"nameplate_kw": 20.4, "typical_kw": 20.4})
    return hall.changed(equipment={**strips, "s1": heavy})


def test_the_smallest_that_carries_it_keeps_place_name_and_links() -> None:
    hall = with_small_strips()
    after = enlarge(hall, "p1a", 20.4, 30.0, catalogue().values())
    new = after.get("p1a", RackPdu)
    assert (new.product, new.rack_id, new.name) == ("rack-pdu-415v-60a", "r1", "P1A")
    assert after.links == hall.links


def test_nothing_large_enough_is_refused() -> None:
    with pytest.raises(EditRefused, match="no larger"):
        enlarge(with_small_strips(), "p1a", 5000.0, 9000.0, catalogue().values())


@pytest.mark.parametrize("strip", ["p1a", "p1b"])
def test_the_rule_offers_it_and_it_clears_the_finding(strip: str) -> None:
    report = evaluate(with_small_strips())
    found = [f for f in report.open_findings if f.subjects[0] == strip and f.code in ("PWR111", "PWR112")]
    assert found
    rule = next(r for r in rules() if r.code == found[0].code)
    (fix,) = rule.fixes(found[0], Context(report.project, report.results))
    after = evaluate(fix.edit(report.project))
    assert not [f for f in after.open_findings if f.subjects[0] == strip and f.code in ("PWR111", "PWR112")]
