"""How things fare with units out of service, as plan and elevation mark them."""

from halls import good_hall
from hallwright.diagrams.tripped import tripped
from hallwright.engines.power.failures import Failures
from hallwright.evaluate import evaluate
from hallwright_app.canvas.outage_marks import mark_of


def test_marks() -> None:
    report = evaluate(good_hall())
    power = report.results.power
    assert power is not None
    both = tripped(Failures(report.project, power), power.records, ["upsa", "upsb"])
    marks = {i: mark_of(both, report.topology, i) for i in ("upsa", "rppa", "txa", "r1", "crah1")}
    assert marks == {"upsa": "tripped", "rppa": "off", "txa": "", "r1": "lost", "crah1": ""}
    one = tripped(Failures(report.project, power), power.records, ["upsa"])
    assert mark_of(one, report.topology, "r1") in ("one side", "throttled")
