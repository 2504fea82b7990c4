"""What the room-air solver is told."""

import pytest

from hallwright.engines.air.inputs import FACES, Fluid, Rack, even_bands, opposite


def test_opposite_faces_share_an_axis_and_undo_each_other() -> None:
    for face in FACES:
        assert opposite(face)[1] == face[1] and opposite(face) != face
        assert opposite(opposite(face)) == face


def test_even_bands_share_flow_and_heat_by_height() -> None:
    bands = even_bands([0.0, 0.8, 1.4, 2.2], 1.1, 11_000.0)
    assert [b.flow_m3_s for b in bands] == pytest.approx([0.4, 0.3, 0.4])
    rack = Rack("a", ((0, 0, 0), (0.6, 1.2, 2.2)), "-y", bands)
    assert rack.heat_w == pytest.approx(11_000.0) and rack.flow_m3_s == pytest.approx(1.1)


def test_a_cubic_metre_of_air_at_sea_level_takes_1197_joules_a_kelvin() -> None:
    assert Fluid().heat_j_m3_k == pytest.approx(1197.1, abs=0.1)
