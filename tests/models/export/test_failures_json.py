"""Failures as JSON: complete, plain, and the same as the analysis."""

import json

from halls import good_hall
from hallwright.engines.power.failures import failures_of
from hallwright.engines.power.promises import promises
from hallwright.export.failures_json import FAIL_SCHEMA, FAILURES_SCHEMA, fail_plain, failures_plain


def test_one_failure_has_the_state_of_everything() -> None:
    found = failures_of(good_hall())
    answer = json.loads(json.dumps(fail_plain(found, found.after(["upsa"]), "a.hall"), allow_nan=False))
    assert answer["schema"] == FAIL_SCHEMA and answer["units"] == ["upsa"]
    assert {row["id"] for row in answer["loads"]} == set(found.chain.load_index)
    state = {row["id"]: row["state"] for row in answer["elements"]}
    assert state["upsa"] == state["rppa"] == "dead" and state["upsb"] == state["uta"] == "live"
    assert answer["lost"] == [] and "s1" in answer["degraded"]


def test_all_failures_stand_in_order_with_what_they_do() -> None:
    found = failures_of(good_hall())
    singles, pairs = list(found.singles()), list(found.pairs())
    answer = json.loads(json.dumps(failures_plain(found, singles, pairs, promises(found), "a.hall"), allow_nan=False))
    n = len(answer["elements"])
    assert answer["schema"] == FAILURES_SCHEMA
    assert [one["units"] for one in answer["singles"]] == [[i] for i in answer["elements"]]
    assert len(answer["pairs"]) == n * (n - 1) // 2
    assert answer["single_points"] == [] and answer["normal"]["lost"] == []
    both = next(one for one in answer["pairs"] if one["units"] == ["upsa", "upsb"])
    assert "s1" in both["lost"]
    assert "pairs" not in failures_plain(found, singles, None, (), "a.hall")
