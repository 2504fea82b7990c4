"""From the arrays of a flow, at one moment or averaged, to the field and its rack table."""

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air.field import CoolerAir, Field, RackAir
from hallwright.engines.air.flow import Flow
from hallwright.engines.air.inputs import Cooler, Rack
from hallwright.engines.air.voxels import LOW, band_flow_m3_s

Doubles = NDArray[np.float64]
CALMED_ITERATIONS = 20.0


class Table:
    """Reads a flow: inlets while it runs, sums for an average, the field in the end."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.given = flow.grid.given
        place = flow.streams.place
        self.bands: dict[str, list[tuple[int, int, float]]] = {}  # rack -> (band, node of its inlet, flow)
        for rack in self.given.racks:
            found = []
            for n in range(len(rack.bands)):
                name = f"rack {rack.id} front {n}"
                if name in place:
                    found.append((n, place[name], band_flow_m3_s(rack, n)))
            if found:
                self.bands[rack.id] = found
        rows = list(self.bands.values())
        self._starts = np.cumsum([0, *(len(row) for row in rows)])[:-1]
        self._nodes = np.array([node for row in rows for _, node, _ in row], np.int64)
        self._flows = np.array([q for row in rows for _, _, q in row])
        self.heat_w = sum(rack.heat_w for rack in self.given.racks)
        self.count = 0
        self.seen = 0
        self.calmed = flow.streams.node_degc.copy()

    def calm(self) -> None:
        """Follow the nodes with what they swing averaged out: what a picture on the way to the answer shows."""
        self.seen += 1
        self.calmed += (self.flow.streams.node_degc - self.calmed) / min(max(self.seen / 4.0, 1.0), CALMED_ITERATIONS)

    def inlets_degc(self, node_degc: Doubles) -> Doubles:
        """Inlet mean of each rack that breathes."""
        if not len(self._nodes):
            return np.zeros(0)
        warm = np.add.reduceat(node_degc[self._nodes] * self._flows, self._starts)
        return np.asarray(warm / np.add.reduceat(self._flows, self._starts))

    def imbalance_fraction(self) -> float:
        """Heat that the air of the room gains through all its ports and does not keep, as a share of the racks'."""
        flow = self.flow
        node = self.sum_node / self.count if self.count else flow.streams.node_degc
        q = np.array([port.flow_m3_s for port in flow.grid.ports])
        heat = self.given.fluid.heat_j_m3_k
        gained_w = heat * float(q @ (node[: len(q)] - flow.t_mid))
        if self.count and flow.step_s:
            kept = float((flow.t - self.t_begun).sum(dtype=np.float64)) * float(np.prod(flow.grid.h))
            gained_w -= heat * kept / (self.count * flow.step_s)
        whole = self.heat_w or heat * float(np.abs(q) @ np.abs(node[: len(q)] - flow.t_mid)) / 2.0
        return gained_w / whole if whole > 0.0 else 0.0

    def begin(self) -> None:
        """Begin an average."""
        flow = self.flow
        self.t_begun = flow.t.copy()
        self.sums = [np.zeros_like(flow.t) for _ in range(4)]
        self.sum_node = np.zeros_like(flow.streams.node_degc)
        self.sum_square = np.zeros_like(flow.streams.node_degc)
        self.count = 0

    def add(self) -> None:
        """Add the present moment to the average."""
        flow = self.flow
        for total, now in zip(self.sums, (flow.t, flow.u, flow.v, flow.w), strict=True):
            total += now
        node = flow.streams.node_degc - flow.t_mid
        self.sum_node += node + flow.t_mid
        self.sum_square += node * node
        self.count += 1

    def field(self, *, preliminary: bool, drift_k: float, settled: bool, seconds: float) -> Field:
        """The field as it stands, averaged where an average was made."""
        flow, grid = self.flow, self.flow.grid
        if self.count and not preliminary:
            share = np.float32(1.0 / self.count)
            t, u, v, w = (total * share for total in self.sums)
            node = self.sum_node / self.count
            spread = np.sqrt(np.maximum(self.sum_square / self.count - (node - flow.t_mid) ** 2, 0.0))
        else:
            t, u, v, w = flow.t, flow.u, flow.v, flow.w
            node = (self.calmed if preliminary else flow.streams.node_degc).copy()
            spread = np.full(len(node), 0.0 if np.isnan(drift_k) else drift_k)
        ny, nz, nx = grid.shape
        inner = slice(LOW, LOW + ny), slice(LOW, LOW + nz), slice(LOW, LOW + nx)
        warm = np.where(grid.air, t.reshape(grid.padded) + np.float32(flow.t_mid), np.float32(np.nan))
        speeds = np.empty((ny, nz, nx, 3), np.float32)
        for n, (q, axis) in enumerate(((u, 2), (v, 0), (w, 1))):
            full = q.reshape(grid.padded)
            speeds[..., n] = (0.5 * (full + np.roll(full, -1, axis)) * grid.air)[inner]
        hy, hz, hx = grid.h
        flat = t.astype(np.float64) + flow.t_mid
        return Field(
            given=self.given,
            cell_m=(hx, hy, hz),
            temperature_degc=warm[inner].transpose(2, 0, 1),
            velocity_m_s=speeds.transpose(2, 0, 1, 3),
            racks={rack.id: self._rack(rack, node, spread, flat) for rack in self.given.racks if rack.id in self.bands},
            coolers={cooler.id: self._cooler(cooler, node) for cooler in self.given.coolers},
            openings_degc={
                o.id: float(node[flow.streams.place[f"opening {o.id}"]]) for o in self.given.openings if o.flow_m3_s
            },
            heat_w=self.heat_w,
            heat_imbalance_fraction=self.imbalance_fraction(),
            iterations=flow.iterations,
            drift_k=drift_k,
            averaged=self.count,
            cells=grid.cells,
            seconds=seconds,
            preliminary=preliminary,
            settled=settled,
            state=flow,
        )

    def _rack(self, rack: Rack, node: Doubles, spread: Doubles, t_degc: Doubles) -> RackAir:
        bands = self.bands[rack.id]
        heat = self.given.fluid.heat_j_m3_k
        place = self.flow.streams.place
        flows = np.array([q for _, _, q in bands])
        inlets = np.array([node[at] for _, at, _ in bands])
        streams = [self.flow.streams.streams[f"rack {rack.id} {n}"] for n, _, _ in bands]
        exhausts = np.array([node[place[f"rack {rack.id} {n}"]] for n, _, _ in bands])
        warmed = inlets + np.array([s.rise_k for s in streams])
        ports = [at for _, at, _ in bands]
        mine = np.isin(self.flow.out_port, ports)
        r = rack.recirculated_fraction
        taken_back = np.array(
            [r * band.heat_w / (heat * band.flow_m3_s * (1.0 - r)) if band.flow_m3_s else 0.0
             for band in (rack.bands[n] for n, _, _ in bands)]
        )  # fmt: skip
        return RackAir(
            inlet_degc=float(inlets @ flows / flows.sum()),
            bands_degc=tuple(inlets.tolist()),
            hottest_degc=float(t_degc[self.flow.out_cell[mine]].max()),
            equipment_degc=float((inlets + taken_back).max()),
            exhaust_degc=float(exhausts @ flows / flows.sum()),
            door_w=float(heat * (flows @ (warmed - exhausts))) if rack.door else 0.0,
            error_k=float(max(spread[at] for at in ports)),
        )

    def _cooler(self, cooler: Cooler, node: Doubles) -> CoolerAir:
        place = self.flow.streams.place

        def at(side: str, void: str) -> float | None:
            name = f"void {void}" if void else f"unit {cooler.id} {side}"
            return float(node[place[name]]) if name in place else None

        drawn = at("return", cooler.draws.void) if cooler.draws else None
        own = f"unit {cooler.id}"
        blown = float(node[place[own]]) if own in place else None
        heat_w = None
        if drawn is not None and blown is not None and cooler.blows is not None and not cooler.backflow:
            heat_w = self.given.fluid.heat_j_m3_k * cooler.blows.flow_m3_s * (drawn - blown)
        return CoolerAir(drawn, blown, heat_w)
