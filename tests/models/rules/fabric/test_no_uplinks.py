"""FAB307: a leaf whose fabric goes on above it, but not from here."""

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.edits.wire import disconnect
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import key, uplinks_taken


def found(project: Project) -> list[tuple[str, float]]:
    return [(f.subjects[0], f.value) for f in evaluate(project).findings if f.code == "FAB307"]


def test_a_leaf_without_uplinks_is_stranded() -> None:
    p = good_hall()
    assert found(p) == []
    assert found(disconnect(p, [key(p, "lf1", "sp1")])) == []
    assert found(disconnect(p, [key(p, "lf1", spine) for spine in ("sp1", "sp2")])) == [("lf1", 12 * 400.0)]
    assert found(uplinks_taken(p)) == [("lf1", 12 * 400.0)]


def test_a_fabric_of_leaves_alone_is_whole() -> None:
    p = remove(good_hall(), ["sp1", "sp2"])
    assert found(p) == []


def test_a_leaf_in_a_fabric_of_its_own_stands_alone() -> None:
    p = good_hall()
    p = disconnect(p, [key(p, "lf1", spine) for spine in ("sp1", "sp2")])
    assert found(set_fields(p, ["lf1"], {"fabric": "storage"})) == []


def test_what_it_says_follows_every_edit() -> None:
    p = good_hall()
    report = evaluate(p)
    for edited in (uplinks_taken(p), p, set_fields(uplinks_taken(p), ["sp1", "sp2"], {"tier": "leaf"})):
        report = evaluate(edited, report)
        assert report.findings == evaluate(edited).findings
