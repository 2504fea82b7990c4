"""Eddy viscosity: standard k-epsilon, and a zero-equation law to start with."""
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs

import numpy as np
from numba import prange

from hallwright.engines.air.compiled import kernel, parallel_kernel
from hallwright.engines.air.transport import F0, F2, HALF, QUARTER, TINY, _follow
from hallwright.engines.air.voxels import LOW

C_MU, C_1, C_2, SIGMA_E = (np.float32(v) for v in (0.09, 1.44, 1.92, 1.0 / 1.3))
C_MU_75 = np.float32(0.09**0.75)
C_MU_25 = np.float32(0.09**0.25)
KARMAN = np.float32(0.41)
RUB = np.float32(0.005)  # wall friction, cf/2, before there is a k to make it from
LAMINAR, ROUGHNESS = np.float32(11.53), np.float32(9.8)  # law of the wall, smooth
MOST_NU = np.float32(0.2)  # m2/s
LEAST_K, LEAST_E = np.float32(1e-6), np.float32(1e-7)
ZERO_EQUATION = np.float32(0.03874)  # Chen and Xu (1998)
INTENSITY, LENGTH_M = 0.10, 0.05  # of the air that enters


@kernel
def _strain_row(c0, n, u, v, w, ox, oy, oz, sy, sz, hx, hy, hz, speed, strain):
    """Speed and the square of the rate of strain at cell centres; a wall takes no part in it."""
    one = np.uint64(1)
    for i in range(n):
        c = np.uint64(c0 + i)
        e, west, north, south, top, low = c + one, c - one, c + sy, c - sy, c + sz, c - sz
        ue, uw, vn, vs, wt, wb = u[e], u[c], v[north], v[c], w[top], w[c]
        uc, vc, wc = ue + uw, vn + vs, wt + wb  # twice the mean
        rx, ry, rz = QUARTER / hx, QUARTER / hy, QUARTER / hz
        uy = ry * (oy[north] * (u[north] + u[north + one] - uc) + oy[c] * (uc - u[south] - u[south + one]))
        uz = rz * (oz[top] * (u[top] + u[top + one] - uc) + oz[c] * (uc - u[low] - u[low + one]))
        vx = rx * (ox[e] * (v[e] + v[e + sy] - vc) + ox[c] * (vc - v[west] - v[west + sy]))
        vz = rz * (oz[top] * (v[top] + v[top + sy] - vc) + oz[c] * (vc - v[low] - v[low + sy]))
        wx = rx * (ox[e] * (w[e] + w[e + sz] - wc) + ox[c] * (wc - w[west] - w[west + sz]))
        wy = ry * (oy[north] * (w[north] + w[north + sz] - wc) + oy[c] * (wc - w[south] - w[south + sz]))
        ux, vy, wz = (ue - uw) / hx, (vn - vs) / hy, (wt - wb) / hz
        speed[c] = HALF * np.sqrt(uc * uc + vc * vc + wc * wc)
        strain[c] = (
            F2 * (ux * ux + vy * vy + wz * wz) + (uy + vx) * (uy + vx) + (uz + wx) * (uz + wx) + (vz + wy) * (vz + wy)
        )


@parallel_kernel
def strain_and_speed(u, v, w, ox, oy, oz, ny, nz, nx, hx, hy, hz, speed, strain):
    """Fill `speed` [m/s] and `strain` [1/s2] at cell centres."""
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for j in prange(ny):
        for k in range(nz):
            c0 = (j + LOW) * stride_y + (k + LOW) * stride_z + LOW
            _strain_row(
                c0, nx, u, v, w, ox, oy, oz, np.uint64(stride_y), np.uint64(stride_z), hx, hy, hz, speed, strain
            )


@kernel
def _turbulence_row(
    c0, n, k, e, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed_k, fed_e, nu, molecular, strain, speed, slide, walls,
    sy, sz, hx, hy, hz, half_m, relax, forward, dk, lk, de, le,
):  # fmt: skip
    one = np.uint64(1)
    for i in range(n):
        c = np.uint64(c0 + i)
        ce, cw, cn, cs, ct, cb = c + one, c - one, c + sy, c - sy, c + sz, c - sz
        fe, fw = max(F0, -ox[ce] * u[ce]) / hx, max(F0, ox[c] * u[c]) / hx
        fn, fs = max(F0, -oy[cn] * v[cn]) / hy, max(F0, oy[c] * v[c]) / hy
        ft, fb = max(F0, -oz[ct] * w[ct]) / hz, max(F0, oz[c] * w[c]) / hz
        ge, gw, gn, gs, gt, gb = gx[ce], gx[c], gy[cn], gy[c], gz[ct], gz[c]
        kc, ec, fd = k[c], e[c], feed[c]
        eddy = nu[c] - molecular
        near = walls[c] > F0
        root = np.sqrt(kc)
        made = eddy * strain[c]
        if near:  # wall function: friction makes turbulence, distance sets its dissipation
            made = slide[c] * speed[c] * C_MU_25 * root / (KARMAN * half_m)
        decay = ec / kc
        around = ge + fe + gw + fw + gn + fn + gs + fs + gt + ft + gb + fb
        whole = (around + fd + decay) / relax
        source = (ge + fe) * k[ce] + (gw + fw) * k[cw] + (gn + fn) * k[cn] + (gs + fs) * k[cs]
        source += (gt + ft) * k[ct] + (gb + fb) * k[cb] + made + fed_k[c]
        dk[i] = (source - (around + fd + decay) * kc) / (whole + TINY)
        lk[i] = ((gw + fw) if forward else (ge + fe)) / (whole + TINY)
        ge, gw, gn, gs, gt, gb = ge * SIGMA_E, gw * SIGMA_E, gn * SIGMA_E, gs * SIGMA_E, gt * SIGMA_E, gb * SIGMA_E
        around = ge + fe + gw + fw + gn + fn + gs + fs + gt + ft + gb + fb
        whole = (around + fd + C_2 * decay) / relax
        source = (ge + fe) * e[ce] + (gw + fw) * e[cw] + (gn + fn) * e[cn] + (gs + fs) * e[cs]
        source += (gt + ft) * e[ct] + (gb + fb) * e[cb] + C_1 * made * decay + fed_e[c]
        if near:
            de[i] = C_MU_75 * kc * root / (KARMAN * half_m) - ec
            le[i] = F0
        else:
            de[i] = (source - (around + fd + C_2 * decay) * ec) / (whole + TINY)
            le[i] = ((gw + fw) if forward else (ge + fe)) / (whole + TINY)
    _follow(k, dk, lk, c0, n, forward)
    _follow(e, de, le, c0, n, forward)
    for i in range(n):
        c = np.uint64(c0 + i)
        k[c] = max(k[c], LEAST_K)
        e[c] = max(e[c], LEAST_E)


@parallel_kernel
def sweep_turbulence(
    k, e, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed_k, fed_e, nu, molecular, strain, speed, slide, walls,
    ny, nz, nx, hx, hy, hz, half_m, relax, forward,
):  # fmt: skip
    """One sweep of k and epsilon."""
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for colour in range(2):
        for j in prange(ny):
            rows = np.empty((4, nx), np.float32)
            for m in range((j + colour) % 2, nz, 2):
                c0 = (j + LOW) * stride_y + (m + LOW) * stride_z + LOW
                _turbulence_row(
                    c0, nx, k, e, u, v, w, gx, gy, gz, ox, oy, oz, feed, fed_k, fed_e, nu, molecular, strain, speed,
                    slide, walls, np.uint64(stride_y), np.uint64(stride_z), hx, hy, hz, half_m, relax, forward,
                    rows[0], rows[1], rows[2], rows[3],
                )  # fmt: skip


@kernel
def _nu_row(c0, n, k, e, speed, reach_m, air, molecular, zero, nu):
    for i in range(n):
        c = np.uint64(c0 + i)
        if zero:
            eddy = ZERO_EQUATION * speed[c] * reach_m[c]
        else:
            eddy = C_MU * k[c] * k[c] / e[c]
        nu[c] = air[c] * (molecular + min(eddy, MOST_NU))


@kernel
def _slide_row(c0, n, k, speed, walls, molecular, half_m, zero, slide):
    """Drag of a wall on the air beside it, as a speed: friction per area and density is this times the air's speed."""
    for i in range(n):
        c = np.uint64(c0 + i)
        if walls[c] > F0:
            if zero:
                slide[c] = RUB * speed[c]
            else:
                friction = C_MU_25 * np.sqrt(k[c])
                y_plus = friction * half_m / molecular
                if y_plus > LAMINAR:
                    slide[c] = KARMAN * friction / np.log(ROUGHNESS * y_plus)
                else:
                    slide[c] = molecular / half_m


@kernel
def _between_row(c0, n, nu, ox, oy, oz, sy, sz, hx, hy, hz, gx, gy, gz):
    one = np.uint64(1)
    for i in range(n):
        c = np.uint64(c0 + i)
        gx[c] = ox[c] * HALF * (nu[c] + nu[c - one]) / (hx * hx)
        gy[c] = oy[c] * HALF * (nu[c] + nu[c - sy]) / (hy * hy)
        gz[c] = oz[c] * HALF * (nu[c] + nu[c - sz]) / (hz * hz)


@parallel_kernel
def viscosity(
    k, e, speed, reach_m, air, walls, molecular, half_m, zero, ox, oy, oz, ny, nz, nx, hx, hy, hz,
    nu, slide, gx, gy, gz,
):  # fmt: skip
    """Fill the viscosity of cells and, divided by the square of the edge, of open faces; `zero`: without k-epsilon."""
    stride_z = nx + 2 * LOW
    stride_y = (nz + 2 * LOW) * stride_z
    for j in prange(ny):
        for m in range(nz):
            c0 = (j + LOW) * stride_y + (m + LOW) * stride_z + LOW
            _nu_row(c0, nx, k, e, speed, reach_m, air, molecular, zero, nu)
            _slide_row(c0, nx, k, speed, walls, molecular, half_m, zero, slide)
    for j in prange(ny):
        for m in range(nz):
            c0 = (j + LOW) * stride_y + (m + LOW) * stride_z + LOW
            _between_row(c0, nx, nu, ox, oy, oz, np.uint64(stride_y), np.uint64(stride_z), hx, hy, hz, gx, gy, gz)


def entering(speed_m_s: float) -> tuple[float, float]:
    """Turbulence of air that enters through a port: k [m2/s2] and epsilon [m2/s3], 10 % intensity, 0.05 m length."""
    k = 1.5 * (INTENSITY * speed_m_s) ** 2
    return k, 0.09**0.75 * k**1.5 / LENGTH_M
