"""The chain that a one-line shows: what stands for itself, what is grouped, what is folded."""

from functools import cache

import pytest

from halls import good_hall
from hallwright.diagrams.chain import ALL_FOLDED, BUS, FOLDINGS, LOADS, RACKS, Chain, chain, natural
from hallwright.edits.wire import disconnect
from hallwright.evaluate import Report, evaluate
from hallwright.templates import TEMPLATES
from power_halls import random_chain


@cache
def big() -> Report:
    return evaluate(TEMPLATES["synthetic"](gpus=1024, seed=0))


def ids_of(found: Chain) -> list[str]:
    return sorted(i for n in found.nodes.values() if n.sort != BUS for i in (*n.ids, *n.holds))


def test_natural_order() -> None:
    assert sorted(["A10", "A2", "b1", "A1"], key=natural) == ["A1", "A2", "A10", "b1"]


def test_the_good_hall() -> None:
    found = chain(evaluate(good_hall()))
    assert found.nodes["txa"].sort == "transformer" and found.nodes["txa"].side == "A"
    assert set(found.nodes["txa"].ups) == {"uta"}
    racks = [n for n in found.nodes.values() if n.sort == RACKS]
    assert sorted(i for n in racks for i in n.ids) == ["r1", "r2", "r3", "r4"]
    assert all(n.side == "AB" for n in racks)
    crahs = next(n for n in found.nodes.values() if n.sort == LOADS and "crah1" in n.ids)
    assert crahs.ids == ("crah1", "crah2", "crah3") and crahs.name.startswith("3 × ")


@pytest.mark.parametrize("seed", range(20))
def test_every_element_and_every_load_is_shown_once_however_it_is_folded(seed: int) -> None:
    report = evaluate(random_chain(seed))
    power = report.results.power
    assert power is not None
    plain = ids_of(chain(report))
    assert len(set(plain)) == len(plain)
    loads = {i for i in power.inputs.nodes if i in plain}
    assert {f.id for f in power.net.feeders} <= set(plain)
    for folding in FOLDINGS:
        assert ids_of(chain(report, folding=folding)) == plain
    assert loads


def test_feeders_stand_before_what_they_feed() -> None:
    for folding in FOLDINGS:
        found = chain(big(), folding=folding)
        place = {key: n for n, key in enumerate(found.nodes)}
        assert all(place[up] < place[n.key] for n in found.nodes.values() for up in n.ups)


def test_folding_makes_fewer_and_says_so() -> None:
    counts = [len(chain(big(), folding=f).nodes) for f in FOLDINGS]
    assert counts == sorted(counts, reverse=True) and counts[-1] < counts[0] / 2
    assert not chain(big()).notes and "drawn as" in chain(big(), folding=ALL_FOLDED).notes[0]


def test_a_fold_opens_with_what_hangs_on_one_of_it_alone() -> None:
    folded = chain(big(), folding=ALL_FOLDED)
    key = next(k for k, n in folded.nodes.items() if n.sort == "transformer" and n.side == "A")
    opened = chain(big(), {key}, ALL_FOLDED)
    for id in folded.nodes[key].ids:
        assert opened.nodes[id].ids == (id,)
    boards = [n for n in opened.nodes.values() if n.sort == "switchgear" and set(n.ups) & set(folded.nodes[key].ids)]
    assert len(boards) == folded.nodes[key].count


def test_a_group_opens_by_rows_and_then_one_by_one() -> None:
    report = big()
    group = next(n for n in chain(report, folding=ALL_FOLDED).nodes.values() if n.sort == RACKS)
    rows = [n for n in chain(report, {group.key}, ALL_FOLDED).nodes.values() if n.sort == RACKS]
    assert 1 < len(rows) < group.count and sum(n.count for n in rows) == group.count
    each = [n for n in chain(report, {group.key, rows[0].key}, ALL_FOLDED).nodes.values() if n.sort == RACKS]
    assert len(each) == len(rows) - 1 + rows[0].count


def test_what_is_not_fed_is_shown_without_a_feed() -> None:
    project = good_hall()
    links = [link.id for link in project.links.values() if "p1a" in link.b or "p1b" in link.b]
    found = chain(evaluate(disconnect(project, links)))
    alone = next(n for n in found.nodes.values() if "r1" in n.ids)
    assert alone.ids == ("r1",) and not alone.ups and alone.side == ""
