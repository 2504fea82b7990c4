"""Figures of the whole hall."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.totals import idle_compressor_kw, pue
from hallwright.evaluate import evaluate


def test_idle_compressors_are_what_the_load_leaves() -> None:
    report = evaluate(good_hall())
    assert report.results.cooling is not None
    loops = {r.lead: r for i, r in report.results.cooling.records.items() if i in ("chl1", "chl2")}
    heat = sum(loop.heat_kw for loop in loops.values())
    assert idle_compressor_kw(report.project, report.results) == pytest.approx((600.0 - heat) / 4.0)


def test_pue_is_above_one_and_falls_with_a_better_chiller() -> None:
    report = evaluate(good_hall())
    better = evaluate(set_fields(report.project, ["chl1", "chl2"], {"cop": 8.0}))
    first, second = pue(report.project, report.results), pue(better.project, better.results)
    assert first is not None and second is not None
    assert 1.0 < second < first


def test_a_hall_without_load_has_none() -> None:
    bare = good_hall().changed(equipment=dict.fromkeys(good_hall().equipment), links=dict.fromkeys(good_hall().links))
    assert evaluate(bare).totals.pue is None
