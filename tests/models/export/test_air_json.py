"""The field as plain values: what is told of each room, and the exit code."""

import json

import pytest

from air_halls import open_hall
from hallwright.errors import EditRefused
from hallwright.export.air_json import air_plain, exit_code, lines, solved, unit_of


def test_it_is_json_and_text_says_the_same() -> None:
    report = solved(open_hall())
    answer = air_plain(report, "a.hall")
    assert json.loads(json.dumps(answer)) == answer
    text = "\n".join(lines(answer))
    for word in ("16.0 kW to the air", "R1: breathes", "below its limit 35.0 °C", "C: draws"):
        assert word in text, word
    assert exit_code(answer) == 0


def test_the_exit_code_tells_errors_and_gaps_apart() -> None:
    error = {"severity": "error", "waived": False}
    fine = {"refused": ""}
    assert exit_code({"findings": [error], "rooms": [fine], "not_evaluated": []}) == 1
    assert exit_code({"findings": [{**error, "waived": True}], "rooms": [fine], "not_evaluated": []}) == 0
    assert exit_code({"findings": [], "rooms": [{"refused": "why"}], "not_evaluated": []}) == 2


def test_units_are_known_by_identifier_or_name() -> None:
    assert unit_of(open_hall(), "c") == unit_of(open_hall(), "C") == "c"
    with pytest.raises(EditRefused):
        unit_of(open_hall(), "x")
