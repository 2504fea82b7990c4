"""Promises of redundancy: kept, and broken by what breaks them."""

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.power.failures import failures_of
from hallwright.engines.power.promises import Promise, promises
from hallwright.project import Project
from power_halls import Wiring


def promised(project: Project, **by_id: str) -> Project:
    for id, promise in by_id.items():
        project = set_fields(project, [id], {"promise": promise, "block": "X"})
    return project


def parallel(rating_kw: float, boards: int) -> Project:
    """Three UPSs of one block on one output board, fed from one board or from one each; a load of 30 kW."""
    w = Wiring()
    w.add("utility_feed", "ut", side="A", voltage_v=415.0)
    for n in range(boards):
        w.add("switchgear", f"in{n}", voltage_v=415.0, rating_a=500.0)
        w.wire("ut", f"in{n}")
    w.add("switchgear", "out", voltage_v=415.0, rating_a=500.0)
    for n in range(2):
        w.add("ups", f"u{n}", rating_kw=rating_kw, voltage_v=415.0, promise="N+1", block="UPS")
        w.wire(f"in{n % boards}", f"u{n}")
        w.wire(f"u{n}", "out")
    w.add("crah", "load", sensible_kw=90.0, fan_kw=30.0)
    w.wire("out", "load", "feed")
    return w.project()


def test_parallel_units_of_n_plus_one() -> None:
    (kept,) = promises(failures_of(parallel(31.0, boards=2)))
    assert kept == Promise("UPS", "N+1", ("u0", "u1"), ()) and kept.holds
    (small,) = promises(failures_of(parallel(29.0, boards=2)))
    assert small.broken_by == (("u0",), ("u1",)), "each alone is overloaded"


def test_n_plus_one_is_none_where_a_board_is_shared_and_may_be_out() -> None:
    shared = parallel(31.0, boards=1)
    assert promises(failures_of(shared))[0].holds, "any one UPS may fail"
    strict = set_settings(parallel(31.0, boards=2), {"survive_failure_in_maintenance": True})
    (found,) = promises(failures_of(strict))
    assert ("u0", "u1") in found.broken_by and ("in1", "u0") in found.broken_by
    assert ("in0", "u0") not in found.broken_by, "they stand in one path"
    board = set_fields(shared, ["in0"], {"promise": "N+1", "block": "Board"})
    found = next(p for p in promises(failures_of(board)) if p.block == "Board")
    assert found.broken_by == (("in0",),), "the shared board is what makes it N"


def test_2n_outlives_a_whole_side() -> None:
    hall = promised(good_hall(), upsa="2N", upsb="2N", rppa="2N", rppb="2N")
    (found,) = promises(failures_of(hall))
    assert found.holds and found.members == ("rppa", "rppb", "upsa", "upsb")
    one_cord = next(k for k in hall.links.values() if k.a == ("p1b",) and k.b == ("s1",))
    (broken,) = promises(failures_of(hall.changed(links={one_cord.id: None})))
    assert ("rppa", "upsa") in broken.broken_by and ("rppb", "upsb") not in broken.broken_by


def test_n_is_always_kept_and_nothing_declared_is_nothing_told() -> None:
    assert promises(failures_of(good_hall())) == []
    assert promises(failures_of(promised(good_hall(), upsa="N")))[0].holds
