"""Figures of the one-line are those of the power engine."""

import pytest

from halls import good_hall
from hallwright.diagrams.drawing import Box
from hallwright.diagrams.one_line import one_line
from hallwright.diagrams.readings import carries, is_closed, kw_text, reading, records_of
from hallwright.diagrams.tripped import tripped
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import LOST
from hallwright.evaluate import Report, evaluate


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(good_hall())


def box_of(report: Report, key: str) -> Box:
    drawing = one_line(report)
    return drawing.by_key[drawing.key_of[key]]


def test_texts() -> None:
    assert [kw_text(v) for v in (0.04, 9.44, 191.6, 9999.4, 12_345.0)] == [
        "0.0 kW", "9.4 kW", "192 kW", "9\u2009999 kW", "12.3 MW",
    ]  # fmt: skip


def test_an_element_says_its_load_and_the_nearest_limit(report: Report) -> None:
    power = report.results.power
    assert power is not None
    record = power.records["txa"]
    found = reading(box_of(report, "txa"), records_of(report, None))
    assert found.text.startswith(kw_text(record.out_kw)) and found.text.endswith(" %")
    assert found.value is not None and found.limit is not None and not found.over
    assert found.value / found.limit == pytest.approx(record.utilisation)


def test_groups_sum_their_loads_and_say_how_they_are_fed(report: Report) -> None:
    box = box_of(report, "r1")
    power = report.results.power
    assert power is not None
    kw = sum(power.records[i].drawn_kw for i in box.holds if i in power.inputs.nodes and hasattr(
        power.records[i], "drawn_kw"))  # fmt: skip
    found = reading(box, records_of(report, None))
    assert found.text.split(" · ")[0] == kw_text(kw) and " · " in found.text


def test_the_state_with_units_out_of_service(report: Report) -> None:
    power = report.results.power
    assert power is not None
    state = tripped(Failures(report.project, power), power.records, ["upsa", "upsb"])
    records = records_of(report, state)
    assert reading(box_of(report, "upsa"), records, state).text == "tripped"
    panel = reading(box_of(report, "rppa"), records, state)
    assert panel.text == "off" and panel.dead and not panel.tripped
    racks = reading(box_of(report, "r1"), records, state)
    assert racks.dead and racks.state == LOST
    wires = {w.key: w for w in one_line(report).wires}
    boxes = one_line(report).by_key

    def closed(key: str) -> bool:
        wire = wires[key]
        a, b = (reading(boxes[k], records, state) for k in (wire.a, wire.b))
        return is_closed(wire, a, b, records)

    assert closed("uta → txa") and closed("txa → sga") and not closed("sga → upsa")
    assert carries(wires["txa → sga"], records) and carries(wires["uta → txa"], records)
    assert not any(carries(w, records) for w in wires.values() if w.a == "rppa")
