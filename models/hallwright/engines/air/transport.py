"""One sweep of an equation of transport over all rows: velocities, temperature, turbulence.

Every equation is divided by the volume of a cell, so that its coefficients are rates [1/s]. Arrays are flat, x runs
fastest; `sy` and `sz` are the steps along y and z. Rows along x of one colour, (j + k) even or odd, do not touch each
other: they are solved side by side. Within a row the part that needs no neighbour of the same row is one loop of
vectors, the rest a short recurrence along the row, forward or backward.

Convection is upwind in the matrix, in its bounded form (inflow and diffusion only); the limited-linear remainder
(TVD, Sweby's minmod with slope 2) is on the right-hand side.
"""
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs

import numpy as np
from numba import prange

from hallwright.engines.air.compiled import kernel, parallel_kernel
from hallwright.engines.air.voxels import LOW

F0, F1, F2, HALF, QUARTER = (np.float32(v) for v in (0.0, 1.0, 2.0, 0.5, 0.25))
TINY = np.float32(1e-12)
PRANDTL_T = np.float32(1.0 / 0.85)  # turbulent Prandtl number 0.85


@kernel
def _limited(flow, before, here, after):
    """Twice the limited part of a face's flux: |flow| x minmod(2 x upstream step, step)."""
    step = F2 * (before if flow > F0 else after)
    return abs(flow) * (max(F0, min(step, here)) + min(F0, max(step, here)))


@kernel
def _follow(q, delta, lead, first, n, forward):
    """Add the changes of a row, each passed on to the next cell along the row."""
    carried = F0
    if forward:
        for i in range(n):
            carried = delta[i] + lead[i] * carried
            q[first + i] += carried
    else:
        for i in range(n - 1, -1, -1):
            carried = delta[i] + lead[i] * carried
            q[first + i] += carried


@kernel
def _velocity_row(
    c0, n, q, qn, qa, qb, nu, ga, gb, free, rub, slide, p, warm, drag,
    sn, sa, sb, hn, ha, hb, lift, along, forward, tvd, relax, pace, delta, lead,
):  # fmt: skip
    rn, ra, rb = HALF / hn, HALF / ha, HALF / hb
    rnn = F1 / (hn * hn)
    for i in range(n):
        c = np.uint64(c0 + i)
        here = q[c]
        fe, fw = rn * (qn[c] + qn[c + sn]), rn * (qn[c] + qn[c - sn])
        fn, fs = ra * (qa[c + sa] + qa[c + sa - sn]), ra * (qa[c] + qa[c - sn])
        ft, fb = rb * (qb[c + sb] + qb[c + sb - sn]), rb * (qb[c] + qb[c - sn])
        ae, aw = nu[c] * rnn + max(F0, -fe), nu[c - sn] * rnn + max(F0, fw)
        an = HALF * (ga[c + sa] + ga[c + sa - sn]) + max(F0, -fn)
        as_ = HALF * (ga[c] + ga[c - sn]) + max(F0, fs)
        at = HALF * (gb[c + sb] + gb[c + sb - sn]) + max(F0, -ft)
        ab = HALF * (gb[c] + gb[c - sn]) + max(F0, fb)
        rubbed = rub[c] * HALF * (slide[c] + slide[c - sn])
        summed = ae + aw + an + as_ + at + ab
        whole = (summed + rubbed) / relax + pace
        de, dw = q[c + sn] - here, here - q[c - sn]
        dn, ds = q[c + sa] - here, here - q[c - sa]
        dt, db = q[c + sb] - here, here - q[c - sb]
        source = ae * de - aw * dw + an * dn - as_ * ds + at * dt - ab * db - rubbed * here
        source += (p[c - sn] - p[c]) / hn + lift * HALF * (warm[c] + warm[c - sn])
        if tvd:  # from the state before the sweep: rows two apart are changed at the same time
            here = qn[c]
            de, dw = qn[c + sn] - here, here - qn[c - sn]
            dn, ds = qn[c + sa] - here, here - qn[c - sa]
            dt, db = qn[c + sb] - here, here - qn[c - sb]
            late = _limited(fe, dw, de, qn[c + sn + sn] - qn[c + sn])
            late -= _limited(fw, qn[c - sn] - qn[c - sn - sn], dw, de)
            late += _limited(fn, ds, dn, qn[c + sa + sa] - qn[c + sa])
            late -= _limited(fs, qn[c - sa] - qn[c - sa - sa], ds, dn)
            late += _limited(ft, db, dt, qn[c + sb + sb] - qn[c + sb])
            late -= _limited(fb, qn[c - sb] - qn[c - sb - sb], db, dt)
            source -= HALF * late
        inverse = free[c] / whole
        delta[i] = source * inverse
        if along:
            lead[i] = inverse * (aw if forward else ae)
        else:
            lead[i] = inverse * (as_ if forward else an)
        drag[c] = free[c] / (hn * (whole - summed))
    _follow(q, delta, lead, c0, n, forward)


@parallel_kernel
def sweep_velocity(
    q, qn, qa, qb, nu, ga, gb, free, rub, slide, p, warm, drag,
    ny, nz, nx, sn, sa, sb, hn, ha, hb, lift, along, forward, tvd, relax, pace,
):  # fmt: skip
    """One sweep of a component of momentum; `drag` becomes what a pressure step changes (SIMPLEC).

    `n` is the component's own axis, `a` and `b` the others; `along` says that n is x, otherwise a is x.
    """
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for colour in range(2):
        for j in prange(ny):
            rows = np.empty((2, nx), np.float32)
            for k in range((j + colour) % 2, nz, 2):
                c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
                _velocity_row(
                    c0, nx, q, qn, qa, qb, nu, ga, gb, free, rub, slide, p, warm, drag,
                    np.uint64(sn), np.uint64(sa), np.uint64(sb), hn, ha, hb, lift, along, forward, tvd, relax, pace,
                    rows[0], rows[1],
                )  # fmt: skip


@kernel
def _warm_row(
    c0, n, t, old, t0, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed, sy, sz, hx, hy, hz, lam, forward,
    tvd, pace, delta, lead,
):  # fmt: skip
    one = np.uint64(1)
    lx, ly, lz = lam / (hx * hx), lam / (hy * hy), lam / (hz * hz)
    for i in range(n):
        c = np.uint64(c0 + i)
        here = t[c]
        oe, ow, on, os, ot, ob = ox[c + one], ox[c], oy[c + sy], oy[c], oz[c + sz], oz[c]
        fe, fw = oe * u[c + one] / hx, ow * u[c] / hx
        fn, fs = on * v[c + sy] / hy, os * v[c] / hy
        ft, fb = ot * w[c + sz] / hz, ob * w[c] / hz
        ae, aw = gx[c + one] * PRANDTL_T + oe * lx + max(F0, -fe), gx[c] * PRANDTL_T + ow * lx + max(F0, fw)
        an, as_ = gy[c + sy] * PRANDTL_T + on * ly + max(F0, -fn), gy[c] * PRANDTL_T + os * ly + max(F0, fs)
        at, ab = gz[c + sz] * PRANDTL_T + ot * lz + max(F0, -ft), gz[c] * PRANDTL_T + ob * lz + max(F0, fb)
        de, dw = oe * (t[c + one] - here), ow * (here - t[c - one])
        dn, ds = on * (t[c + sy] - here), os * (here - t[c - sy])
        dt, db = ot * (t[c + sz] - here), ob * (here - t[c - sz])
        source = (
            ae * de - aw * dw + an * dn - as_ * ds + at * dt - ab * db + fed[c] - feed[c] * here + pace * (t0[c] - here)
        )
        if tvd:  # from the state before the sweep: rows two apart are changed at the same time
            here = old[c]
            de, dw = oe * (old[c + one] - here), ow * (here - old[c - one])
            dn, ds = on * (old[c + sy] - here), os * (here - old[c - sy])
            dt, db = ot * (old[c + sz] - here), ob * (here - old[c - sz])
            late = _limited(fe, dw, de, ox[c + one + one] * (old[c + one + one] - old[c + one]))
            late -= _limited(fw, ox[c - one] * (old[c - one] - old[c - one - one]), dw, de)
            late += _limited(fn, ds, dn, oy[c + sy + sy] * (old[c + sy + sy] - old[c + sy]))
            late -= _limited(fs, oy[c - sy] * (old[c - sy] - old[c - sy - sy]), ds, dn)
            late += _limited(ft, db, dt, oz[c + sz + sz] * (old[c + sz + sz] - old[c + sz]))
            late -= _limited(fb, oz[c - sz] * (old[c - sz] - old[c - sz - sz]), db, dt)
            source -= HALF * late
        inverse = F1 / (ae + aw + an + as_ + at + ab + feed[c] + pace)
        delta[i] = source * inverse
        lead[i] = inverse * (aw if forward else ae)
    _follow(t, delta, lead, c0, n, forward)


@parallel_kernel
def sweep_warmth(
    t, old, t0, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed, ny, nz, nx, hx, hy, hz, lam, forward, tvd, pace
):  # fmt: skip
    """One sweep of temperature; `old` is a copy of it, `t0` the last time step's.

    `feed` is the inflow through ports [1/s], `fed` the same times its temperature. Nothing diffuses through
    a port: heat that did would be lost.
    """
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for colour in range(2):
        for j in prange(ny):
            rows = np.empty((2, nx), np.float32)
            for k in range((j + colour) % 2, nz, 2):
                c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
                _warm_row(
                    c0, nx, t, old, t0, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed,
                    np.uint64(stride_y), np.uint64(stride_z), hx, hy, hz, lam, forward, tvd, pace, rows[0], rows[1],
                )  # fmt: skip
