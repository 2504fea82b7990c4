"""The fixes of the thermal rules clear what they are offered for."""

import pytest

from halls import good_hall
from hallwright.edits.wire import disconnect
from hallwright.evaluate import evaluate
from hallwright.rules import rules
from hallwright.rules.base import Context


@pytest.mark.parametrize(("code", "subject"), [("THM306", "s3"), ("THM307", "crah1"), ("THM307", "cdu1")])
def test_a_cut_coolant_link_is_drawn_again(code: str, subject: str) -> None:
    hall = good_hall()
    cut = [k for k, link in hall.links.items() if link.medium == "coolant" and subject in link.b]
    broken = disconnect(hall, cut)
    report = evaluate(broken)
    finding = next(f for f in report.findings if f.code == code and f.subjects[0] == subject)
    rule = next(r for r in rules() if r.code == code)
    (fix,) = rule.fixes(finding, Context(broken, report.results))
    assert not evaluate(fix.edit(broken), report).findings
