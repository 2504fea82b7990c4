"""What the thermal rules share."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.evaluate import evaluate
from hallwright.rules.base import Severity
from traps.thermal import TRAPS


@pytest.mark.parametrize("code", ["THM201", "THM202", "THM203", "THM204", "THM205"])
def test_a_unit_out_is_an_error_where_a_single_failure_must_be_outlived(code: str) -> None:
    trap = TRAPS[code][0](good_hall())
    for demanded, severity in ((True, Severity.ERROR), (False, Severity.WARNING)):
        project = set_settings(trap, {"survive_single_failure": demanded})
        assert {f.severity for f in evaluate(project).findings if f.code == code} == {severity}
