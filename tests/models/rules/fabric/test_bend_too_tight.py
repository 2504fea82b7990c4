"""FAB110: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import evaluate
from hallwright.rules.base import Context
from hallwright.rules.fabric.bend_too_tight import BendTooTight
from traps.cabling import bent, tray


@pytest.mark.parametrize(("radius_m", "count"), [(0.21, 0), (0.2, 0), (0.19, 1)])
def test_limit(radius_m: float, count: int) -> None:
    hall = set_fields(bent(good_hall()), ["t1"], {"bend_radius_m": radius_m})
    assert sum(f.code == "FAB110" for f in evaluate(hall).findings) == count


@pytest.mark.parametrize(("assumed_m", "count"), [(0.1, 0), (0.11, 1)])
def test_a_product_without_a_radius_takes_the_assumption(assumed_m: float, count: int) -> None:
    hall = set_settings(place(good_hall(), [tray("t1")]), {"fibre_bend_radius_m": assumed_m})  # type: ignore[list-item]
    assert sum(f.code == "FAB110" for f in evaluate(hall).findings) == count


def test_the_fix_is_enough() -> None:
    hall = bent(good_hall())
    report = evaluate(hall)
    (finding,) = (f for f in report.findings if f.code == "FAB110")
    (fix,) = BendTooTight().fixes(finding, Context(hall, report.results))
    assert not any(f.code == "FAB110" for f in evaluate(fix.edit(hall)).findings)
