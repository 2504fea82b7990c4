"""One iteration of the room-air solver in plain numpy: what the compiled kernels are tested against and timed beside.

It follows the same equations and the same order of rows, but shares no code with the kernels: whole arrays are shifted
instead of indexed, and a row's recurrence runs over all rows of a colour at once.
"""

from typing import Any

import numpy as np

from hallwright.engines.air import flow as settings
from hallwright.engines.air.flow import Flow
from hallwright.engines.air.pressure import COARSEST_SWEEPS, OVERCORRECTION
from hallwright.engines.air.voxels import LOW

Y, Z, X = 0, 1, 2


def to(q: Any, axis: int, n: int = 1) -> Any:
    """The value `n` cells up an axis."""
    return np.roll(q, -n, axis)


def limited(flux: Any, before: Any, here: Any, after: Any) -> Any:
    step = 2 * np.where(flux > 0, before, after)
    return np.abs(flux) * (np.maximum(0, np.minimum(step, here)) + np.minimum(0, np.maximum(step, here)))


class Plain:
    """Takes over the arrays of a flow and iterates them."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        shape = flow.grid.padded
        names = "u v w p t k e nu gx gy gz du dv dw speed strain slide ox oy oz air walls reach feed fed fed_k fed_e"
        for name in (*names.split(), "rub_x", "rub_y", "rub_z"):
            setattr(self, name, getattr(flow, name).reshape(shape).copy())
        self.h = (flow.h[1], flow.h[2], flow.h[0])  # y, z, x
        inner = np.zeros(shape, bool)
        inner[tuple(slice(LOW, LOW + n) for n in flow.n)] = True
        self.inner = inner
        self.colour = np.add.outer(np.arange(shape[0]), np.arange(shape[1])) % 2

    def iterate(self) -> None:
        flow = self.flow
        first = flow.iterations < settings.FIRST_ITERATIONS
        forward = flow.iterations % 2 == 0
        flow.t[:] = self.t.reshape(-1)
        flow.mix()
        self.fed = flow.fed.reshape(self.t.shape)
        self.strains()
        if flow.turbulent:
            self.turbulence(forward)
        self.viscosity(not flow.turbulent)
        old = [self.v.copy(), self.w.copy(), self.u.copy()]  # y, z, x
        relax, pace = np.float32(settings.RELAX_VELOCITY), np.float32(1e-9)
        if flow.step_s:
            relax, pace = np.float32(1.0), np.float32(1.0 / flow.step_s)
        before = self.t.copy()
        for axis in (X, Y, Z):
            self.velocity(axis, old, forward, not first, relax, pace)
        self.project(settings.PRESSURE_STEPS)
        for sweep in range(flow.warmth_sweeps):
            self.warmth(before, forward == (sweep % 2 == 0), not first, pace)
        flow.iterations += 1

    def sweep(self, q: Any, equation: Any, forward: bool) -> None:
        """Gauss-Seidel by colours of rows; `equation` gives each cell's change and its hold on the next along x."""
        span = range(LOW, q.shape[X] - LOW)
        for colour in range(2):
            delta, lead = equation(q)
            rows = (self.colour == colour) & self.inner.any(axis=X)
            carried = np.zeros(q.shape[:2], np.float32)
            for i in span if forward else reversed(span):
                carried = delta[..., i] + lead[..., i] * carried
                q[..., i] += np.where(rows, carried, 0)

    def velocity(self, n: int, old: list[Any], forward: bool, tvd: bool, relax: Any, pace: Any) -> None:
        q = (self.v, self.w, self.u)[n]
        across = [axis for axis in (X, Y, Z) if axis != n]
        g = {X: self.gx, Y: self.gy, Z: self.gz}
        qn, hn = old[n], self.h[n]
        free = (self.oy, self.oz, self.ox)[n]
        rub = (self.rub_y, self.rub_z, self.rub_x)[n]
        rubbed = rub * (self.slide + to(self.slide, n, -1)) / 2
        upper, lower = {}, {}
        flux_up, flux_low = {}, {}
        flux_up[n], flux_low[n] = (qn + to(qn, n)) / (2 * hn), (qn + to(qn, n, -1)) / (2 * hn)
        upper[n] = self.nu / hn**2 + np.maximum(0, -flux_up[n])
        lower[n] = to(self.nu, n, -1) / hn**2 + np.maximum(0, flux_low[n])
        for a in across:
            low = (old[a] + to(old[a], n, -1)) / (2 * self.h[a])
            flux_low[a], flux_up[a] = low, to(low, a)
            spread = (g[a] + to(g[a], n, -1)) / 2
            lower[a] = spread + np.maximum(0, flux_low[a])
            upper[a] = to(spread, a) + np.maximum(0, -flux_up[a])
        summed = sum(upper.values()) + sum(lower.values())
        whole = (summed + rubbed) / relax + pace
        fixed = (to(self.p, n, -1) - self.p) / hn
        if n == Z:
            fixed = fixed + self.flow.lift * (self.t + to(self.t, n, -1)) / 2
        if tvd:
            fixed = fixed - self.late(qn, flux_up, flux_low)
        inverse = free / whole

        def equation(q: Any) -> tuple[Any, Any]:
            source = fixed - rubbed * q
            for a in (X, Y, Z):
                source = source + upper[a] * (to(q, a) - q) - lower[a] * (q - to(q, a, -1))
            return source * inverse, inverse * (lower if forward else upper)[X]

        self.sweep(q, equation, forward)
        drag = (self.dv, self.dw, self.du)[n]
        drag[self.inner] = (free / (hn * (whole - summed)))[self.inner]

    def late(self, q: Any, flux_up: Any, flux_low: Any, opened: Any = None) -> Any:
        total = 0
        for a in (X, Y, Z):
            here = to(q, a) - q
            if opened is not None:
                here = to(opened[a], a) * here
            low, after = to(here, a, -1), to(here, a)
            total = total + limited(flux_up[a], low, here, after) - limited(flux_low[a], to(low, a, -1), low, here)
        return total / 2

    def warmth(self, before: Any, forward: bool, tvd: bool, pace: Any) -> None:
        opened = {X: self.ox, Y: self.oy, Z: self.oz}
        g = {X: self.gx, Y: self.gy, Z: self.gz}
        speed = {X: self.u, Y: self.v, Z: self.w}
        low, up, lower, upper = {}, {}, {}, {}
        for a in (X, Y, Z):
            low[a] = opened[a] * speed[a] / self.h[a]
            up[a] = to(low[a], a)
            spread = g[a] / np.float32(0.85) + opened[a] * self.flow.lam / self.h[a] ** 2
            lower[a], upper[a] = spread + np.maximum(0, low[a]), to(spread, a) + np.maximum(0, -up[a])
        inverse = 1 / (sum(lower.values()) + sum(upper.values()) + self.feed + pace)
        fixed = self.fed + pace * before
        if tvd:
            fixed = fixed - self.late(self.t, up, low, opened)

        def equation(t: Any) -> tuple[Any, Any]:
            source = fixed - (self.feed + pace) * t
            for a in (X, Y, Z):
                source = source + upper[a] * (to(t, a) - t) - lower[a] * (t - to(t, a, -1))
            return source * inverse, inverse * (lower if forward else upper)[X]

        self.sweep(self.t, equation, forward)

    def strains(self) -> None:
        opened, h = {X: self.ox, Y: self.oy, Z: self.oz}, self.h
        twice = {X: self.u + to(self.u, X), Y: self.v + to(self.v, Y), Z: self.w + to(self.w, Z)}
        slope = {}
        for a in (X, Y, Z):
            for b in (X, Y, Z):
                step = opened[b] * (twice[a] - to(twice[a], b, -1))
                slope[a, b] = (step + to(step, b)) / (4 * h[b])
        square = sum((slope[a, b] + slope[b, a]) ** 2 for a, b in ((X, Y), (X, Z), (Y, Z)))
        for a, q in ((X, self.u), (Y, self.v), (Z, self.w)):
            square = square + 2 * ((to(q, a) - q) / h[a]) ** 2
        self.strain[self.inner] = square[self.inner]
        self.speed[self.inner] = (np.sqrt(sum(q**2 for q in twice.values())) / 2)[self.inner]

    def turbulence(self, forward: bool) -> None:
        flow, opened = self.flow, {X: self.ox, Y: self.oy, Z: self.oz}
        g = {X: self.gx, Y: self.gy, Z: self.gz}
        speed = {X: self.u, Y: self.v, Z: self.w}
        friction = 0.09**0.25 * np.sqrt(np.maximum(self.k, 1e-30)) / (0.41 * flow.half_m)
        near = self.walls > 0
        relax = np.float32(settings.RELAX_TURBULENCE)

        def part(share: float, decay: Any) -> tuple[Any, Any, Any]:
            lower = {a: share * g[a] + np.maximum(0, opened[a] * speed[a]) / self.h[a] for a in (X, Y, Z)}
            upper = {
                a: to(share * g[a], a) + np.maximum(0, -to(opened[a] * speed[a], a)) / self.h[a] for a in (X, Y, Z)
            }
            return lower, upper, sum(lower.values()) + sum(upper.values()) + self.feed + decay

        span = range(LOW, self.k.shape[X] - LOW)
        for colour in range(2):  # both equations of a row read the same k and epsilon
            k, e = self.k, self.e
            friction = 0.09**0.25 * np.sqrt(np.maximum(k, 1e-30)) / (0.41 * flow.half_m)
            decay = np.divide(e, k, out=np.zeros_like(k), where=k > 0)
            made = np.where(near, self.slide * self.speed * friction, (self.nu - flow.molecular) * self.strain)
            changes = []
            for q, share, lost, source in (
                (k, 1.0, decay, made + self.fed_k),
                (e, 1 / 1.3, np.float32(1.92) * decay, np.float32(1.44) * made * decay + self.fed_e),
            ):
                lower, upper, around = part(share, lost)
                whole = around / relax + 1e-12
                for a in (X, Y, Z):
                    source = source + upper[a] * to(q, a) + lower[a] * to(q, a, -1)
                delta, lead = (source - around * q) / whole, (lower if forward else upper)[X] / whole
                if q is e:
                    delta = np.where(near, np.sqrt(0.09) * k * friction - e, delta)
                    lead = np.where(near, 0, lead)
                changes.append((q, delta, lead))
            rows = (self.colour == colour) & self.inner.any(axis=X)
            for q, delta, lead in changes:
                carried = np.zeros(q.shape[:2], np.float32)
                for i in span if forward else reversed(span):
                    carried = delta[..., i] + lead[..., i] * carried
                    q[..., i] += np.where(rows, carried, 0)
            mine = rows[..., None] & self.inner
            k[mine], e[mine] = np.maximum(k[mine], 1e-6), np.maximum(e[mine], 1e-7)

    def viscosity(self, zero: bool) -> None:
        flow = self.flow
        if zero:
            eddy = np.float32(0.03874) * self.speed * self.reach
        else:
            eddy = 0.09 * self.k**2 / np.maximum(self.e, 1e-30)
        self.nu[self.inner] = (self.air * (flow.molecular + np.minimum(eddy, 0.2)))[self.inner]
        if zero:
            slide = 0.005 * self.speed
        else:
            friction = 0.09**0.25 * np.sqrt(np.maximum(self.k, 1e-30))
            y_plus = friction * flow.half_m / flow.molecular
            rough = 0.41 * friction / np.log(9.8 * np.maximum(y_plus, 1.0))
            slide = np.where(y_plus > 11.53, rough, flow.molecular / flow.half_m)
        near = self.inner & (self.walls > 0)
        self.slide[near] = slide[near]
        for a, opened, g in ((X, self.ox, self.gx), (Y, self.oy, self.gy), (Z, self.oz, self.gz)):
            g[self.inner] = (opened * (self.nu + to(self.nu, a, -1)) / (2 * self.h[a] ** 2))[self.inner]

    def project(self, steps: int) -> None:
        c = [self.dv / self.h[0], self.dw / self.h[1], self.du / self.h[2]]
        r = -self.air * sum((to(q, a) - q) / self.h[a] for a, q in ((Y, self.v), (Z, self.w), (X, self.u)))
        x = along = np.zeros_like(r)
        before = 1.0
        for step in range(steps):
            z = self.cycle(r, c)
            after = float(np.sum(r * z, dtype=np.float64))
            along = z + (after / before if step else 0.0) * along
            before = after
            bent = applied(along, c)
            length = after / float(np.sum(along * bent, dtype=np.float64))
            x, r = x + length * along, r - length * bent
        self.u += self.du * (to(x, X, -1) - x)
        self.v += self.dv * (to(x, Y, -1) - x)
        self.w += self.dw * (to(x, Z, -1) - x)
        self.p += x

    def cycle(self, r: Any, c: list[Any]) -> Any:
        sides = [n - 2 * LOW for n in r.shape]
        z = np.zeros_like(r)
        if np.prod(sides) <= 8:
            for turn in range(2 * COARSEST_SWEEPS):
                smooth(z, r, c, turn < COARSEST_SWEEPS)
            return z
        smooth(z, r, c, True)
        left = r - applied(z, c)
        z += OVERCORRECTION * spread(self.cycle(gathered(left), [coarse_faces(f, a) for a, f in enumerate(c)]), r.shape)
        smooth(z, r, c, False)
        return z


def applied(z: Any, c: list[Any]) -> Any:
    return sum(f * (z - to(z, a, -1)) - to(f * (z - to(z, a, -1)), a) for a, f in enumerate(c))


def smooth(z: Any, r: Any, c: list[Any], forward: bool) -> None:
    whole = sum(f + to(f, a) for a, f in enumerate(c))
    inverse = np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0).astype(np.float32)
    lead = inverse * (c[X] if forward else to(c[X], X))
    rows = np.add.outer(np.arange(z.shape[0]), np.arange(z.shape[1])) % 2
    span = range(LOW, z.shape[X] - LOW)
    for colour in (0, 1) if forward else (1, 0):
        delta = (r - applied(z, c)) * inverse
        carried = np.zeros(z.shape[:2], np.float32)
        for i in span if forward else reversed(span):
            carried = delta[..., i] + lead[..., i] * carried
            z[..., i] += np.where(rows == colour, carried, 0)


def halves(q: Any) -> Any:
    """The inner cells of an array, padded to even sides, as pairs along each axis."""
    inner = q[tuple(slice(LOW, n - LOW) for n in q.shape)]
    even = np.pad(inner, [(0, n % 2) for n in inner.shape])
    return even.reshape([side for n in even.shape for side in (n // 2, 2)])


def gathered(q: Any) -> Any:
    return np.pad(halves(q).sum(axis=(1, 3, 5)), LOW)


def coarse_faces(f: Any, axis: int) -> Any:
    lower = np.take(halves(f), 0, axis=2 * axis + 1)  # the faces that lie between two coarse cells
    kept = [n for n in range(3) if n != axis]
    places = [1 + 2 * n - (n > axis) for n in kept]
    return np.pad(lower.sum(axis=tuple(places)), LOW)


def spread(q: Any, shape: tuple[int, ...]) -> Any:
    inner = q[tuple(slice(LOW, n - LOW) for n in q.shape)]
    for axis in range(3):
        inner = np.repeat(inner, 2, axis=axis)
    sides = [n - 2 * LOW for n in shape]
    return np.pad(inner[tuple(slice(0, n) for n in sides)], LOW)
