"""Power implausible: below, at and just above the limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from power_findings import found, gaps


def test_limit() -> None:
    hall = good_hall()
    for kw in (8 * 0.03, 10.2, 8 * 50.0):  # eight GPUs, eight rack units
        assert not found(set_fields(hall, ["s1"], {"nameplate_kw": kw}), "PWR402")
    for kw in (0.0, 8 * 0.0299, 8 * 50.1):
        (finding,) = found(set_fields(hall, ["s1"], {"nameplate_kw": kw}), "PWR402")
        assert finding.subjects == ("s1",)


def test_unknown_power_names_the_field() -> None:
    hall = set_fields(good_hall(), ["s1"], {"nameplate_kw": None})
    (gap,) = gaps(hall, "PWR402")
    assert gap.subjects == ("s1",) and "nameplate_kw" in gap.reason
