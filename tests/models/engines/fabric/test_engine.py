"""The fabric engine against cases worked by hand, and patch against solve."""

import random

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import duplicate, move, place, remount, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import connect, disconnect
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric import engine
from hallwright.engines.fabric.optics import added_optics_kw
from hallwright.engines.fabric.records import LinkRecord, SwitchRecord, SystemRecord
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Medium
from hallwright.equipment.switch import Switch
from hallwright.errors import EditRefused
from hallwright.project import Change, Link, Project


def solved(project: Project) -> engine.Fabric:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def system(result: engine.Fabric, id: str) -> SystemRecord:
    record = result.records[id]
    assert isinstance(record, SystemRecord)
    return record


def switch(result: engine.Fabric, id: str) -> SwitchRecord:
    record = result.records[id]
    assert isinstance(record, SwitchRecord)
    return record


def link(result: engine.Fabric, id: str) -> LinkRecord:
    record = result.records[id]
    assert isinstance(record, LinkRecord)
    return record


def test_good_hall_by_hand() -> None:
    result = solved(good_hall())
    leaf = switch(result, "lf1")
    assert (leaf.down_gbps, leaf.up_gbps, leaf.oversubscription) == (3 * 4 * 400.0, 12 * 400.0, 1.0)
    assert leaf.ports[0].used == 24 and leaf.ports[0].free == 40
    assert system(result, "s1").attachments[0].switches == (("lf1", 1600.0), ("lf2", 1600.0))
    assert leaf.loss.systems == 0 and leaf.loss.share_left == 0.5
    assert switch(result, "sp1").loss.share_left == 0.5
    totals = result.fabrics["compute"]
    assert (totals.injection_gbps, totals.bisection_gbps, totals.parts) == (9600.0, 4800.0, 1)
    assert result.parts_reached("s1") == {"compute": 1}
    assert system(result, "s1").optics_kw == pytest.approx(8 * 9.0 / 1000)


def test_mesh_bundle_equals_single_bundles() -> None:
    """One bundle of all leaves with all spines is the same as four of pairs."""
    base = good_hall()
    singles = [k for k, v in base.links.items() if v.b[0] in ("sp1", "sp2") and v.medium is Medium.FABRIC]
    mesh = Link(
        id="mesh", medium=Medium.FABRIC, a=("lf1", "lf2"), a_port="front", a_first=13,
        b=("sp1", "sp2"), b_port="front", per_pair=6, product="test-dac",
    )  # fmt: skip
    meshed = solved(disconnect(base, singles).changed(links={"mesh": mesh}))
    before = solved(base)
    for id in ("lf1", "lf2", "sp1", "sp2"):
        one, other = switch(before, id), switch(meshed, id)
        assert (one.down_gbps, one.up_gbps, one.loss) == (other.down_gbps, other.up_gbps, other.loss)
        assert [(p.used, p.doubled, p.highest) for p in one.ports] == [
            (p.used, p.doubled, p.highest) for p in other.ports
        ]
    assert link(meshed, "mesh").total_m == pytest.approx(sum(link(before, k).total_m or 0.0 for k in singles))


def test_one_spine_is_a_single_point_of_failure() -> None:
    result = solved(remove(good_hall(), ["sp2"]))
    spine = switch(result, "sp1")
    assert spine.loss.systems == 0  # both leaves serve every system: nobody is cut off
    assert spine.loss.share_left == 0.0
    assert switch(result, "lf1").oversubscription == 2.0


def two_leaf_hall() -> Project:
    """Two racks of one system each on a leaf of its own, one spine over both."""
    p = remove(good_hall(), ["sp2"])
    for id in [k for k, v in p.links.items() if (v.a[0], v.b[0]) in (("s1", "lf2"), ("s2", "lf1"))]:
        p = disconnect(p, [id])
    return remove(p, ["s3"])


def test_cut_off_systems() -> None:
    result = solved(two_leaf_hall())
    assert switch(result, "sp1").loss.systems == 1  # one half of two cannot reach the other
    assert switch(result, "lf1").loss.systems == 1
    assert switch(result, "lf1").loss.gpus == 8
    apart = solved(remove(two_leaf_hall(), ["sp1"]))
    assert sorted(switch(apart, i).unreached_systems for i in ("lf1", "lf2")) == [0, 1]
    assert apart.fabrics["compute"].parts == 2


def test_rail_only_is_not_disconnected() -> None:
    """Without spines, two leaves that both serve everybody are two parts that both reach everybody."""
    result = solved(remove(good_hall(), ["sp1", "sp2"]))
    assert result.fabrics["compute"].parts == 2
    assert result.parts_reached("s1") == {"compute": 2}
    for id in ("lf1", "lf2"):
        assert switch(result, id).unreached_systems == 0 and switch(result, id).loss.systems == 0


def test_doubled_and_missing_points() -> None:
    p = connect(good_hall(), "s1", "compute", "lf1", "front", a_first=8, b_first=24)
    result = solved(p)
    (use,) = system(result, "s1").ports
    assert (use.used, use.doubled, len(use.clash)) == (8, 1, 2)
    assert switch(result, "lf1").ports[0].doubled == 1
    p = connect(good_hall(), "s1", "compute", "lf1", "front", a_first=9, b_first=64)
    assert system(solved(p), "s1").ports[0].highest == 9


def test_breakout_splits_a_port() -> None:
    p = set_fields(good_hall(), ["lf1"], {"switch_ports": [{"count": 32, "gbps": 800.0, "split": 2}]})
    use = switch(solved(p), "lf1").ports[0]
    assert (use.count, use.gbps) == (64, 400.0)
    assert solved(p).fabrics == solved(good_hall()).fabrics


def test_length_along_a_tray() -> None:
    """s1 in r1 (x 5.1) to lf1 in r4 (x 6.9), both at y 5; a tray 0.5 m behind at 2.5 m."""
    p = place(good_hall(), [item("tray", "t1", points_m=[[4.0, 5.5], [8.0, 5.5]], elevation_m=2.5)])
    p = set_settings(p, {"cable_stock_lengths_m": [0.001]})  # every length is cut to the next metre
    result = solved(p)
    key = next(k for k, v in p.links.items() if v.a == ("s1",) and v.b == ("lf1",))
    drop_a, drop_b = 2.5 - 4 * 0.04445, 2.5 - 0.5 * 0.04445
    run = drop_a + 0.5 + 1.8 + 0.5 + drop_b
    wanted = -(-(run * 1.1 + 1.0) // 1)
    assert link(result, key).longest_m == wanted
    assert link(result, key).route == "trays"


def test_broken_and_given_routes() -> None:
    p = place(
        good_hall(),
        [
            item("tray", "t1", points_m=[[4.0, 5.5], [8.0, 5.5]]),
            item("tray", "t2", points_m=[[4.0, 9.0], [8.0, 9.0]]),
        ],
    )
    key = next(k for k, v in p.links.items() if v.a == ("s1",) and v.b == ("lf1",))
    assert link(solved(set_fields(p, [key], {"route": ["t1"]})), key).route == "given"
    assert link(solved(set_fields(p, [key], {"route": ["t2"]})), key).route == "broken"
    given = link(solved(set_fields(p, [key], {"length_m": 12.5})), key)
    assert (given.longest_m, given.total_m, given.route) == (12.5, 50.0, "given")


def test_optics_on_top_of_a_nameplate() -> None:
    p = good_hall()
    leaf = p.get("lf1", Switch)
    assert added_optics_kw(Topology(p), leaf) == 0.0
    p = set_fields(p, ["lf1"], {"nameplate_includes_optics": False})
    assert added_optics_kw(Topology(p), p.get("lf1", Switch)) == pytest.approx((12 * 9.0 + 12 * 0.1) / 1000)


def step(rng: random.Random, p: Project) -> Project:
    racks = sorted(i for i, e in p.equipment.items() if e.kind == "rack")
    servers = sorted(i for i, e in p.equipment.items() if e.kind == "system")
    switches = sorted(i for i, e in p.equipment.items() if e.kind == "switch")
    cables = sorted(k for k, v in p.links.items() if v.medium is Medium.FABRIC)
    what = rng.randrange(11)
    if what == 0:
        return move(p, [rng.choice(racks)], rng.uniform(-2, 2), rng.uniform(-2, 2))
    if what == 1:
        return remove(p, [rng.choice(servers + switches)])
    if what == 2:
        return duplicate(p, [rng.choice(racks)], 0.6, 2.5)
    if what == 3:
        return disconnect(p, [rng.choice(cables)])
    if what == 4:
        return connect(p, rng.choice(servers), "compute", rng.choice(switches), "front", rng.randint(1, 4))
    if what == 5:
        a, b = rng.sample(switches, 2)
        return connect(p, a, "front", b, "front", rng.randint(1, 4), product=rng.choice(["test-dac", None]))
    if what == 6:
        choice = {"tier": rng.choice(["leaf", "spine", "core", "unassigned", "storage"])}
        return set_fields(
            p, [rng.choice(switches)], rng.choice([choice, {"fabric": rng.choice(["compute", "storage"])}])
        )
    if what == 7:
        x = rng.uniform(0, 10)
        return place(p, [item("tray", f"t{len(p.equipment)}", points_m=[[x, 0.0], [x + 1.0, 11.0]])])
    if what == 8:
        return set_fields(p, [rng.choice(cables)], {"per_pair": rng.randint(1, 5)})
    if what == 9:
        return set_fields(
            p, [rng.choice(switches)], {"switch_ports": [{"count": 48, "gbps": rng.choice([200.0, 800.0])}]}
        )
    return remount(p, rng.choice(servers), rng.choice(racks))


@pytest.mark.parametrize("seed", range(6))
def test_patch_equals_solve(seed: int) -> None:
    rng = random.Random(seed)
    start = good_hall()
    topology = Topology(start)
    result = engine.solve(engine.inputs(Step(start, topology, Results())))
    p, past = start, [(start, result)]
    for _ in range(40):
        try:
            after = step(rng, p) if rng.random() > 0.15 else rng.choice(past)[0]  # sometimes undo, far back
        except (EditRefused, IndexError, ValueError):
            continue
        topology.move_to(after)
        change = Change.between(p, after)
        new = engine.patch(result, Step(after, topology, Results(), p, change))
        fresh = engine.solve(engine.inputs(Step(after, topology, Results())))
        for field in ("devices", "links", "cables", "trays", "limits"):
            assert getattr(new.inputs, field) == getattr(fresh.inputs, field), field
        assert new == fresh
        if new is not result:
            assert new.dirty == frozenset(
                k for k in new.records.keys() | result.records.keys()
                if new.records.get(k) != result.records.get(k)
            )  # fmt: skip
            for key, record in new.records.items():
                assert record is result.records.get(key) or key in (new.dirty or ())
        p, result = after, new
        past.append((p, result))


def test_unrelated_edit_keeps_the_result() -> None:
    p = good_hall()
    topology = Topology(p)
    result = engine.solve(engine.inputs(Step(p, topology, Results())))
    after = set_fields(p, ["crah1"], {"fan_kw": 2.5})
    topology.move_to(after)
    assert engine.patch(result, Step(after, topology, Results(), p, Change.between(p, after))) is result
