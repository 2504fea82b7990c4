"""What a drop would add, in words."""

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright_app.canvas import verdict


def test_differing_equals_a_plain_comparison_of_all_findings():
    before = evaluate(good_hall())
    for edit in (
        lambda p: remove(p, ["crah1", "crah2"]),
        lambda p: set_fields(p, ["s1", "s2"], {"nameplate_kw": 60.0}),
        lambda p: remove(p, ["rppa"]),
    ):
        after = evaluate(edit(before.project), before)
        new, gone = verdict.differing(before, after)
        assert keys(new) == plain(before, after)
        assert [f.severity for f in new] == sorted((f.severity for f in new), reverse=True)
        assert keys(gone) == keys(before.open_findings) - keys(after.findings)
        back_new, back_gone = verdict.differing(after, before)
        assert keys(back_new) == plain(after, before)
        assert keys(back_gone) == keys(after.open_findings) - keys(before.findings)


def keys(findings):
    return {f.key for f in findings}


def plain(before, after):
    """New or worse, by comparing every finding with every other."""
    old = {f.key: f for f in before.findings}
    return {f.key for f in after.open_findings if f.key not in old or f.worse_than(old[f.key].value)}


def test_at_most_three_lines_and_how_many_more():
    before = evaluate(good_hall())
    after = evaluate(remove(before.project, ["rppa", "rppb", "crah1", "crah2", "crah3"]), before)
    found = verdict.fits("It", before, after, "metric")
    new, _ = verdict.differing(before, after)
    assert len(new) > 3
    assert len(found.lines) == 3
    assert found.note == f"and {len(new) - 3} more"
    assert found.title == "It: fits"


def test_words_for_things():
    project = good_hall()
    assert verdict.things(project.pick(["r1"])) == "R1"
    assert verdict.things(project.pick(["r1", "r2"])) == "2 racks"
    assert verdict.things(project.pick(["r1", "cdu1"])) == "2 things"
    assert verdict.things(project.pick(["cdu1", "cdu2"])) == "2 CDUs"
