"""Limits of the study: broken ones first, and what is not stated is never a pass."""

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.study.study import study
from hallwright.engines.study.verdicts import Verdict, verdicts


def test_limits() -> None:
    assert Verdict("voltage drop", "a", 0.05, 0.05, "fraction").holds is True
    assert Verdict("voltage drop", "a", 0.051, 0.05, "fraction").holds is False
    assert Verdict("short circuit", "a", 10.0, None, "kA", "not stated").holds is None
    assert Verdict("short circuit", "a", 10.0, 20.0, "kA", "single-phase").holds is None
    assert Verdict("short circuit", "a", None, 20.0, "kA").holds is None


def test_a_hall_with_its_faults() -> None:
    hall = set_fields(good_hall(), ["sga"], {"short_circuit_ka": 5.0})
    hall = set_settings(hall, {"voltage_drop_max_fraction": 1e-6})
    (thin,) = [k.id for k in hall.links.values() if k.a == ("txb",)]
    hall = set_fields(hall, [thin], {"conductor_mm2": 1.5})
    found = verdicts(study(hall))
    broken = [v for v in found if v.holds is False]
    assert found[: len(broken)] == tuple(broken)
    assert {("short circuit", "sga"), ("cable loading", thin), ("voltage drop", "s1")} <= {
        (v.what, v.subject) for v in broken
    }
    unknown = [v for v in found if v.holds is None]
    assert unknown and all("short_circuit_ka" in v.missing for v in unknown)
    assert ("short circuit", "sgb") in {(v.what, v.subject) for v in found if v.holds is True}
    dark = verdicts(study(set_fields(good_hall(), ["upsa"], {"static_bypass": False})))
    (panel,) = [v for v in dark if v.subject == "rppa" and v.what == "short circuit"]
    assert panel.value is None and panel.holds is None  # unknown is listed, never left out
    assert not any(v.subject == "txa" and v.what == "short circuit" for v in found)  # it interrupts nothing
