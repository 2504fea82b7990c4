"""Cut a room into cells: which are air, which faces are open, wall or port, and what each port does.

Arrays run [y, z, x], x fastest, with a ring of two cells around the room, so that every neighbour that a
stencil reads exists. A face array at (j, k, i) holds the face on the lower side of cell (j, k, i) along its axis.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air.checks import check
from hallwright.engines.air.inputs import AirInputs, Box, Face, Rack, opposite
from hallwright.errors import OutOfRange

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LOW = 2  # cells of the ring, on each side
CELL_M = 0.2
FINE_CELLS = 500_000  # above this many cells of 0.2 m a room is cut coarser
COARSEST_M = 0.6
MOST_CELLS = 3_000_000
UNBALANCED = 2e-4  # share of the air through a volume that may be missing; rounding of the inputs, not leakage
AXES = {"y": 0, "z": 1, "x": 2}  # of the arrays
OPEN, WALL, PORT = 0, 1, 2  # codes of a face; port n is PORT + n


@dataclass(frozen=True, slots=True)
class Port:
    """Faces through which a given flow enters (+) or leaves (-) the air of the room."""

    name: str
    flow_m3_s: float
    area_m2: float


@dataclass(eq=False)
class Grid:
    """A room cut into cells.

    Attributes
    ----------
    shape : (int, int, int)
        Cells along y, z, x.
    h : (float, float, float)
        Edges of a cell along y, z, x [m].
    air : ndarray of bool
        Cells that air flows through; bodies and dead corners are not.
    faces : three ndarrays
        Code of each face across y, z, x.
    ports : list of Port
    face_axis, face_place, face_cell, face_port, face_sign
        One entry for each port face: its axis, its flat place, the flat place of the air cell behind it, its port, and
        +1 where that cell lies above the face along the axis.
    """

    given: AirInputs
    shape: tuple[int, int, int]
    h: tuple[float, float, float]
    air: NDArray[np.bool_]
    faces: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
    ports: list[Port] = field(default_factory=list)
    face_axis: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    face_place: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    face_cell: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    face_port: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    face_sign: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def cells(self) -> int:
        """Number of cells that air flows through."""
        return int(self.air.sum())

    @property
    def padded(self) -> tuple[int, int, int]:
        """Shape of the arrays."""
        return self.air.shape

    @property
    def strides(self) -> tuple[int, int, int]:
        """Steps from a cell to the next along y, z, x in a flat array."""
        _, nz, nx = self.padded
        return nz * nx, nx, 1


def cell_edge_m(given: AirInputs) -> float:
    """Edge of a cell [m]: as asked, else 0.2 m, else the least multiple that keeps the room within bounds."""
    if given.cell_m is not None:
        edge_m = given.cell_m
    else:
        edge_m, volume_m3 = CELL_M, float(np.prod(given.room_m))
        while volume_m3 / edge_m**3 > FINE_CELLS and edge_m < COARSEST_M:
            edge_m += CELL_M
    if np.prod([max(1.0, side / edge_m) for side in given.room_m]) > MOST_CELLS:
        raise OutOfRange(f"the room has more than {MOST_CELLS:,} cells of {edge_m:g} m; choose larger cells.")
    return edge_m


def cut(given: AirInputs, edge_m: float | None = None) -> Grid:
    """Return the room cut into cells.

    Raises
    ------
    OutOfRange
        An input is impossible, a port has no free air before it, or a closed volume's flows do not balance.
    """
    check(given)
    return _Cutter(given, edge_m or cell_edge_m(given)).grid()


class _Cutter:
    """Fills the arrays of one grid."""

    def __init__(self, given: AirInputs, edge_m: float) -> None:
        self.given = given
        x, y, z = (max(1, round(side / edge_m)) for side in given.room_m)
        self.n = {"x": x, "y": y, "z": z}
        self.edge = {axis: side / self.n[axis] for axis, side in zip("xyz", given.room_m, strict=True)}
        padded = (y + 4, z + 4, x + 4)
        self.air = np.zeros(padded, bool)
        self.air[LOW : y + LOW, LOW : z + LOW, LOW : x + LOW] = True
        self.codes = np.zeros(padded, np.int32), np.zeros(padded, np.int32), np.zeros(padded, np.int32)
        self.ports: list[Port] = []
        self.wanted: list[tuple[str, float, Box, Face]] = []
        self.listed: list[tuple[NDArray[np.int64], int, int, int]] = []  # air cells behind, axis, port, sign

    def grid(self) -> Grid:
        given = self.given
        bodies = [thing.box for kind in (given.racks, given.coolers, given.solids) for thing in kind]
        for box in bodies:
            self.air[self._block(box)] = False
        for axis in range(3):  # faces with a body on one side
            code = self.codes[axis]
            below = np.roll(self.air, 1, axis)
            code[~(self.air & below)] = WALL
        panels = [thing.rect_m for kind in (given.partitions, given.leaks) for thing in kind]
        for rect in panels:
            axis, block = self._plane(rect)
            self.codes[axis][block] = WALL
        self._ports()
        self._leaks()
        self._drop_dead()
        axes, cells, ports, signs = [], [], [], []
        for place, axis, port, sign in self.listed:
            axes.append(np.full(len(place), axis))
            cells.append(place)
            ports.append(np.full(len(place), port))
            signs.append(np.full(len(place), sign))
        shape = self.n["y"], self.n["z"], self.n["x"]
        h = self.edge["y"], self.edge["z"], self.edge["x"]
        grid = Grid(given, shape, h, self.air, self.codes, self.ports)
        if axes:
            grid.face_axis, grid.face_cell = np.concatenate(axes), np.concatenate(cells)
            grid.face_port, grid.face_sign = np.concatenate(ports), np.concatenate(signs)
            step = np.array(grid.strides)[grid.face_axis]
            grid.face_place = np.where(grid.face_sign > 0, grid.face_cell, grid.face_cell + step)
        return grid

    def _snap(self, value_m: float, axis: str) -> int:
        return min(max(int(np.floor(value_m / self.edge[axis] + 0.5 + 1e-6)), 0), self.n[axis])

    def _span(self, low_m: float, high_m: float, axis: str) -> tuple[int, int]:
        """First cell and the one after the last; never empty."""
        a, b = self._snap(low_m, axis), self._snap(high_m, axis)
        if a == b:
            a = min(int((low_m + high_m) / 2.0 / self.edge[axis]), self.n[axis] - 1)
            b = a + 1
        return a, b

    def _block(self, box: Box) -> tuple[slice, slice, slice]:
        spans = {axis: self._span(low, high, axis) for axis, low, high in zip("xyz", *box, strict=True)}
        return tuple(slice(spans[axis][0] + LOW, spans[axis][1] + LOW) for axis in "yzx")  # type: ignore[return-value]

    def _plane(self, rect: Box) -> tuple[int, tuple[slice, slice, slice]]:
        """Axis of a flat rectangle and its faces."""
        sides = {axis: high - low for axis, low, high in zip("xyz", *rect, strict=True)}
        flat = min(sides, key=lambda axis: sides[axis])
        block = list(self._block(rect))
        at = self._snap(rect[0]["xyz".index(flat)], flat) + LOW
        block[AXES[flat]] = slice(at, at + 1)
        return AXES[flat], tuple(block)  # type: ignore[return-value]

    def _side(self, box: Box, face: Face) -> tuple[slice, slice, slice]:
        """Cells of the layer just outside a side of a box."""
        block = list(self._block(box))
        axis = AXES[face[1]]
        at = block[axis].stop if face[0] == "+" else block[axis].start - 1
        block[axis] = slice(at, at + 1)
        return tuple(block)  # type: ignore[return-value]

    def _ports(self) -> None:
        given = self.given
        for rack in given.racks:
            for n, rows in enumerate(self._rows(rack.box, [(b.bottom_m, b.top_m) for b in rack.bands])):
                flow = band_flow_m3_s(rack, n)
                if flow <= 0.0:
                    continue
                for sign, face in ((-1.0, rack.front), (1.0, opposite(rack.front))):
                    if sign > 0.0 and rack.void:
                        continue
                    layer = self._side(rack.box, face)
                    layer = (layer[0], rows, layer[2])
                    side = "front" if sign < 0.0 else "rear"
                    self._port(f"rack {rack.id} {side} {n}", sign * flow, layer, face, f"the {side} of rack {rack.id}")
        for tile in given.tiles:
            x0, y0, x1, y1 = tile.rect_m
            layer = self._block(((x0, y0, 0.0), (x1, y1, self.edge["z"])))
            layer = (layer[0], slice(LOW, LOW + 1), layer[2])
            self._port(f"tile {tile.id}", tile.flow_m3_s, layer, "+z", f"tile {tile.id}")
        for cooler in given.coolers:
            if cooler.draws is None and cooler.blows is None:
                continue
            turned = -1.0 if cooler.backflow else 1.0
            for sign, port, side in ((-turned, cooler.draws, "return"), (turned, cooler.blows, "supply")):
                if port is not None and port.face is not None:
                    layer = self._side(cooler.box, port.face)
                    name = f"unit {cooler.id} {side}"
                    self._port(name, sign * port.flow_m3_s, layer, port.face, f"the {side} of unit {cooler.id}")
        for opening in given.openings:
            axis, block = self._plane(opening.rect_m)
            faces = list(block)
            start = faces[axis].start - (opening.face[0] == "-")
            faces[axis] = slice(start, start + 1)
            what = f"opening {opening.id}"
            if AXES[opening.face[1]] != axis:
                raise OutOfRange(f"{what} must look across its own plane.")
            self._port(what, opening.flow_m3_s, tuple(faces), opening.face, what)  # type: ignore[arg-type]

    def _rows(self, box: Box, bands: list[tuple[float, float]]) -> Iterator[slice]:
        """Layers of cells of each band of a rack; each gets one at least, so far as there are any."""
        block = self._block(box)[1]
        for bottom, top in bands:
            a, b = self._span(bottom, top, "z")
            a = min(max(a + LOW, block.start), block.stop - 1)
            b = min(max(b + LOW, a + 1), block.stop)
            yield slice(a, b)

    def _port(self, name: str, flow: float, layer: tuple[slice, slice, slice], face: Face, what: str) -> None:
        """Make the faces between a layer of cells and the body or wall behind it a port."""
        if flow == 0.0:
            return
        axis, sign = AXES[face[1]], 1 if face[0] == "+" else -1
        free = np.zeros_like(self.air)
        free[layer] = self.air[layer]
        places = np.flatnonzero(free)
        faces = places if sign > 0 else places + _strides(self.air.shape)[axis]
        codes = self.codes[axis].reshape(-1)
        behind = places - sign * _strides(self.air.shape)[axis]
        keep = (codes[faces] == WALL) & ~self.air.reshape(-1)[behind]  # a port needs a body or a wall behind it
        places, faces = places[keep], faces[keep]
        if not places.size:
            raise OutOfRange(
                f"{what} has no free air before it.",
                hint=f"Nothing may stand closer to it than half a cell ({min(self.edge.values()) / 2.0:.2f} m).",
            )
        area = len(places) * float(np.prod([self.edge[a] for a in AXES if AXES[a] != axis]))
        codes[faces] = PORT + len(self.ports)
        self.listed.append((places, axis, len(self.ports), sign))
        self.ports.append(Port(name, flow, area))

    def _leaks(self) -> None:
        """A leak is a face with air on both sides: it leaves one cell and enters the next."""
        for leak in self.given.leaks:
            if leak.flow_m3_s == 0.0:
                continue
            axis, block = self._plane(leak.rect_m)
            step = _strides(self.air.shape)[axis]
            picked = np.zeros_like(self.air)
            picked[block] = True
            above = np.flatnonzero(picked)
            flat = self.air.reshape(-1)
            codes = self.codes[axis].reshape(-1)
            above = above[flat[above] & flat[above - step] & (codes[above] == WALL)]
            if not above.size:
                raise OutOfRange(f"leak {leak.id} has no free air on both sides.")
            area = len(above) * float(np.prod([self.edge[a] for a in AXES if AXES[a] != axis]))
            codes[above] = PORT + len(self.ports)
            for places, sign, side in ((above, 1, "upper"), (above - step, -1, "lower")):
                self.listed.append((places, axis, len(self.ports), sign))
                self.ports.append(Port(f"leak {leak.id} {side}", sign * leak.flow_m3_s, area))

    def _drop_dead(self) -> None:
        """Close off air that no port moves, and refuse closed volumes whose flows do not balance."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        size = self.air.size
        rows, columns = [], []
        for axis in range(3):
            above = np.flatnonzero(self.codes[axis].reshape(-1) == OPEN)
            rows.append(above)
            columns.append(above - _strides(self.air.shape)[axis])
        a, b = np.concatenate(rows), np.concatenate(columns)
        _, volume = connected_components(coo_array((np.ones(len(a), np.int8), (a, b)), (size, size)), directed=False)
        into: dict[int, float] = {}
        out: dict[int, float] = {}
        names: dict[int, list[str]] = {}
        for places, _, port, _ in self.listed:
            known = self.ports[port]
            ids, counts = np.unique(volume[places], return_counts=True)
            for id, count in zip(ids.tolist(), counts.tolist(), strict=True):
                share = known.flow_m3_s * count / len(places)
                total = into if share > 0.0 else out
                total[id] = total.get(id, 0.0) + abs(share)
                names.setdefault(id, []).append(known.name)
        for id, held in names.items():
            a_in, a_out = into.get(id, 0.0), out.get(id, 0.0)
            if abs(a_in - a_out) > UNBALANCED * max(a_in, a_out):
                shown = ", ".join(held[:4]) + (" …" if len(held) > 4 else "")
                raise OutOfRange(
                    f"the closed volume with {shown} takes in {a_in:.4g} m3/s and loses {a_out:.4g} m3/s.",
                    hint="Balance its flows, or give it a leak.",
                )
        live = np.zeros(int(volume.max()) + 1, bool)
        live[list(names)] = True
        dead = self.air & ~live[volume].reshape(self.air.shape)
        if dead.any():
            self.air &= ~dead
            for axis in range(3):
                code = self.codes[axis]
                code[(code == OPEN) & ~(self.air & np.roll(self.air, 1, axis))] = WALL
        if not names:
            raise OutOfRange("nothing moves the air of the room.")


def band_flow_m3_s(rack: Rack, n: int) -> float:
    """Air that a rack's band exchanges with the room [m3/s]: what it breathes anew, and its share of the by-pass."""
    band = rack.bands[n]
    height = sum(b.top_m - b.bottom_m for b in rack.bands)
    own = band.flow_m3_s * (1.0 - rack.recirculated_fraction)
    return own + rack.bypass_m3_s * (band.top_m - band.bottom_m) / height


def _strides(shape: tuple[int, ...]) -> tuple[int, int, int]:
    return shape[1] * shape[2], shape[2], 1
