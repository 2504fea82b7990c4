"""Mistakes that electrical engineers name: each is found, with path, value, limit, margin and a fix that works."""

from collections.abc import Callable

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.errors import EditRefused, HallwrightError
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding
from power_findings import record
from traps.power import TRAPS, wire, with_things


def ups_at(fraction: float) -> Project:
    hall = good_hall()
    return set_fields(hall, ["upsa"], {"rating_kw": record(hall, "upsa").out_kw / fraction, "rating_kva": None})


def banks() -> Project:
    hall = set_fields(good_hall(), ["p1a"], {"banks": 3, "bank_a": 26.0})
    assert record(hall, "p1a").amps < record(hall, "p1a").limit_a, "the rack PDU as a whole is fine"
    return hall


NAMED: dict[str, tuple[str, Callable[[], Project]]] = {
    "both cords on one side": ("PWR201", lambda: TRAPS["PWR201"][0](good_hall())),
    "a UPS at 81 % of 80 %": ("PWR121", lambda: ups_at(0.81)),
    "a bank over its breaker": ("PWR104", banks),
    "N+1 with a shared breaker": ("PWR202", lambda: TRAPS["PWR202"][0](good_hall())),
    "four of eight shelves": ("PWR205", lambda: TRAPS["PWR205"][0](good_hall())),
}


def works(hall: Project, finding: Finding) -> bool:
    """Whether one of the fixes of a finding, tried on a copy, clears it."""
    report = evaluate(hall)
    (rule,) = (r for r in rules() if r.code == finding.code)
    for fix in rule.fixes(finding, Context(hall, report.results)):
        try:
            after = fix.edit(hall)
        except EditRefused:
            continue
        if finding.key not in {f.key for f in evaluate(after, report).findings}:
            return True
    return False


@pytest.mark.parametrize("name", NAMED)
def test_it_is_found_with_path_and_margin_and_a_fix_clears_it(name: str) -> None:
    code, make = NAMED[name]
    hall = make()
    named = [f for f in evaluate(hall).findings if f.code == code]
    assert named
    for finding in named:
        assert finding.path and finding.path[0] in hall.equipment
        assert finding.margin < 0.0 and finding.value != finding.limit
        assert works(hall, finding), f"no fix of {code} clears {finding.text(hall)}"


def test_a_ups_at_eighty_per_cent_is_within() -> None:
    assert not [f for f in evaluate(ups_at(0.8 - 1e-9)).findings if f.code == "PWR121"]


def dead_island() -> Project:
    hall = good_hall()
    return hall.changed(links={k: None for k, link in hall.links.items() if link.b == ("upsa",)})


PLAUSIBLE: dict[str, tuple[str, Callable[[], Project]]] = {
    "240 V where 415 V is meant": ("PWR401", lambda: set_fields(good_hall(), ["p1a"], {"voltage_v": 240.0})),
    "W for kW": ("PWR402", lambda: set_fields(good_hall(), ["s1"], {"nameplate_kw": 0.0102})),
    "kW for W": ("PWR402", lambda: set_fields(good_hall(), ["s1"], {"nameplate_kw": 4900.0})),
    "a loop in the tree": ("PWR301", lambda: TRAPS["PWR301"][0](good_hall())),
    "two sources in parallel": ("PWR305", lambda: TRAPS["PWR305"][0](good_hall())),
    "an island": ("PWR302", dead_island),
    "a contract for nothing": ("PWR101", lambda: set_fields(good_hall(), ["uta"], {"contracted_kw": 0.0})),
    "an apparent rating of nothing": ("PWR101", lambda: set_fields(good_hall(), ["upsa"], {"rating_kva": 0.0})),
    "a main breaker of nothing": ("PWR102", lambda: set_fields(good_hall(), ["rppa"], {"rating_a": 0.0})),
}


@pytest.mark.parametrize("name", PLAUSIBLE)
def test_nonsense_is_never_green(name: str) -> None:
    code, make = PLAUSIBLE[name]
    report = evaluate(make())
    assert code in {f.code for f in report.findings}
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("id", "field"),
    [("upsa", "rating_kw"), ("txa", "rating_kva"), ("sga", "rating_a"), ("p1a", "rating_a"), ("p1a", "voltage_v")],
)
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_zero_or_negative_rating_is_refused_by_name(id: str, field: str, value: float) -> None:
    with pytest.raises(HallwrightError, match=field):
        set_fields(good_hall(), [id], {field: value})


def test_an_island_within_a_good_hall_is_an_island() -> None:
    hall = with_things(good_hall(), [], [])
    cut = hall.changed(links={k: None for k, link in hall.links.items() if link.b == ("sga",)})
    codes = {f.code for f in evaluate(cut).findings}
    assert {"PWR302", "PWR201"} <= codes or "PWR303" in codes
    assert wire("x", "sga", "sgb").a == ("sga",)
