"""Synthetic halls: sizes, wiring, determinism, compactness, no errors."""

from collections import Counter

import pytest

from check_fabric_file import check
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.fileformat.text import to_text
from hallwright.rules.base import Severity
from hallwright.templates import TEMPLATES
from hallwright.templates.synthetic import plan_fabric, row_letters
from wiring import check_wiring


@pytest.mark.parametrize("gpus", [8, 9, 64, 256, 576, 1024, 2048, 12_000])
def test_synthetic_halls_of_many_sizes(gpus: int) -> None:
    project = TEMPLATES["synthetic"](gpus=gpus)
    check_wiring(project)
    assert sum(s.gpus for s in project.all(System)) == -(-gpus // 8) * 8
    assert to_text(TEMPLATES["synthetic"](gpus=gpus)) == to_text(project)


@pytest.mark.parametrize("gpus", [8, 64, 256, 1024])
def test_synthetic_halls_have_no_errors(gpus: int) -> None:
    report = evaluate(TEMPLATES["synthetic"](gpus=gpus))
    assert [f.text(report.project) for f in report.open_findings if f.severity is Severity.ERROR] == []
    assert report.not_evaluated == ()


def test_the_seed_moves_only_gaps() -> None:
    one, two = TEMPLATES["synthetic"](gpus=584, seed=1), TEMPLATES["synthetic"](gpus=584, seed=2)
    assert to_text(one) != to_text(two)
    assert len(list(one.all(Rack))) == len(list(two.all(Rack)))


def test_sizes_out_of_range_are_refused() -> None:
    with pytest.raises(EditRefused, match="8 to 200,000"):
        TEMPLATES["synthetic"](gpus=0)
    with pytest.raises(EditRefused, match="not 1,000,000"):
        TEMPLATES["synthetic"](gpus=1_000_000)


def test_a_hall_of_100_000_gpus_is_compact() -> None:
    project = TEMPLATES["synthetic"](gpus=100_000)
    text = to_text(project)
    assert len(text.encode()) <= 8_000_000
    assert sum(s.gpus for s in project.all(System)) == 100_000
    tiers = Counter(s.tier for s in project.all(Switch))
    assert tiers == {"leaf": 1392, "spine": 1392, "core": 864}


def test_fabric_sizes() -> None:
    two = plan_fabric(1000).size  # 14 units: 112 leaves of 72 uplinks
    assert (two.units, two.leaves_a_unit, two.leaf_up, two.spines, two.cores) == (14, 8, 72, 72, 0)
    assert plan_fabric(72).size.spines == 4  # 8 leaves x 72 / 144, and 4 divides 72
    assert plan_fabric(1).size.spines == 2
    three = plan_fabric(12_500)
    assert (len(three.size.pods), three.size.spines, three.size.cores) == (20, 1392, 864)
    assert [u for pod in range(20) for u in three.units_of(pod)] == list(range(174))
    for systems in (1, 18, 19, 72, 144, 648, 1296, 1297, 12_500):
        plan = plan_fabric(systems)
        assert plan.size.leaf_up >= max(plan.systems) * 8 / plan.size.leaves_a_unit  # not oversubscribed


@pytest.mark.parametrize("gpus", [256, 576, 1024, 2048, 16_384])
def test_the_independent_count_holds(gpus: int) -> None:
    check(to_text(TEMPLATES["synthetic"](gpus=gpus)))


def test_leaves_and_spines_carry_what_the_systems_send() -> None:
    project = TEMPLATES["synthetic"](gpus=2048)
    down: Counter[str] = Counter()
    up: Counter[str] = Counter()
    for link in project.links.values():
        for leaf in link.b:
            if link.a_port == "compute":
                down[leaf] += link.points_used("b")
        if link.a_port == "front":
            for leaf in link.a:
                up[leaf] += link.points_used("a")
    assert down
    assert all(up[leaf] >= count for leaf, count in down.items())


def test_row_letters() -> None:
    assert [row_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
