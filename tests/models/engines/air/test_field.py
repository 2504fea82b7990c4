"""The answer of the room-air solver."""

import numpy as np
import pytest

from hallwright.engines.air.field import Field, RackAir
from hallwright.engines.air.inputs import AirInputs


def rack(hottest: float, error_k: float = 0.1) -> RackAir:
    return RackAir(hottest - 1.0, (hottest - 2.0, hottest), hottest + 1.0, hottest, hottest + 11.0, 0.0, error_k)


def test_a_rack_is_flagged_by_its_hottest_band_outside_a_grey_zone() -> None:
    assert rack(28.6).against(27.0) == "above"
    assert rack(28.4).against(27.0) == "near"
    assert rack(25.6).against(27.0) == "near"
    assert rack(25.4).against(27.0) == "below"


def test_a_probe_reads_the_cell_and_nothing_in_bodies_or_outside() -> None:
    warm = np.full((2, 3, 4), 20.0, np.float32)
    warm[1, 2, 3], warm[0, 0, 0] = 30.0, np.nan
    field = Field(
        AirInputs((0.4, 0.6, 0.8)), (0.2, 0.2, 0.2), warm, np.zeros((2, 3, 4, 3), np.float32),
        {"a": rack(25.0), "b": rack(25.0, 0.4)}, {}, {}, 0.0, 0.0, 1, 0.0, 0, 24, 0.0, False, True,
    )  # fmt: skip
    assert field.at(0.39, 0.5, 0.7) == pytest.approx(30.0)
    assert field.at(0.1, 0.1, 0.1) is None
    assert field.at(0.1, 0.1, 0.9) is None and field.at(-0.1, 0.1, 0.1) is None
    assert field.error_k == pytest.approx(0.4)
