"""Figures of the coolant view are the engine's, summed over what a box stands for."""

import math
from pathlib import Path

import pytest

from coolant_halls import random_hall
from hallwright.diagrams.coolant import HEADER, coolant_diagram, headers_of
from hallwright.diagrams.coolant_readings import (
    DEAD,
    FINE,
    SHORT,
    WARM,
    header_reading,
    pipe_reading,
    quantity,
    reading,
)
from hallwright.diagrams.drawing import Area, Box
from hallwright.diagrams.loops import CDU, COIL, SYSTEMS, TOWER
from hallwright.engines.coolant.records import NO_PUMP, Stream
from hallwright.engines.cooling.throttling import Throttle
from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load

PROJECTS = Path(__file__).resolve().parents[3] / "projects"
AREA = Area(0.0, 0.0, 10.0, 10.0)


def box(sign: str, *ids: str) -> Box:
    return Box("b", ids, sign, AREA, AREA, "B")


def stream(
    flow: float = 80.0, supply: float = 40.0, *, accepts: float | None = 45.0, verdict: str = "solved"
) -> Stream:
    return Stream("loop", verdict, 60.0, flow, 100.0, 120.0, supply, supply + 10.0, accepts)


def test_figures_of_a_row_are_the_sum_of_its_systems() -> None:
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    coolant = report.results.coolant
    assert coolant is not None
    drawing = coolant_diagram(report)
    row = next(b for b in drawing.boxes if b.sign == SYSTEMS)
    found = reading(row, coolant.records, 0.05)
    flow = math.fsum(coolant.records[i].flow_l_min for i in (*row.ids, *row.holds) if i in coolant.records)
    heat = math.fsum(coolant.records[i].heat_kw for i in (*row.ids, *row.holds) if i in coolant.records)
    assert found.lines[0] == f"{quantity(heat, 'kW', 'metric')} · {quantity(flow, 'L/min', 'metric')}"
    assert found.state == FINE and "wanted" in found.note


@pytest.mark.parametrize("seed", range(12))
def test_a_header_says_what_its_sources_pump(seed: int) -> None:
    report = evaluate(random_hall(seed))
    coolant = report.results.coolant
    assert coolant is not None
    drawing = coolant_diagram(report)
    for key, ends in headers_of(drawing).items():
        found = header_reading(drawing.by_key[key], ends, coolant.records, coolant.loops)
        pumped = math.fsum(coolant.records[i].flow_l_min for i in ends[0] if i in coolant.records)
        if found.state == DEAD:
            assert pumped == 0.0 or any(loop.verdict != "solved" for loop in coolant.loops)
        else:
            assert found.lines[0].endswith(f" · {quantity(pumped, 'L/min', 'metric')}")


def test_states() -> None:
    one = box(SYSTEMS, "s")
    assert reading(one, {"s": stream(97.0)}, 0.05).state == FINE
    assert reading(one, {"s": stream(80.0)}, 0.05).state == SHORT
    assert reading(one, {"s": stream(80.0)}, 0.05).lines[1] == "1 short, 80 %"
    warm = reading(one, {"s": stream(100.0, 46.0)}, 0.05)
    assert warm.state == WARM and warm.lines[1] == "1 too warm" and "45.0 °C" in warm.note
    slow = Throttle("coolant", 46.0, 45.0, 55.0, 0.1, 6.0, 0.8)
    slowed = reading(one, {"s": stream(100.0, 46.0)}, 0.05, slowed={"s": slow})
    assert slowed.lines[1] == "1 slowed, −10 %" and "6.0 kW do no work" in slowed.note
    assert reading(one, {"s": stream(100.0, 46.0, accepts=None)}, 0.05).state == FINE
    assert reading(one, {"s": stream(0.0)}, 0.05).lines == ("no flow", "60.0 kW not taken")
    assert reading(one, {"s": stream(verdict=NO_PUMP)}, 0.05).lines == (NO_PUMP,)
    assert reading(one, {}, 0.05).state == DEAD
    assert reading(box(COIL, "s"), {"s": stream(100.0)}, 0.05).lines == ("60.0 kW", "100 L/min", "40.0 → 50.0 °C")


def test_what_is_out_of_service_says_so() -> None:
    found = reading(box(CDU, "a"), {}, 0.05, {"a"})
    assert found.tripped and found.state == DEAD and found.lines == ("out of service",)
    two = reading(box(SYSTEMS, "a", "b"), {"b": stream(100.0)}, 0.05, {"a"})
    assert not two.tripped


def test_a_tower_is_not_evaluated() -> None:
    assert reading(box(TOWER, "t"), {}, 0.05).lines == ("condenser water", "not evaluated")


def test_units_of_the_screen() -> None:
    assert quantity(412.3, "L/min", "metric") == "412 L/min" and quantity(None, "degC", "metric") == "–"
    assert quantity(30.0, "degC", "us") == "86.0 °F" and quantity(30.0, "degC", "metric") == "30.0 °C"


def test_pipes_tell_the_side_that_they_carry() -> None:
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    coolant = report.results.coolant
    assert coolant is not None
    drawing = coolant_diagram(report)
    cdu = drawing.by_key["cdu-1"]
    facility, rack = (
        pipe_reading(cdu, next(b.key for b in drawing.boxes if b.sign == HEADER and b.key.startswith(kind)),
                     coolant.records)
        for kind in ("facility", "rack")
    )  # fmt: skip
    record = coolant.records["cdu-1"]
    assert quantity(record.facility.flow_l_min, "L/min", "metric") in facility and "wanted" in facility
    assert quantity(record.flow_l_min, "L/min", "metric") in rack and "kPa" in rack
