"""Ups modules not redundant: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, gaps, record


def test_limit() -> None:
    hall = good_hall()
    load = record(hall, "upsa").out_kw
    modules = {"modules": 3, "spare_modules": 1, "rating_kw": 250.0}
    assert not found(set_fields(hall, ["upsa"], {**modules, "module_kw": load / 2}), "PWR204")
    (finding,) = found(set_fields(hall, ["upsa"], {**modules, "module_kw": 0.499 * load}), "PWR204")
    assert finding.value == load
    assert not found(set_fields(hall, ["upsa"], {**modules, "spare_modules": 0, "module_kw": 0.499 * load}), "PWR204")


def test_unstated_modules_are_not_a_pass() -> None:
    assert gaps(set_fields(good_hall(), ["upsa"], {"spare_modules": 1}), "PWR204")
