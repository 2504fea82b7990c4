"""The moving air of one grid: its arrays, and one iteration after the other (SIMPLEC, segregated)."""
# mypy: allow-untyped-calls

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air import ports, pressure, transport, turbulence
from hallwright.engines.air.streams import streams_of
from hallwright.engines.air.voxels import LOW, OPEN, WALL, Grid

Floats = NDArray[np.float32]
MOLECULAR_PRANDTL = 0.71
RELAX_VELOCITY, RELAX_TURBULENCE = 0.8, 0.7
FIRST_ITERATIONS = 40  # upwind and without k-epsilon
PRESSURE_STEPS, WARMTH_SWEEPS = 2, 2  # of each iteration
LEAST_TURBULENCE = 1e-4  # m2/s2, where k-epsilon begins


class Flow:
    """Velocity, pressure, temperature and turbulence on a grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.streams = streams_of(grid)
        self.iterations = 0
        self.turbulent = False
        self.warmth_sweeps = WARMTH_SWEEPS
        self.step_s = 0.0  # above 0: time steps instead of iterations towards a steady state
        given, f4 = grid.given, np.float32
        self.h = f4(grid.h[2]), f4(grid.h[0]), f4(grid.h[1])  # x, y, z
        ny, nz, nx = grid.shape
        self.n = ny, nz, nx
        self.sy, self.sz = (nz + 2 * LOW) * (nx + 2 * LOW), nx + 2 * LOW
        self.size = (ny + 2 * LOW) * self.sy
        self.molecular = f4(given.fluid.viscosity_m2_s)
        self.lam = f4(given.fluid.viscosity_m2_s * (1.0 / MOLECULAR_PRANDTL - float(transport.PRANDTL_T)))
        self.lift = f4(given.fluid.gravity_m_s2 * given.fluid.expansion_per_k)
        self.half_m = f4(0.5 * np.cbrt(np.prod(grid.h)))
        self._masks()
        self._port_faces()
        self.t_mid = self._mid_degc()  # temperatures are kept as differences from it, for the sake of their last bits
        self.t = self._zeros()
        self.streams.compile(self.t_mid)
        self.p, self.k, self.e = self._zeros(), self._zeros(), self._zeros()
        self.k += f4(LEAST_TURBULENCE)
        self.e += f4(0.09 * LEAST_TURBULENCE**2 / 1e-3)
        self.nu = self._zeros()
        self.gx, self.gy, self.gz = self._zeros(), self._zeros(), self._zeros()
        self.du, self.dv, self.dw = self._zeros(), self._zeros(), self._zeros()
        self.speed, self.strain, self.slide = self._zeros(), self._zeros(), self._zeros()
        self.levels = pressure.level_table(grid.shape)
        ends = int(self.levels[-1, 0])
        self.c = tuple(np.zeros(ends, np.float32) for _ in range(6))  # cx, cy, cz, inverse, r, z
        self.x, self.along, self.applied, self.nothing = (self._zeros() for _ in range(4))

    def _zeros(self) -> Floats:
        return np.zeros(self.size, np.float32)

    def _masks(self) -> None:
        air = self.grid.air
        self.air = air.astype(np.float32).reshape(-1)
        codes = self.grid.faces
        oy, oz, ox = ((code == OPEN).astype(np.float32) for code in codes)
        wall = [(code == WALL) for code in codes]
        self.ox, self.oy, self.oz = ox.reshape(-1), oy.reshape(-1), oz.reshape(-1)
        walls = np.zeros(air.shape, np.float32)
        rates = []  # by axis: wall area beside a cell, as a share of its volume
        for axis, h in enumerate(self.grid.h):
            beside = (wall[axis] + np.roll(wall[axis], -1, axis).astype(np.float32)) * air
            walls += beside
            rates.append(beside / h)
        self.walls = walls.reshape(-1)
        rubs = []
        for axis in range(3):  # walls along which the component of that axis flows
            beside = sum(rates[other] for other in range(3) if other != axis)
            rubs.append(0.5 * (beside + np.roll(beside, 1, axis)))
        self.rub_y, self.rub_z, self.rub_x = (np.ascontiguousarray(r, np.float32).reshape(-1) for r in rubs)
        from scipy.ndimage import distance_transform_edt

        reach = distance_transform_edt(air, sampling=self.grid.h)
        self.reach = reach.astype(np.float32).reshape(-1)

    def _port_faces(self) -> None:
        grid = self.grid
        self.u, self.v, self.w = self._zeros(), self._zeros(), self._zeros()
        flow = np.array([p.flow_m3_s for p in grid.ports])
        area = np.array([p.area_m2 for p in grid.ports])
        speed = flow / area
        by_axis = (self.v, self.w, self.u)
        for axis in range(3):
            here = grid.face_axis == axis
            by_axis[axis][grid.face_place[here]] = (grid.face_sign * speed[grid.face_port])[here]
        edge = np.array(grid.h)[grid.face_axis]
        rate = np.abs(speed[grid.face_port]) / edge
        enters = speed[grid.face_port] > 0.0
        self.in_cell, self.in_port = grid.face_cell[enters], grid.face_port[enters]
        self.in_rate = rate[enters]
        self.out_cell, self.out_port = grid.face_cell[~enters], grid.face_port[~enters]
        self.out_count = np.bincount(self.out_port, minlength=len(grid.ports)).astype(np.int64)
        self.feed, self.fed, self.fed_k, self.fed_e = (self._zeros() for _ in range(4))
        np.add.at(self.feed, self.in_cell, self.in_rate.astype(np.float32))
        k, e = np.array([turbulence.entering(abs(s)) for s in speed]).T
        np.add.at(self.fed_k, self.in_cell, (self.in_rate * k[self.in_port]).astype(np.float32))
        np.add.at(self.fed_e, self.in_cell, (self.in_rate * e[self.in_port]).astype(np.float32))

    def _mid_degc(self) -> float:
        """A temperature to start from: supply, and half of what the racks add to the air."""
        coolest = [*self.streams.fixed_degc.values()]
        for stream in self.streams.streams.values():
            if not stream.draws:
                coolest.append(stream.rise_k)
            elif stream.grip:
                coolest.append(stream.target_degc)
        supply = float(np.mean(coolest)) if coolest else 22.0
        rises = [s.rise_k for s in self.streams.streams.values() if s.draws and s.rise_k > 0.0]
        return supply + 0.25 * (float(np.mean(rises)) if rises else 0.0)

    def iterate(self) -> None:
        """One iteration of everything."""
        first = self.iterations < FIRST_ITERATIONS
        if not first and not self.turbulent:
            self._start_turbulence()
        forward = self.iterations % 2 == 0
        ny, nz, nx = self.n
        sy, sz = self.sy, self.sz
        hx, hy, hz = self.h
        f4 = np.float32
        self.mix()
        turbulence.strain_and_speed(
            self.u, self.v, self.w, self.ox, self.oy, self.oz, ny, nz, nx, hx, hy, hz, self.speed, self.strain
        )
        if self.turbulent:
            turbulence.sweep_turbulence(
                self.k, self.e, self.u, self.v, self.w, self.gx, self.gy, self.gz, self.ox, self.oy, self.oz,
                self.feed, self.fed_k, self.fed_e, self.nu, self.molecular, self.strain, self.speed, self.slide,
                self.walls, ny, nz, nx, hx, hy, hz, self.half_m, f4(RELAX_TURBULENCE), forward,
            )  # fmt: skip
        turbulence.viscosity(
            self.k, self.e, self.speed, self.reach, self.air, self.walls, self.molecular, self.half_m,
            not self.turbulent,
            self.ox, self.oy, self.oz, ny, nz, nx, hx, hy, hz, self.nu, self.slide, self.gx, self.gy, self.gz,
        )  # fmt: skip
        u0, v0, w0 = self.u.copy(), self.v.copy(), self.w.copy()
        tvd, relax = not first, f4(RELAX_VELOCITY)
        pace = f4(1e-9)
        warm_pace = f4(1e-9)
        if self.step_s:
            relax, pace = f4(1.0), f4(1.0 / self.step_s)
            warm_pace = pace
        t0 = self.t.copy()
        args = (self.slide, self.p, self.t)
        transport.sweep_velocity(
            self.u, u0, v0, w0, self.nu, self.gy, self.gz, self.ox, self.rub_x, *args, self.du,
            ny, nz, nx, 1, sy, sz, hx, hy, hz, f4(0.0), True, forward, tvd, relax, pace,
        )  # fmt: skip
        transport.sweep_velocity(
            self.v, v0, u0, w0, self.nu, self.gx, self.gz, self.oy, self.rub_y, *args, self.dv,
            ny, nz, nx, sy, 1, sz, hy, hx, hz, f4(0.0), False, forward, tvd, relax, pace,
        )  # fmt: skip
        transport.sweep_velocity(
            self.w, w0, u0, v0, self.nu, self.gx, self.gy, self.oz, self.rub_z, *args, self.dw,
            ny, nz, nx, sz, 1, sy, hz, hx, hy, self.lift, False, forward, tvd, relax, pace,
        )  # fmt: skip
        cx, cy, cz, inverse, r, z = self.c
        pressure.prepare(self.du, self.dv, self.dw, hx, hy, hz, self.levels, cx, cy, cz, inverse)
        pressure.project(
            self.u, self.v, self.w, self.p, self.air, self.du, self.dv, self.dw, hx, hy, hz, self.levels,
            cx, cy, cz, inverse, r, z, self.x, self.along, self.applied, self.nothing, PRESSURE_STEPS,
        )  # fmt: skip
        for sweep in range(self.warmth_sweeps):
            transport.sweep_warmth(
                self.t, self.t.copy(), t0, self.u, self.v, self.w, self.gx, self.gy, self.gz, self.ox, self.oy, self.oz,
                self.feed, self.fed, ny, nz, nx, hx, hy, hz, self.lam, forward == (sweep % 2 == 0), tvd, warm_pace,
            )  # fmt: skip
        self.iterations += 1

    def mix(self) -> None:
        """Bring what the ports draw through the streams to what they give."""
        s = self.streams
        ports.drawn(self.t, self.out_cell, self.out_port, self.out_count, s.node_degc)
        s.node_degc[: len(self.out_count)][self.out_count > 0] += self.t_mid
        ports.mix(s.node_degc, s.first, s.start, s.share, s.drawn, s.law)
        s.node_degc[s.fed] = s.node_degc[s.feeder]
        ports.enter(s.node_degc - self.t_mid, self.in_cell, self.in_port, self.in_rate, self.fed)

    def _start_turbulence(self) -> None:
        """Begin k-epsilon from the zero-equation field: a tenth of the speed fluctuates, the viscosity stays."""
        eddy = np.maximum(self.nu - self.molecular, 1e-5)
        np.maximum(1.5 * (0.1 * self.speed) ** 2, LEAST_TURBULENCE, out=self.k)
        np.divide(0.09 * self.k**2, eddy, out=self.e)
        self.turbulent = True

    def take(self, other: "Flow") -> bool:
        """Go on from the air of another flow in the same room, on the same or another grid; False where it cannot."""
        if not np.allclose(other.grid.given.room_m, self.grid.given.room_m):
            return False
        padded = self.grid.padded
        nearest = self._nearest_in(other)
        for mine, theirs in ((self.t, other.t), (self.k, other.k), (self.e, other.e), (self.p, other.p)):
            mine[:] = theirs[nearest]
        self.t += np.float32(other.t_mid - self.t_mid)
        steps = (1, self.sy, self.sz)
        their_steps = (1, other.sy, other.sz)
        opens = (self.ox, self.oy, self.oz)
        same = other.grid.shape == self.grid.shape
        for n, (mine, theirs) in enumerate(((self.u, other.u), (self.v, other.v), (self.w, other.w))):
            if same:
                moved = theirs
            else:
                centre = (0.5 * (theirs + np.roll(theirs, -their_steps[n])))[nearest]
                moved = 0.5 * (centre + np.roll(centre, steps[n]))
            mine[:] = np.where(opens[n] > 0.0, moved, mine)
        self.t.reshape(padded)[~self.grid.air] = 0.0
        for name, at in self.streams.place.items():
            if name in other.streams.place:
                self.streams.node_degc[at] = other.streams.node_degc[other.streams.place[name]]
        for name, value in self.streams.fixed_degc.items():
            self.streams.node_degc[self.streams.place[name]] = value
        self.iterations, self.turbulent = max(other.iterations, FIRST_ITERATIONS), True
        self._make_whole()
        return True

    def _nearest_in(self, other: "Flow") -> NDArray[np.int64]:
        """For each cell the flat place of the nearest cell of air of another grid over the same room."""
        from scipy.ndimage import distance_transform_edt

        lookup = distance_transform_edt(~other.grid.air, return_distances=False, return_indices=True)
        picks = []
        for axis in range(3):
            n, m = self.grid.shape[axis], other.grid.shape[axis]
            middle = (np.arange(n + 2 * LOW) - LOW + 0.5) * m / n
            picks.append(np.clip(np.floor(middle).astype(np.int64), 0, m - 1) + LOW)
        j, k, i = (where[np.ix_(*picks)] for where in lookup)
        return np.asarray(j * other.sy + k * other.sz + i, np.int64).reshape(-1)

    def _make_whole(self) -> None:
        """Bring velocities that came from elsewhere back to keeping their mass."""
        hx, hy, hz = self.h
        cx, cy, cz, inverse, r, z = self.c
        du, dv, dw = (o / h for o, h in zip((self.ox, self.oy, self.oz), self.h, strict=True))
        pressure.prepare(du, dv, dw, hx, hy, hz, self.levels, cx, cy, cz, inverse)
        kept = self.p.copy()
        pressure.project(
            self.u, self.v, self.w, self.p, self.air, du, dv, dw, hx, hy, hz, self.levels,
            cx, cy, cz, inverse, r, z, self.x, self.along, self.applied, self.nothing, 4 * PRESSURE_STEPS,
        )  # fmt: skip
        self.p[:] = kept
