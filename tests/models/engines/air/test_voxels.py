"""Rooms cut into cells."""

from dataclasses import replace

import numpy as np
import pytest

from air_rooms import in_row, rack, raised_floor
from hallwright.engines.air.checks import check
from hallwright.engines.air.inputs import AirInputs, Cooler, CoolerPort, Opening, Partition, Rack, Solid, Tile
from hallwright.engines.air.voxels import MOST_CELLS, OPEN, PORT, cell_edge_m, cut
from hallwright.errors import OutOfRange


def test_cells_of_bodies_are_no_air() -> None:
    grid = cut(raised_floor())
    assert grid.shape == (18, 15, 16)
    assert grid.cells == 18 * 15 * 16 - 2 * 3 * 6 * 11


def test_flow_through_the_faces_of_each_port_is_what_was_asked() -> None:
    grid = cut(raised_floor())
    hy, hz, hx = grid.h
    area = np.array([hz * hx, hy * hx, hy * hz])[grid.face_axis]
    for n, port in enumerate(grid.ports):
        mine = grid.face_port == n
        assert area[mine].sum() == pytest.approx(port.area_m2)
        codes = {
            int(grid.faces[a].reshape(-1)[p]) for a, p in zip(grid.face_axis[mine], grid.face_place[mine], strict=True)
        }
        assert codes == {PORT + n}
    racks = raised_floor().racks
    drawn = -sum(p.flow_m3_s for p in grid.ports if " front " in p.name)
    assert drawn == pytest.approx(sum(r.flow_m3_s for r in racks))


def test_a_room_that_is_no_multiple_of_the_cell_keeps_its_size_and_flow() -> None:
    given = replace(raised_floor(), room_m=(3.3, 3.5, 2.95))
    given = replace(given, openings=(replace(given.openings[0], rect_m=((0.4, 0.2, 2.95), (1.4, 0.8, 2.95))),))
    grid = cut(given)
    assert [n * h for n, h in zip(grid.shape, grid.h, strict=True)] == pytest.approx([3.5, 2.95, 3.3])
    assert sum(p.flow_m3_s for p in grid.ports) == pytest.approx(0.0, abs=1e-9)


def test_neighbours_share_snapped_edges_without_a_gap() -> None:
    """Racks 0.75 m wide on cells of 0.2 m: no slit opens between them."""
    racks = []
    for n in range(4):
        one = rack(f"r{n}", 0.5 + 0.75 * n, 1.0, "-y", 2.0)
        racks.append(replace(one, box=((0.5 + 0.75 * n, 1.0, 0.0), (1.25 + 0.75 * n, 2.2, 2.2))))
    grid = cut(AirInputs((4.0, 4.0, 3.0), tuple(racks)))
    row = grid.air[2 + 8, 2 + 5, 2 : 2 + 20]
    inside = np.flatnonzero(~row)
    assert (np.diff(inside) == 1).all()


def test_a_panel_closes_faces_and_takes_no_cells() -> None:
    given = raised_floor()
    panel = Partition("p", ((0.0, 2.8, 0.0), (3.2, 2.8, 1.0)))
    with_panel, without = cut(replace(given, partitions=(panel,))), cut(given)
    assert with_panel.cells == without.cells
    assert (with_panel.faces[0] != without.faces[0]).sum() == 16 * 5


def test_the_cells_grow_with_the_largest_rooms() -> None:
    assert cell_edge_m(AirInputs((12.0, 8.0, 3.2))) == pytest.approx(0.2)
    assert cell_edge_m(AirInputs((100.0, 100.0, 4.0))) == pytest.approx(0.6)
    assert cell_edge_m(AirInputs((12.0, 8.0, 3.2), cell_m=0.1)) == 0.1
    with pytest.raises(OutOfRange, match=f"{MOST_CELLS:,} cells"):
        cell_edge_m(AirInputs((400.0, 400.0, 10.0)))


def test_a_rack_against_a_wall_is_refused_by_name() -> None:
    given = raised_floor()
    against = replace(given.racks[0], box=((1.0, 2.39, 0.0), (1.6, 3.59, 2.2)))  # 10 mm from the wall it faces
    with pytest.raises(OutOfRange, match="front of rack a has no free air"):
        cut(replace(given, racks=(against, given.racks[1])))


def test_a_tile_under_a_rack_is_refused_by_name() -> None:
    given = raised_floor()
    with pytest.raises(OutOfRange, match="tile t0"):
        cut(replace(given, tiles=(replace(given.tiles[0], rect_m=(1.0, 1.0, 1.6, 1.6)), given.tiles[1])))


def test_an_opening_in_free_air_is_refused() -> None:
    given = raised_floor()
    lost = replace(given.openings[0], rect_m=((0.4, 0.2, 2.6), (1.4, 0.8, 2.6)))
    with pytest.raises(OutOfRange, match="opening grille"):
        cut(replace(given, openings=(lost,)))


def test_a_closed_volume_whose_flows_do_not_balance_is_named() -> None:
    given = raised_floor()
    with pytest.raises(OutOfRange, match=r"loses .* m3/s"):
        cut(replace(given, openings=(replace(given.openings[0], flow_m3_s=-0.5),)))
    wall = Partition("wall", ((0.0, 2.0, 0.0), (3.2, 2.0, 3.0)))  # tiles and fronts on one side, rears on the other
    with pytest.raises(OutOfRange, match="closed volume with"):
        cut(replace(given, partitions=(wall,)))


def test_air_that_nothing_moves_is_left_out() -> None:
    given = raised_floor()
    corner = (
        Partition("a", ((2.6, 0.0, 0.0), (2.6, 0.6, 3.0))),
        Partition("b", ((2.6, 0.6, 0.0), (3.2, 0.6, 3.0))),
    )
    assert cut(given).cells - cut(replace(given, partitions=corner)).cells == 3 * 3 * 15


def test_bodies_may_overlap_and_ports_keep_to_free_faces() -> None:
    given = raised_floor()
    column = Solid("c", ((1.0, 1.8, 0.0), (1.2, 2.2, 3.0)))
    grid = cut(replace(given, solids=(column,)))
    faces = [int((grid.face_port == n).sum()) for n, p in enumerate(grid.ports) if p.name == "rack a front 0"]
    assert faces == [2 * 4]


@pytest.mark.parametrize("gap_m", [0.0, 0.03, 0.09, 0.11, 0.19])
def test_gaps_below_a_cell_are_open_or_closed_and_never_an_error(gap_m: float) -> None:
    given = raised_floor()
    moved = replace(given.racks[1], box=((1.6 + gap_m, 0.8, 0.0), (2.2 + gap_m, 2.0, 2.2)))
    grid = cut(replace(given, racks=(given.racks[0], moved)))
    assert (grid.faces[0] == OPEN).any()


def bad(**changes: object) -> AirInputs:
    return replace(raised_floor(), **changes)  # type: ignore[arg-type]


ONE = raised_floor().racks[0]
UNIT = in_row().coolers[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (bad(room_m=(0.0, 3.0, 3.0)), "the room"),
        (bad(room_m=(float("nan"), 3.0, 3.0)), "not finite"),
        (bad(cell_m=0.001), "cell"),
        (bad(racks=(ONE, ONE)), "two things are called a"),
        (bad(racks=(replace(ONE, front="+z"),)), "rack a"),
        (bad(racks=(replace(ONE, bands=()),)), "rack a"),
        (bad(racks=(replace(ONE, recirculated_fraction=1.0),)), "rack a"),
        (bad(racks=(replace(ONE, box=((1.6, 0.8, 0.0), (1.0, 2.0, 2.2))),)), "rack a"),
        (bad(racks=(replace(ONE, box=((9.0, 0.8, 0.0), (9.6, 2.0, 2.2))),)), "outside the room"),
        (bad(tiles=(Tile("t", (1.0, 2.0, 1.6, 2.6), 0.5),)), "tile t"),
        (bad(tiles=(Tile("t", (1.0, 2.0, 1.6, 2.6), 0.5, 400.0),)), "tile t"),
        (bad(tiles=(Tile("t", (1.0, 2.0, 1.6, 2.6), 0.5, 20.0, "floor"),)), "tile t"),
        (bad(coolers=(replace(UNIT, capacity_w=-1.0),)), "unit c"),
        (bad(coolers=(replace(UNIT, supply_degc=None),)), "unit c"),
        (bad(coolers=(replace(UNIT, draws=CoolerPort(1.0, "+y")),)), "unit c"),
        (bad(coolers=(replace(UNIT, draws=CoolerPort(1.0)),)), "unit c"),
        (bad(coolers=(replace(UNIT, draws=None, backflow=True),)), "unit c"),
        (bad(openings=(Opening("o", ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)), "+x", -0.1),)), "opening o"),
        (bad(openings=(Opening("o", ((0.0, 0.0, 3.0), (1.0, 1.0, 3.0)), "+x", -0.1),)), "opening o"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: AirInputs, said: str) -> None:
    with pytest.raises(OutOfRange, match=said):
        cut(given)


def test_a_good_room_passes_the_checks() -> None:
    check(raised_floor())
    check(in_row())
    assert isinstance(ONE, Rack) and isinstance(UNIT, Cooler)
