"""Feeding by itself: two sides, disjoint paths, or a reason and nothing changed."""

import re

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import place, remove
from hallwright.edits.change import set_fields
from hallwright.edits.feed import feed, swap_side
from hallwright.edits.size import BREAKERS_A
from hallwright.edits.wire import connect, disconnect
from hallwright.engines.study.study import study
from hallwright.engines.study.verdicts import verdicts
from hallwright.equipment.base import Medium
from hallwright.equipment.conductors import ampacity_a
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.templates import TEMPLATES
from traps.power import TRAPS


def without_power(hall: Project, *ids: str) -> Project:
    """The hall with every power feed of these cut."""
    gone = [k.id for k in hall.links.values() if k.medium is Medium.POWER and set(k.b) & set(ids)]
    return disconnect(hall, gone)


def test_a_whole_rack() -> None:
    hall = without_power(good_hall(), "p1a", "p1b", "s1")
    after = feed(hall, ["r1"])
    assert not [f for f in evaluate(after).findings if f.code.startswith("PWR")]
    power = evaluate(after).results.power
    assert power is not None
    assert power.records["s1"].sides == "AB" and power.records["s1"].cords == 6
    assert {power.records["p1a"].sides, power.records["p1b"].sides} == {"A", "B"}
    assert feed(after, ["r1"]) is after  # nothing is missing any more


def test_everything_at_once() -> None:
    hall = good_hall()
    ids = ["r1", "r2", "r3", "r4", "crah1", "crah2", "crah3", "cdu1", "cdu2", "chl1", "chl2"]
    bare = without_power(hall, *(i for i in hall.equipment if i[:2] not in ("tx", "sg", "up", "rp")))
    assert evaluate(bare).counts["error"] > 10
    after = feed(bare, ids)
    found = [f for f in evaluate(after).findings if f.code.startswith("PWR")]
    assert {(f.code, f.subjects) for f in found} == {("PWR105", ("p4a",)), ("PWR105", ("p4b",))}  # 4 cords, 3 lines
    assert hall.equipment == after.equipment


def test_the_chain_itself_from_the_source_on() -> None:
    hall = good_hall()
    chain = [f"{kind}{side}" for kind in ("tx", "sg", "ups", "rpp") for side in "ab"]
    after = feed(without_power(hall, *chain), chain[::-1])
    power = evaluate(after).results.power
    assert power is not None
    for kind in ("tx", "sg", "ups", "rpp"):  # two of everything make two sides
        assert {power.records[f"{kind}a"].sides, power.records[f"{kind}b"].sides} == {"A", "B"}
    assert feed(after, chain) is after


def test_a_chain_of_another_voltage_is_refused_in_words() -> None:
    hall = set_fields(without_power(good_hall(), "upsa"), ["upsa"], {"voltage_v": 480.0})
    with pytest.raises(EditRefused, match=r"gives UPSA the 480 V it takes: what stands before it gives .*415 V"):
        feed(hall, ["upsa"])


def test_only_the_missing_side_is_added() -> None:
    hall = good_hall()
    (b_cord,) = (k for k in hall.links.values() if k.a == ("p1b",))
    after = feed(disconnect(hall, [b_cord.id]), ["s1"])
    (new,) = set(after.links) - set(hall.links) or {b_cord.id}
    assert after.links[new].a == ("p1b",) and after.links[new].per_pair == 3


def test_breaker_is_no_larger_than_the_inlet() -> None:
    hall = set_fields(without_power(good_hall(), "p1a"), ["p1a"], {"rating_a": 32.0})
    after = feed(hall, ["p1a"])
    (new,) = (k for k in after.links.values() if k.b == ("p1a",))
    assert new.a == ("rppa",) and new.breaker_a == 32.0


def test_cords_spread_over_banks() -> None:
    hall = set_fields(without_power(good_hall(), "s1"), ["p1a", "p1b"], {"banks": 3, "bank_a": 32.0})
    after = feed(hall, ["s1"])
    strip = after.equipment["p1a"]
    used = [p for k in after.links.values() for a, p, _, _ in k.cables() if a == "p1a"]
    assert sorted(strip.bank_of(p) for p in used) == [1, 2, 3]  # type: ignore[attr-defined]


def test_shelves_and_busbar() -> None:
    hall = remove(good_hall(), ["s1"])
    shelves = [item("power_shelf", f"sh{n}", rack_id="r1", rating_kw=33.0, u=40 + n, u_height=1) for n in range(4)]
    nvl = item("system", "nvl", role="rack_scale", rack_id="r1", supply="busbar", nameplate_kw=60.0)
    hall = hall.changed(equipment={i.id: i for i in (*shelves, nvl)})
    after = feed(hall, ["nvl"])
    power = evaluate(after).results.power
    assert power is not None
    assert power.records["nvl"].sides == "AB" and power.records["nvl"].live_cords == 4
    assert sorted(power.records[f"sh{n}"].sides for n in range(4)) == ["A", "A", "B", "B"]


@pytest.mark.parametrize(
    ("prepare", "ids", "reason"),
    [
        (lambda h: remove(h, ["p1a", "p1b"]), ["s1"], "no rack PDU"),
        (lambda h: without_power(remove(h, ["p1b"]), "s1"), ["s1"], "side A only"),
        (lambda h: without_power(remove(h, ["utb", "txb"]), "crah1"), ["crah1"], "side A only"),
        (lambda h: without_power(set_fields(h, ["p1a"], {"voltage_v": 208.0}), "p1a"), ["p1a"], "208 V"),
        (lambda h: without_power(set_fields(h, ["p1a", "p1b"], {"outlets": 2}), "s1"), ["s1"], "free outlets"),
        (
            lambda h: place(h, [item("transfer_switch", "ts", x_m=3.0, y_m=9.6, voltage_v=415.0, rating_a=100.0)]),
            ["ts"],
            "by hand",
        ),
        (lambda h: h, ["nothing"], "no equipment"),
    ],
)
def test_refusals_name_what_is_missing(prepare, ids, reason) -> None:  # type: ignore[no-untyped-def]
    hall = prepare(good_hall())
    with pytest.raises(EditRefused, match=reason):
        feed(hall, ids)


def test_full_panels_are_refused() -> None:
    hall = set_fields(without_power(good_hall(), "p1a", "p1b"), ["rppa", "rppb"], {"poles": 9})
    strips = [item("rack_pdu", f"x{n}", rack_id="r1", voltage_v=415.0, rating_a=63.0) for n in range(3)]
    hall = hall.changed(equipment={s.id: s for s in strips})
    with pytest.raises(EditRefused, match="No free branch for X2"):
        feed(hall, ["x0", "x1", "x2"])


def test_swap_side() -> None:
    hall = TRAPS["PWR201"][0](good_hall())
    after = swap_side(disconnect(hall, []), "s2")
    assert after is not hall  # a load that is fed well can be turned over too, as long as there is another side
    single = remove(good_hall(), ["p1b"])
    with pytest.raises(EditRefused, match="another side"):
        swap_side(single, "s1")


def test_four_of_six_supplies_want_three_sides() -> None:
    hall = without_power(good_hall(), "s1")
    chain = [
        item("utility_feed", "utc", side="C", voltage_v=415.0, contracted_kw=500.0),
        item("pdu", "rppc", primary_v=415.0, secondary_v=415.0, rating_a=250.0),
        item("rack_pdu", "p1c", rack_id="r1", voltage_v=415.0, rating_a=63.0),
    ]
    hall = connect(hall.changed(equipment={i.id: i for i in chain}), "utc", "out", "rppc", "in")
    after = feed(set_fields(hall, ["s1"], {"psu_required": 4}), ["s1"])
    power = evaluate(after).results.power
    assert power is not None
    load = power.records["s1"]
    assert (load.sides, load.cords, load.short_supplies, load.worst_state) == ("ABC", 6, 4, 1)
    two = feed(hall, ["s1"])  # three of six: two sides are enough
    assert len([k for k in two.links.values() if k.b == ("s1",) and k.medium is Medium.POWER]) == 2


def test_cables_carry_their_breaker_and_lose_little() -> None:
    hall = good_hall()
    chain = [f"{kind}{side}" for kind in ("tx", "sg", "ups", "rpp") for side in "ab"]
    loads = ["crah1", "cdu1", "chl1"]
    after = feed(without_power(hall, *chain, *loads), [*chain, *loads])
    new = [k for k in after.links.values() if k.medium is Medium.POWER and {*k.b} & {*chain, *loads}]
    assert len(new) == len(chain) + sum(len({k.a for k in new if k.b == (i,)}) for i in loads)
    settings = after.settings
    for link in new:
        assert link.breaker_a and link.conductor_mm2 and link.conductor_runs, after.name_of(link.id)
        carries = ampacity_a(link.conductor_mm2, settings.cable_grouping_fraction) * link.conductor_runs
        assert carries >= link.breaker_a
    by_end = {k.b[0]: k for k in new}
    assert by_end["rppa"].breaker_a == 250.0 and by_end["sga"].breaker_a == 1000.0  # of what they protect
    full_a = 500.0 / 0.985 / (3**0.5 * 13.8)  # of the transformer: the next breaker that carries it without pause
    assert by_end["txa"].breaker_a == next(b for b in BREAKERS_A if b >= full_a / settings.continuous_fraction)
    found = study(after)
    assert all(found.cables[k.id].drop_fraction <= settings.cable_drop_max_fraction for k in new)
    assert not [v for v in verdicts(found) if v.holds is False]


def test_a_long_way_wants_thicker_conductors_and_then_a_refusal() -> None:
    hall = without_power(good_hall(), "p1a", "p1b", "s1")
    near = feed(hall, ["p1a"])
    far = feed(set_fields(hall, ["r1"], {"x_m": 300.0}), ["p1a"])

    def copper_mm2(project: Project) -> float:
        (link,) = (k for k in project.links.values() if k.b == ("p1a",))
        return (link.conductor_mm2 or 0.0) * (link.conductor_runs or 0)

    assert copper_mm2(near) == 16.0 < copper_mm2(far)
    with pytest.raises(
        EditRefused, match=r"too long for 63 A at 415 V: .* lose more than 3%. The longest that works is"
    ):
        feed(set_fields(hall, ["r1"], {"x_m": 90000.0}), ["p1a"])


def test_single_cords_go_to_the_line_that_carries_least() -> None:
    hall = remove(good_hall(), ["s1"])
    small = [
        item("system", f"n{k}", role="cpu", rack_id="r1", u=1 + k, u_height=1, nameplate_kw=0.6, psu_count=2)
        for k in range(9)
    ]
    after = feed(hall.changed(equipment={i.id: i for i in small}), [i.id for i in small])
    for strip in ("p1a", "p1b"):
        phases = [k.phase for k in after.links.values() if k.a == (strip,)]
        assert sorted(phases) == sorted(["L1", "L2", "L3"] * 3)
    power = evaluate(after).results.power
    assert power is not None
    record = power.records["p1a"]
    assert record.lines_a == pytest.approx((record.lines_a[0],) * 3)


def test_it_is_one_step_and_the_same_each_time() -> None:
    hall = without_power(good_hall(), "p1a", "p1b", "s1")
    assert feed(hall, ["r1"]) == feed(hall, ["r1"])


def test_a_refusal_says_what_is_nearest_and_would_work() -> None:
    hall = without_power(set_fields(good_hall(), ["p1a"], {"voltage_v": 208.0}), "p1a")
    with pytest.raises(EditRefused) as caught:
        feed(hall, ["p1a"])
    assert "The nearest with room is RPP" in caught.value.text and "415 V" in caught.value.text
    one_sided = without_power(remove(good_hall(), ["p1b"]), "s1")
    with pytest.raises(EditRefused) as caught:
        feed(one_sided, ["s1"])
    assert re.search(r"The nearest of another side with room is \w*B, \d", caught.value.text)
    bare = remove(good_hall(), ["rppa", "rppb", "upsa", "upsb", "sga", "sgb"])
    with pytest.raises(EditRefused, match="place a panel"):
        feed(bare, ["p1a"])


@pytest.mark.parametrize("name", ["h100-scalable-unit", "gb200-nvl72-row"])
def test_racks_of_a_whole_hall_go_where_there_is_room(name: str) -> None:
    """Every feed of every rack cut and drawn anew: nothing is overloaded, now or after any failure."""
    hall = TEMPLATES[name]()
    racks = [i for i, e in hall.equipment.items() if e.kind == "rack"]
    inside = [i for i, e in hall.equipment.items() if e.carrier_id() in racks]
    after = feed(without_power(hall, *inside), racks)
    assert not [f for f in evaluate(after).open_findings if f.code.startswith("PWR") and f.code != "PWR105"]


def test_a_closet_without_panels_is_fed_from_its_ups() -> None:
    hall = remove(good_hall(), ["rppa", "rppb"])
    after = feed(hall, ["p1a", "p1b"])
    assert {k.a[0] for k in after.links.values() if k.b[0] in ("p1a", "p1b")} == {"upsa", "upsb"}
    assert all(k.breaker_a == 63.0 for k in after.links.values() if k.b[0] in ("p1a", "p1b"))
