"""FAB315: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.cabling import beside, both_feeds, copper, laid


def count(project: Project) -> int:
    return sum(f.code == "FAB315" for f in evaluate(project).findings)


@pytest.mark.parametrize(("y_m", "found"), [(5.85, 1), (5.9, 0), (6.0, 0)])
def test_distance(y_m: float, found: int) -> None:
    """Both trays are 300 mm wide, the first at 5.4 m."""
    hall = set_fields(beside(good_hall()), ["t2"], {"points_m": [[4.0, y_m], [8.0, y_m]]})
    assert count(hall) == found


def test_fibre_and_other_directions_do_not_count() -> None:
    hall = beside(good_hall())
    assert count(hall) == 1
    assert count(set_fields(hall, ["t2"], {"points_m": [[6.0, 4.0], [6.0, 8.0]]})) == 0
    link = next(k for k, v in hall.links.items() if v.product == "pairs")
    assert count(set_fields(hall, [link], {"product": "test-optic"})) == 0


def test_power_cables_in_the_same_tray() -> None:
    hall = both_feeds(good_hall())
    links = {k: v for k, v in hall.links.items() if v.route}
    hall = copper(laid(good_hall(), carries="any")).changed(links=links)
    (finding,) = (f for f in evaluate(hall).findings if f.code == "FAB315")
    assert finding.value == 0.0 and finding.subjects == ("t1",)
