"""Units taken out of a hall, and the exit code of what is left."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.export.coolant_json import coolant_plain, exit_code, lines, without


def test_units_go_and_everything_else_stays() -> None:
    project = good_hall()
    left = without(project, ["cdu1", "chl1"])
    assert project.equipment.keys() - left.equipment.keys() == {"cdu1", "chl1"}
    assert without(project, []) is project
    with pytest.raises(EditRefused, match="There is no CDU"):
        without(project, ["s3"])


def test_the_exit_code_follows_errors_gaps_and_verdicts() -> None:
    def code(**fields: object) -> int:
        return exit_code(coolant_plain(evaluate(set_fields(good_hall(), ["cdu1", "cdu2"], fields)), "a.hall"))

    assert code() == 0
    assert code(secondary_pressure_kpa=5.0) == 1
    assert code(secondary_flow_l_min=0.0) == 1
    missing = evaluate(set_fields(good_hall(), ["s3"], {"liquid_supply_max_degc": None}))
    assert exit_code(coolant_plain(missing, "a.hall")) == 2


def test_lines_name_things_and_failures() -> None:
    project = without(good_hall(), ["cdu2"])
    text = "\n".join(lines(coolant_plain(evaluate(project), "a.hall", ["cdu2"])))
    assert text.startswith("Without cdu2:") and "S3: 12.0 L/min of 12.0 L/min wanted" in text
