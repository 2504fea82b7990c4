"""Which plugs fit which cages."""

import pytest

from hallwright.plugs import families, plug_fits


@pytest.mark.parametrize(
    ("plug", "cage", "fits"),
    [
        ("OSFP", "OSFP twin-port", True),
        ("OSFP", "QSFP-DD", False),
        ("QSFP-DD", "OSFP", False),
        ("QSFP56", "QSFP-DD", True),
        ("QSFP-DD", "QSFP56", False),
        ("QSFP28", "QSFP-DD800", True),
        ("OSFP/QSFP-DD800", "QSFP-DD800", True),
        ("SFP28", "SFP56", True),
        ("SFP56", "SFP28", False),
    ],
)
def test_a_cage_takes_its_own_plug_and_older_ones(plug: str, cage: str, fits: bool) -> None:
    assert plug_fits(plug, cage) is fits


def test_families_are_the_first_words() -> None:
    assert families("OSFP twin-port") == {"OSFP"}
    assert families("OSFP/QSFP-DD800 ") == {"OSFP", "QSFP-DD800"}
    assert families("") == set()
