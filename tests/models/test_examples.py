"""Templates and examples: what they build, that the files are current, and what they evaluate to."""

import json
from collections import Counter
from pathlib import Path

import pytest

from examples import NAMES, STORED, measured
from hallwright.edits.wire import compatible
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load
from hallwright.fileformat.text import to_text
from hallwright.project import Project
from hallwright.resources import example
from hallwright.rules.base import Severity
from hallwright.templates import TEMPLATES
from hallwright.templates.draft import Draft
from hallwright.templates.synthetic import plan_fabric, smallest_divisor
from hallwright.templates.write import stale

CLEAN = ("gb200-nvl72-row", "h100-scalable-unit", "hybrid-retrofit")


def check_wiring(project: Project) -> None:
    """Every link ends at compatible ports that are there, and no point is used twice."""
    taken: Counter[tuple[str, str, int]] = Counter()
    for link in project.links.values():
        for ends, name, first, side in (
            (link.a, link.a_port, link.a_first, "a"),
            (link.b, link.b_port, link.b_first, "b"),
        ):
            used = link.points_used(side)  # type: ignore[arg-type]
            for end in ends:
                port = project.equipment[end].port(name)
                assert port is not None and port.medium is link.medium, (link.id, end, name)
                assert first + used - 1 <= port.count, (link.id, end, name)
                for point in range(first, first + used):
                    taken[end, name, point] += 1
        a, b = project.equipment[link.a[0]].port(link.a_port), project.equipment[link.b[0]].port(link.b_port)
        assert a is not None and b is not None
        assert compatible(a, b) == ""
    assert not [point for point, count in taken.items() if count > 1]


def test_example_files_are_current() -> None:
    assert stale() == []
    assert {path.stem for path in Path(example()).glob("*.hall")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_opens_and_evaluates_as_stored(name: str) -> None:
    found, stored = measured(name), json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))
    numbers, expected = found.pop("numbers"), stored.pop("numbers")
    assert found == stored
    assert numbers == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", CLEAN)
def test_the_first_three_pass(name: str) -> None:
    report = evaluate(load(example(f"{name}.hall")).project)
    assert [f.text(report.project) for f in report.open_findings if f.severity is Severity.ERROR] == []
    assert [g.text(report.project) for g in report.not_evaluated] == []
    assert report.results.failed == {}


@pytest.mark.parametrize("name", ["edge-closet", "planted-faults"])
def test_the_others_have_errors_in_every_domain_they_should(name: str) -> None:
    report = evaluate(load(example(f"{name}.hall")).project)
    domains = {f.domain for f in report.open_findings if f.severity is Severity.ERROR}
    wanted = {"power", "thermal", "space"} if name == "edge-closet" else {"power", "thermal", "fabric", "space"}
    assert wanted <= domains


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_is_wired_soundly_and_round_trips(name: str, tmp_path: Path) -> None:
    project = TEMPLATES[name]()
    check_wiring(project)
    path = tmp_path / "copy.hall"
    path.write_text(to_text(project), encoding="utf-8")
    assert load(path).project == project
    assert TEMPLATES[name].title and TEMPLATES[name].description


@pytest.mark.parametrize("gpus", [8, 9, 64, 256, 576, 1024, 2048, 12_000])
def test_synthetic_halls_of_many_sizes(gpus: int) -> None:
    project = TEMPLATES["synthetic"](gpus=gpus)
    check_wiring(project)
    assert sum(s.gpus for s in project.all(System)) == -(-gpus // 8) * 8
    assert to_text(TEMPLATES["synthetic"](gpus=gpus)) == to_text(project)


@pytest.mark.parametrize("gpus", [8, 64, 1024])
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
    assert tiers == {"leaf": 1392, "spine": 1440, "core": 864}


def test_fabric_sizes() -> None:
    two = plan_fabric(1000)  # 14 units: 112 leaves of 72 uplinks
    assert (len(two.systems), two.leaves, two.uplinks, two.spines, two.cores) == (14, 8, 72, 72, 0)
    assert plan_fabric(72).spines == 4  # 8 leaves x 72 / 144, and 4 divides 72
    assert plan_fabric(1).spines == 2
    three = plan_fabric(12_500)
    assert (three.pods, three.spines, three.cores) == (20, 72, 12)
    assert smallest_divisor(72, 56) == 72
    assert smallest_divisor(72, 10) == 12
    for systems in (1, 18, 19, 72, 144, 648, 1296, 1297, 12_500):
        plan = plan_fabric(systems)
        assert plan.uplinks >= max(plan.systems) * 8 / plan.leaves  # not oversubscribed
        assert plan.uplinks % plan.spines == 0


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


def test_a_draft_refuses_what_does_not_fit() -> None:
    hall = Draft("x")
    hall.add("apc-ar3100", "r1", "R1", x_m=1.0, y_m=1.0)
    hall.add("rack-pdu-400v-16a", "p1", "P1", rack_id="r1")
    hall.add("nvidia-dgx-h100", "s1", "S1", rack_id="r1", u=1)
    with pytest.raises(EditRefused, match="taken"):
        hall.add("apc-ar3100", "r1", "R1")
    with pytest.raises(EditRefused, match="no port"):
        hall.link("p1", "outlet", "s1", "psu")
    hall.cords("p1", "s1", "psu", 6, 1)
    with pytest.raises(EditRefused, match="no more free points"):
        hall.link("p1", "out", "s1", "psu")
    banks = {hall.equipment["p1"].bank_of(link.a_first) for link in hall.links.values()}  # type: ignore[attr-defined]
    assert len(banks) == 3  # spread over all of its banks
