"""Units and pods follow the links."""

from diagrams_of_fabrics import report_of
from hallwright.diagrams.fabric_columns import MOST, runs, shape


def test_units_have_their_own_leaves_and_pods_their_own_spines() -> None:
    report = report_of("16 SU")
    fabric = report.results.fabric
    assert fabric is not None
    found = shape(report, fabric, "compute")
    assert [level for level, _ in found.upper] == [3] and len(found.upper[0][1]) == 64
    assert [(len(p.children), len(p.leaves), len(p.spines), len(p.systems)) for p in found.root.children] == (
        [(4, 32, 32, 128)] * 4
    )
    unit = found.root.children[0].children[1]
    assert unit.name == "SU 2" and unit.systems[0] == "s32"
    assert unit.leaves == tuple(f"fab-l2-{n}" for n in range(1, 9))


def test_two_tiers_have_no_pods() -> None:
    report = report_of("1 SU")
    fabric = report.results.fabric
    assert fabric is not None
    found = shape(report, fabric, "compute")
    assert [c.name for c in found.root.children] == ["SU 1"] and [n for n, _ in found.upper] == [2]


def test_runs_hold_everything_in_order_and_are_alike() -> None:
    for count in (1, 15, 16, 17, 98, 1563):
        found = runs(range(count))
        assert [i for run in found for i in run] == list(range(count)) and len(found) == min(count, MOST)
        assert max(map(len, found)) - min(map(len, found)) <= 1
