"""The pressure step: conjugate gradients, preconditioned by a V(1,1) cycle of agglomeration multigrid.

All levels lie one after the other in flat arrays, each with its own ring; `levels` holds a row (first, ny, nz, nx) for
each. A level's cell takes the sum of the equations of the two by two by two cells below it. Sums are in double
precision, added plane by plane in a fixed order, so that the answer does not depend on the number of cores.
"""
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs

import numpy as np
from numba import prange

from hallwright.engines.air.compiled import kernel, parallel_kernel
from hallwright.engines.air.transport import F0, F1, _follow
from hallwright.engines.air.voxels import LOW

OVERCORRECTION = np.float32(1.6)  # piecewise constants make a coarse level too stiff by about two
COARSEST_SWEEPS = 4
NARROW = 12_000  # cells of a level below which one core is faster than waiting for two


def level_table(shape: tuple[int, int, int]) -> np.ndarray:
    """Rows (first, ny, nz, nx) of the levels of a grid, finest first, and one more that says where they end."""
    rows, first, sides = [], 0, shape
    while True:
        rows.append((first, *sides))
        first += int(np.prod([n + 2 * LOW for n in sides]))
        if np.prod(sides) <= 8:
            break
        sides = tuple((n + 1) // 2 for n in sides)  # type: ignore[assignment]
    return np.array([*rows, (first, 0, 0, 0)], np.int64)


@kernel
def _around_row(c0, n, z, r, cx, cy, cz, sy, sz, out):
    """What a row's equations are still off: r - A z."""
    one = np.uint64(1)
    for i in range(n):
        c = np.uint64(c0 + i)
        here = z[c]
        out[i] = (
            r[c]
            + cx[c + one] * (z[c + one] - here) - cx[c] * (here - z[c - one])
            + cy[c + sy] * (z[c + sy] - here) - cy[c] * (here - z[c - sy])
            + cz[c + sz] * (z[c + sz] - here) - cz[c] * (here - z[c - sz])
        )  # fmt: skip


@kernel
def _smooth_row(c0, n, z, r, cx, cy, cz, inverse, sy, sz, forward, delta, lead):
    _around_row(c0, n, z, r, cx, cy, cz, sy, sz, delta)
    one = np.uint64(1)
    for i in range(n):
        c = np.uint64(c0 + i)
        delta[i] *= inverse[c]
        lead[i] = inverse[c] * (cx[c] if forward else cx[c + one])
    _follow(z, delta, lead, c0, n, forward)


@kernel
def _smooth_plane(j, colour, z, r, cx, cy, cz, inverse, nz, nx, forward):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    rows = np.empty((2, nx), np.float32)
    for k in range((j + colour) % 2, nz, 2):
        c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
        _smooth_row(
            c0, nx, z, r, cx, cy, cz, inverse, np.uint64(stride_y), np.uint64(stride_z), forward, rows[0], rows[1]
        )


@parallel_kernel
def _smooth_wide(z, r, cx, cy, cz, inverse, ny, nz, nx, forward):
    for turn in range(2):
        for j in prange(ny):
            _smooth_plane(j, turn if forward else 1 - turn, z, r, cx, cy, cz, inverse, nz, nx, forward)


@kernel
def _smooth(z, r, cx, cy, cz, inverse, ny, nz, nx, forward):
    """One sweep of both colours; a backward sweep undoes the order of a forward one, so that the cycle is symmetric."""
    if ny * nz * nx > NARROW:
        _smooth_wide(z, r, cx, cy, cz, inverse, ny, nz, nx, forward)
        return
    for turn in range(2):
        for j in range(ny):
            _smooth_plane(j, turn if forward else 1 - turn, z, r, cx, cy, cz, inverse, nz, nx, forward)


@kernel
def _restrict_plane(cj, z, r, cx, cy, cz, ny, nz, nx, coarse, cnz, cnx):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    coarse_z = cnx + 2 * LOW
    coarse_y = (cnz + 2 * LOW) * coarse_z
    row = np.empty(nx, np.float32)
    total = np.zeros(2 * cnx, np.float32)
    for ck in range(cnz):
        total[:] = F0
        for j in range(2 * cj, min(2 * cj + 2, ny)):
            for k in range(2 * ck, min(2 * ck + 2, nz)):
                c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
                _around_row(c0, nx, z, r, cx, cy, cz, np.uint64(stride_y), np.uint64(stride_z), row)
                for i in range(nx):
                    total[i] += row[i]
        first = (cj + LOW) * coarse_y + (ck + LOW) * coarse_z + LOW
        for i in range(cnx):
            coarse[first + i] = total[2 * i] + total[2 * i + 1]


@parallel_kernel
def _restrict_wide(z, r, cx, cy, cz, ny, nz, nx, coarse, cny, cnz, cnx):
    for cj in prange(cny):
        _restrict_plane(cj, z, r, cx, cy, cz, ny, nz, nx, coarse, cnz, cnx)


@kernel
def _restrict(z, r, cx, cy, cz, ny, nz, nx, coarse, cny, cnz, cnx):
    """Hand what is still off to the next level."""
    if ny * nz * nx > NARROW:
        _restrict_wide(z, r, cx, cy, cz, ny, nz, nx, coarse, cny, cnz, cnx)
        return
    for cj in range(cny):
        _restrict_plane(cj, z, r, cx, cy, cz, ny, nz, nx, coarse, cnz, cnx)


@kernel
def _prolong(z, ny, nz, nx, coarse, cnz, cnx):
    """Add the next level's answer."""
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    coarse_z = cnx + 2 * LOW
    coarse_y = (cnz + 2 * LOW) * coarse_z
    for j in range(ny):
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            first = (j // 2 + LOW) * coarse_y + (k // 2 + LOW) * coarse_z + LOW
            for i in range(nx):
                z[c0 + i] += OVERCORRECTION * coarse[first + i // 2]


@kernel
def _coarsen(fx, fy, fz, nz, nx, cx, cy, cz, cny, cnz, cnx):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    coarse_z = cnx + 2 * LOW
    coarse_y = (cnz + 2 * LOW) * coarse_z
    for cj in range(cny):
        for ck in range(cnz):
            first = (cj + LOW) * coarse_y + (ck + LOW) * coarse_z + LOW
            low = (2 * cj + LOW) * stride_y + (2 * ck + LOW) * stride_z + LOW
            for i in range(cnx):
                f = low + 2 * i
                b, t, d = f + stride_y, f + stride_z, f + stride_y + stride_z
                cx[first + i] = fx[f] + fx[b] + fx[t] + fx[d]
                cy[first + i] = fy[f] + fy[t] + fy[f + 1] + fy[t + 1]
                cz[first + i] = fz[f] + fz[b] + fz[f + 1] + fz[b + 1]


@kernel
def _invert(cx, cy, cz, ny, nz, nx, inverse):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for j in range(ny):
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            for i in range(nx):
                c = c0 + i
                whole = cx[c] + cx[c + 1] + cy[c] + cy[c + stride_y] + cz[c] + cz[c + stride_z]
                inverse[c] = F1 / whole if whole > F0 else F0


@kernel
def prepare(du, dv, dw, hx, hy, hz, levels, cx, cy, cz, inverse):
    """Fill the conductances of all levels from what the pressure does to each velocity."""
    n = levels[1, 0]
    for c in range(n):
        cx[c], cy[c], cz[c] = du[c] / hx, dv[c] / hy, dw[c] / hz
    for level in range(len(levels) - 1):
        a, ny, nz, nx = levels[level]
        b = levels[level + 1, 0]
        _invert(cx[a:b], cy[a:b], cz[a:b], ny, nz, nx, inverse[a:b])
        if level < len(levels) - 2:
            _, cny, cnz, cnx = levels[level + 1]
            d = levels[level + 2, 0]
            _coarsen(cx[a:b], cy[a:b], cz[a:b], nz, nx, cx[b:d], cy[b:d], cz[b:d], cny, cnz, cnx)


@kernel
def _cycle(z, r, cx, cy, cz, inverse, levels):
    """One V(1,1) cycle from zero: z on the finest level is about A^-1 r."""
    last = len(levels) - 2
    for level in range(last):
        a, ny, nz, nx = levels[level]
        b, cny, cnz, cnx = levels[level + 1]
        d = levels[level + 2, 0]
        z[a:b] = F0
        _smooth(z[a:b], r[a:b], cx[a:b], cy[a:b], cz[a:b], inverse[a:b], ny, nz, nx, True)
        _restrict(z[a:b], r[a:b], cx[a:b], cy[a:b], cz[a:b], ny, nz, nx, r[b:d], cny, cnz, cnx)
    a, ny, nz, nx = levels[last]
    b = levels[last + 1, 0]
    z[a:b] = F0
    for turn in range(2 * COARSEST_SWEEPS):
        forward = turn < COARSEST_SWEEPS
        _smooth(z[a:b], r[a:b], cx[a:b], cy[a:b], cz[a:b], inverse[a:b], ny, nz, nx, forward)
    for level in range(last - 1, -1, -1):
        a, ny, nz, nx = levels[level]
        b, cny, cnz, cnx = levels[level + 1]
        d = levels[level + 2, 0]
        _prolong(z[a:b], ny, nz, nx, z[b:d], cnz, cnx)
        _smooth(z[a:b], r[a:b], cx[a:b], cy[a:b], cz[a:b], inverse[a:b], ny, nz, nx, False)


@parallel_kernel
def _divergence(u, v, w, air, hx, hy, hz, ny, nz, nx, r):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for j in prange(ny):
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            for i in range(nx):
                c = c0 + i
                r[c] = -air[c] * (
                    (u[c + 1] - u[c]) / hx + (v[c + stride_y] - v[c]) / hy + (w[c + stride_z] - w[c]) / hz
                )


@kernel
def _added(planes):
    """Sum in a fixed order: a parallel sum would follow the number of cores."""
    total = 0.0
    for value in planes:
        total += value
    return total


@parallel_kernel
def _product(a, b, ny, size):
    """Sum of products, plane by plane."""
    planes = np.zeros(ny, np.float64)
    for j in prange(ny):
        total = 0.0
        for c in range((j + LOW) * size, (j + LOW + 1) * size):
            total += a[c] * b[c]
        planes[j] = total
    return _added(planes)


@parallel_kernel
def _apply(z, cx, cy, cz, ny, nz, nx, nothing, out):
    """Fill `out` with A z and return z . A z."""
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    planes = np.zeros(ny, np.float64)
    for j in prange(ny):
        row = np.empty(nx, np.float32)
        total = 0.0
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            _around_row(c0, nx, z, nothing, cx, cy, cz, np.uint64(stride_y), np.uint64(stride_z), row)
            for i in range(nx):
                out[c0 + i] = -row[i]
                total -= row[i] * z[c0 + i]
        planes[j] = total
    return _added(planes)


@parallel_kernel
def _correct(u, v, w, p, x, du, dv, dw, ny, nz, nx):
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for j in prange(ny):
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            for i in range(nx):
                c = c0 + i
                u[c] += du[c] * (x[c - 1] - x[c])
                v[c] += dv[c] * (x[c - stride_y] - x[c])
                w[c] += dw[c] * (x[c - stride_z] - x[c])
                p[c] += x[c]


@kernel
def project(
    u, v, w, p, air, du, dv, dw, hx, hy, hz, levels, cx, cy, cz, inverse, r, z, x, along, applied, nothing, steps
):
    """Change velocities and pressure by `steps` of conjugate gradients so that air is neither made nor lost."""
    _, ny, nz, nx = levels[0]
    size = (nz + 2 * LOW) * (nx + 2 * LOW)
    _divergence(u, v, w, air, hx, hy, hz, ny, nz, nx, r)
    n = levels[1, 0]
    x[:n] = F0
    before = 1.0
    for step in range(steps):
        _cycle(z, r, cx, cy, cz, inverse, levels)
        after = _product(r, z, ny, size)
        if after <= 0.0:
            break
        share = np.float32(after / before) if step else F0
        for c in range(n):
            along[c] = z[c] + share * along[c]
        before = after
        bent = _apply(along, cx, cy, cz, ny, nz, nx, nothing, applied)
        if bent <= 0.0:
            break
        length = np.float32(after / bent)
        for c in range(n):
            x[c] += length * along[c]
            r[c] -= length * applied[c]
    _correct(u, v, w, p, x, du, dv, dw, ny, nz, nx)
