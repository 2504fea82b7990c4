"""What an outage does to the loops agrees with what the engine says of every single unit out."""

from pathlib import Path

import pytest

from coolant_halls import random_hall
from hallwright.diagrams.coolant_harm import LACKS, NO_FLOW, ORDER, TOO_WARM, harms
from hallwright.engines.coolant.records import RACK
from hallwright.evaluate import evaluate
from hallwright.export.coolant_json import without
from hallwright.fileformat.io import load

PROJECTS = Path(__file__).resolve().parents[3] / "projects"


def test_nothing_out_harms_nobody() -> None:
    report = evaluate(random_hall(1))
    assert harms(report, report) == []


def test_both_cdus_out_leave_every_system_without_flow() -> None:
    report = evaluate(load(PROJECTS / "gb200-nvl72-row.hall").project)
    assert harms(report, evaluate(without(report.project, ["cdu-1"]), report)) == []
    found = harms(report, evaluate(without(report.project, ["cdu-1", "cdu-2"]), report))
    assert len(found) == 8 and {h.sort for h in found} == {NO_FLOW}
    assert "115 kW not taken" in found[0].text


def test_too_warm_a_coolant_says_what_work_it_costs() -> None:
    report = evaluate(load(PROJECTS / "hybrid-retrofit.hall").project)
    found = harms(report, evaluate(without(report.project, ["chl-1", "chl-2"]), report))
    warm = [h for h in found if h.sort == TOO_WARM]
    assert len(warm) == 16 and all("accepts 45.0 °C, loses" in h.text for h in warm)


@pytest.mark.parametrize("seed", range(10))
def test_it_says_what_the_engine_says_of_each_cdu_out(seed: int) -> None:
    report = evaluate(random_hall(seed))
    coolant = report.results.coolant
    assert coolant is not None
    for loop in coolant.loops:
        for unit in loop.sources if loop.kind == RACK else ():
            out = coolant.records[unit].out
            if out is None or not out.solved or len(loop.sources) == 1:
                continue
            found = harms(report, evaluate(without(report.project, [unit]), report))
            assert [ORDER.index(h.sort) for h in found] == sorted(ORDER.index(h.sort) for h in found)
            cut = {h.id for h in found if h.sort == NO_FLOW}
            assert set(out.cut) <= cut
            worse = {h.id for h in found if h.sort in (NO_FLOW, LACKS, TOO_WARM)}
            assert {*out.short, *out.warm} & set(loop.consumers) <= worse
