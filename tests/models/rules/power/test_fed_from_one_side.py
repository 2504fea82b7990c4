"""Fed from one side: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_settings
from power_findings import found, mended
from traps.power import TRAPS


def test_names_a_load_with_both_cords_on_one_side() -> None:
    hall = TRAPS["PWR201"][0](good_hall())
    (finding,) = found(hall, "PWR201")
    assert finding.subjects == ("s1",) and (finding.value, finding.limit) == (1.0, 2.0)
    assert not found(good_hall(), "PWR201")
    assert not found(set_settings(hall, {"survive_single_failure": False}), "PWR201")


def test_fix_moves_half_of_the_cords() -> None:
    hall = good_hall()
    (old,) = (k for k in hall.links.values() if k.a == ("p1b",))
    hall = hall.changed(links={old.id: old.model_copy(update={"a": ("p1a",), "a_first": 4})})
    (finding,) = found(hall, "PWR201")
    after = mended(hall, finding)
    assert not found(after, "PWR201") and not found(after, "PWR306")
