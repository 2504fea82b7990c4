"""SPC301: tiles on a slab, and in a raised floor."""

from halls import item
from space_findings import findings, room


def test_tiles_on_slab() -> None:
    tiles = item("tile", "t", x_m=5.0, y_m=3.0, columns=2, rows=3, width_m=1.2, depth_m=1.8, open_fraction=0.25)
    (found,) = findings("SPC301", room(tiles))
    assert (found.subjects, found.value) == (("t",), 6.0)
    assert findings("SPC301", room(tiles, floor="raised")) == []
