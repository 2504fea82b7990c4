"""The laws: what holds for every hall and every sequence of edits."""

import json
import math
import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halls import good_hall
from hallwright.edits import arrange, change, wire
from hallwright.equipment.base import Placed
from hallwright.errors import EditRefused
from hallwright.evaluate import ENGINES, Report, evaluate
from hallwright.fileformat.text import from_plain, record_line, to_text
from hallwright.project import Project, Waiver

STEPS = 10_000
COMPARE_EVERY = 40
MOST_THINGS = 70


def alike(a: object, b: object) -> bool:
    """Equal, floats to 1e-9 relative."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    if type(a) is not type(b):
        return False
    if is_dataclass(a) and not isinstance(a, type):
        return all(alike(getattr(a, f.name), getattr(b, f.name)) for f in fields(a) if f.compare)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(alike(a[k], b[k]) for k in a)
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(alike, a, b))
    return bool(a == b)


def assert_same(report: Report, other: Report, also_numbers: bool = True) -> None:
    """The same findings, gaps and, record by record, the same numbers."""
    for mine, theirs in ((report.findings, other.findings), (report.not_evaluated, other.not_evaluated)):
        a = sorted(mine, key=lambda o: (o.code, o.subjects))  # type: ignore[attr-defined]
        b = sorted(theirs, key=lambda o: (o.code, o.subjects))  # type: ignore[attr-defined]
        assert [(o.code, o.subjects) for o in a] == [(o.code, o.subjects) for o in b]
        for one, another in zip(a, b, strict=True):
            assert alike(one, another), f"{one}\n{another}"
    assert report.counts == other.counts and report.results.failed == other.results.failed == {}
    for name, _ in ENGINES if also_numbers else ():
        mine_, theirs_ = getattr(report.results, name).records, getattr(other.results, name).records
        assert mine_.keys() == theirs_.keys(), name
        for key in mine_:
            assert alike(mine_[key], theirs_[key]), f"{name} {key}\n{mine_[key]}\n{theirs_[key]}"


def written(project: Project) -> list[str]:
    """Every record, read afresh: the text itself remembers lines of records that it has seen."""
    return [
        record_line(r, project.products.get(getattr(r, "product", None) or ""))
        for section in (project.equipment, project.links, project.products, project.waivers)
        for r in section.values()
    ]


def some_edit(draw: random.Random, project: Project) -> Project:
    """A random edit; EditRefused where it cannot be made."""
    ids = sorted(project.equipment)
    some = draw.sample(ids, min(len(ids), draw.randint(1, 3)))
    item = project.equipment[some[0]]
    links = sorted(project.links)
    match draw.randrange(14):
        case 0 | 1 | 2:
            return arrange.move(project, some, draw.choice([-1.2, -0.6, 0.1, 0.6, 3.0]), draw.choice([-0.6, 0.0, 1.2]))
        case 3:
            return arrange.turn(project, some, draw.choice([90.0, 180.0, 15.0]))
        case 4:
            return arrange.remove(project, some[:1]) if len(ids) > 20 else project
        case 5:
            return arrange.duplicate(project, some, 0.6, 1.2) if len(ids) < MOST_THINGS else project
        case 6:
            return change.set_fields(project, some, {"name": f"Thing {draw.randrange(1000)}"})
        case 7:
            values = {k: v for k, v in item.model_dump().items() if isinstance(v, float) and k not in ("x_m", "y_m")}
            if not values:
                return project
            key = draw.choice(sorted(values))
            return change.set_fields(project, [item.id], {key: round(values[key] * draw.uniform(0.5, 1.5), 3)})
        case 8:
            unknown = [k for k, f in type(item).model_fields.items() if f.default is None and k != "rack_id"]
            return change.set_fields(project, [item.id], {draw.choice(unknown): None}) if unknown else project
        case 9:
            return wire.disconnect(project, [draw.choice(links)]) if links else project
        case 10 | 11:
            other = project.equipment[draw.choice(ids)]
            a, b = item.ports(), other.ports()
            if not a or not b:
                return project
            return wire.connect(project, item.id, draw.choice(a).name, other.id, draw.choice(b).name)
        case 12:
            racks = [i.id for i in project.equipment.values() if i.kind == "rack"]
            if not isinstance(item, Placed) or item.rack_id is None or not racks:
                return project
            return arrange.remount(project, item.id, draw.choice(racks))
        case _:
            values = {k: v for k, v in project.settings.model_dump().items() if isinstance(v, float) and v > 0.0}
            key = draw.choice(sorted(values))
            return change.set_settings(project, {key: round(values[key] * draw.uniform(0.9, 1.1), 4)})


def walk(seed: int, steps: int) -> int:
    """Random edits, undo and redo from the good hall; returns how many edits were made."""
    draw = random.Random(seed)
    report = evaluate(good_hall())
    history, at, made = [report.project], 0, 0
    texts = [to_text(report.project)]
    for n in range(steps):
        what = draw.random()
        if what < 0.2 and at > 0:
            at -= 1
        elif what < 0.3 and at + 1 < len(history):
            at += 1
        else:
            before = history[at]
            sample = written(before) if n % COMPARE_EVERY == 0 else None
            try:
                after = some_edit(draw, before)
            except EditRefused:
                after = before
            if sample is not None:
                assert written(before) == sample  # an edit never changes its input
            if after is not before:
                made += 1
                del history[at + 1 :], texts[at + 1 :]
                history.append(after)
                texts.append(to_text(after))
                at += 1
        report = evaluate(history[at], report)
        if n % COMPARE_EVERY == 0:
            assert to_text(history[at]) == texts[at]  # undo and redo: byte-identical
            assert_same(report, evaluate(history[at]))  # with reuse as from scratch
    for project, text in zip(history[::10], texts[::10], strict=True):
        assert from_plain(json.loads(text)) == project
    return made


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_random_steps(seed: int) -> None:
    assert walk(seed, STEPS // 4) > STEPS // 4 // 4


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_a_few_random_steps(seed: int, steps: int) -> None:
    """The same for hypothesis, which finds short failing walks."""
    draw = random.Random(seed)
    project = good_hall()
    report = evaluate(project)
    start = report
    for _ in range(steps):
        try:
            project = some_edit(draw, project)
        except EditRefused:
            continue
        report = evaluate(project, report)
        assert_same(report, evaluate(project))
    assert_same(evaluate(good_hall(), report), start)  # undone: the findings of the start
    assert from_plain(json.loads(to_text(project))) == project
    assert to_text(from_plain(json.loads(to_text(project)))) == to_text(project)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_records_changes_no_verdict(seed: int) -> None:
    draw = random.Random(seed)
    project = good_hall()
    for _ in range(seed * 4):
        try:
            project = some_edit(draw, project)
        except EditRefused:
            continue
    shuffled: dict[str, Any] = {}
    for section in ("equipment", "links", "products", "waivers"):
        records = list(getattr(project, section).items())
        draw.shuffle(records)
        shuffled[section] = dict(records)
    other = project.model_copy(update=shuffled)
    assert to_text(other) == to_text(project)
    assert_same(evaluate(other), evaluate(project), also_numbers=False)


def test_a_waiver_changes_no_number_and_comes_back_when_taken_away() -> None:
    hall = good_hall()
    hall = hall.changed(equipment={"rppa": hall.equipment["rppa"].model_copy(update={"rating_a": 10.0})})
    report = evaluate(hall)
    found = report.open_findings[0]
    waiver = Waiver(code=found.code, subjects=found.subjects, reason="agreed", date="2026-01-01", value=found.value)
    waived = evaluate(change.waive(hall, waiver), report)
    assert waived.counts["waived"] == 1
    assert_same(evaluate(change.open_again(waived.project, waiver.key), waived), report)
