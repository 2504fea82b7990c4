"""Shelves of a busbar: below, at and just above what the system draws; now and after a failure."""

from halls import good_hall, item
from hallwright.edits.change import set_fields
from hallwright.equipment.base import Equipment
from hallwright.project import Project
from power_findings import found, mended, record
from traps.power import TRAPS, wire, with_things


def test_limit_after_a_failure() -> None:
    hall = TRAPS["PWR205"][0](good_hall())
    assert not found(set_fields(hall, ["big"], {"nameplate_kw": 4.0}), "PWR205")
    (finding,) = found(set_fields(hall, ["big"], {"nameplate_kw": 4.001}), "PWR205")
    assert (finding.value, finding.limit, finding.at_least) == (4.0, 4.001, True)
    assert finding.margin < 0.0 and finding.path[-1] == "big"


def test_limit_now() -> None:
    hall = TRAPS["PWR205"][0](good_hall())
    (finding,) = found(set_fields(hall, ["big"], {"nameplate_kw": 8.1}), "PWR205")
    assert finding.value == 8.0 and "together" in finding.message


def eight_shelves(project: Project) -> Project:
    """A rack of 142 kW on eight shelves of 33 kW, four on each side."""
    things: list[Equipment] = [
        item("power_shelf", f"s{side}{n}", rack_id="r4", u=24 + n + 4 * (side == "b"), u_height=1, rating_kw=33.0,
             mass_kg=25.0)
        for side in "ab"
        for n in range(4)
    ]  # fmt: skip
    things.append(item("system", "big", role="rack_scale", rack_id="r4", u=34, u_height=8, supply="busbar",
                       nameplate_kw=142.0, mass_kg=100.0))  # fmt: skip
    links = [wire(f"w{side}{n}", f"rpp{side}", f"s{side}{n}", a_first=20 + n) for side in "ab" for n in range(4)]
    links += [wire(f"b{side}{n}", f"s{side}{n}", "big", "busbar", 1, 1 + n + 4 * (side == "b")) for side in "ab"
              for n in range(4)]  # fmt: skip
    return with_things(project, things, links)


def test_four_of_eight_shelves_do_not_carry_142_kw() -> None:
    hall = eight_shelves(good_hall())
    (finding,) = found(hall, "PWR205")
    assert (finding.value, finding.limit) == (132.0, 142.0)
    assert "4 of the 8 shelves" in finding.text(hall).replace("\u2009", "")
    assert record(hall, "big").short_shelves == 4
    assert not found(mended(hall, finding), "PWR205"), "with the shelves that the fix puts in their place"
