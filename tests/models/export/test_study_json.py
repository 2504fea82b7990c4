"""The study as other programs read it."""

import json

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.study.study import study
from hallwright.export.study_json import exit_code, study_plain
from hallwright.fileformat.text import fingerprint


def test_plain_values_and_exit_code() -> None:
    hall = good_hall()
    found = study(hall)
    plain = json.loads(json.dumps(study_plain(found, "a.hall"), allow_nan=False))
    assert plain["schema"] == "hallwright-study/1" and plain["hash"] == fingerprint(hall)
    assert plain["demand_basis"] == "design" and plain["assumptions"]
    assert plain["elements"]["sga"]["fault_ka"] == found.elements["sga"].fault_ka
    assert {v["holds"] for v in plain["verdicts"]} == {True, None}
    assert exit_code(found) == 2  # panels state no rating
    assert exit_code(study(set_fields(hall, ["sga"], {"short_circuit_ka": 1.0}))) == 1
    racked = [e.id for e in hall.equipment.values() if e.kind in ("pdu", "rack_pdu")]
    rated = study(set_fields(hall, racked, {"short_circuit_ka": 100.0}))
    assert exit_code(rated) == 0
