"""One iteration of the kernels against plain numpy, and what a flow keeps."""

import numpy as np
import pytest

from air_numpy import Plain
from air_rooms import in_row, raised_floor, random_room
from hallwright.engines.air import ports, pressure, transport, turbulence
from hallwright.engines.air.flow import FIRST_ITERATIONS, Flow
from hallwright.engines.air.inputs import AirInputs
from hallwright.engines.air.voxels import cut

SEEN = ("u", "v", "w", "p", "t", "k", "e", "nu", "du", "slide")


def twin(flow: Flow) -> Flow:
    """A copy that shares nothing."""
    made = Flow(flow.grid)
    for name, value in vars(flow).items():
        if isinstance(value, np.ndarray):
            setattr(made, name, value.copy())
    made.iterations, made.turbulent, made.step_s = flow.iterations, flow.turbulent, flow.step_s
    made.streams.node_degc[:] = flow.streams.node_degc
    return made


def assert_alike(flow: Flow, plain: Plain) -> None:
    for name in SEEN:
        mine, theirs = getattr(flow, name), getattr(plain, name).reshape(-1)
        assert np.abs(mine - theirs).max() <= 5e-5 * np.abs(mine).max() + 1e-9, name


@pytest.mark.parametrize("given", [raised_floor(), in_row(), random_room(3)], ids=["tiles", "in-row", "random"])
@pytest.mark.parametrize("begun", [0, FIRST_ITERATIONS, FIRST_ITERATIONS + 8], ids=["first", "turning", "later"])
def test_an_iteration_equals_plain_numpy(given: AirInputs, begun: int) -> None:
    flow = Flow(cut(given))
    while flow.iterations < begun:
        flow.iterate()
    if begun:  # the one that starts k-epsilon is the flow's own
        flow.iterate()
    plain = Plain(twin(flow))
    for _ in range(2):  # both directions of the sweeps
        flow.iterate()
        plain.iterate()
    assert_alike(flow, plain)


def test_a_time_step_equals_plain_numpy() -> None:
    flow = Flow(cut(raised_floor()))
    for _ in range(FIRST_ITERATIONS + 5):
        flow.iterate()
    flow.step_s = 0.4
    plain = Plain(twin(flow))
    flow.iterate()
    plain.iterate()
    assert_alike(flow, plain)


def test_the_number_of_cores_changes_nothing() -> None:
    import numba

    found = []
    for cores in (1, numba.config.NUMBA_NUM_THREADS):
        numba.set_num_threads(cores)
        flow = Flow(cut(random_room(5)))
        for _ in range(FIRST_ITERATIONS + 10):
            flow.iterate()
        found.append(np.concatenate([getattr(flow, name) for name in SEEN]))
    assert np.array_equal(*found)


def test_pressure_steps_keep_the_mass_of_every_cell() -> None:
    flow = Flow(cut(raised_floor()))
    for _ in range(80):
        flow.iterate()
    shape, (hx, hy, hz) = flow.grid.padded, flow.h
    u, v, w = (q.reshape(shape).astype(float) for q in (flow.u, flow.v, flow.w))
    gained = (np.roll(u, -1, 2) - u) / hx + (np.roll(v, -1, 0) - v) / hy + (np.roll(w, -1, 1) - w) / hz
    through = float(np.abs(np.concatenate([flow.u, flow.v, flow.w])).max()) / float(hx)
    assert np.abs(gained[flow.grid.air]).max() < 0.01 * through


def test_the_multigrid_cycle_solves_a_poisson_equation() -> None:
    """Conjugate gradients with it lose a digit every two or three steps, far from the walls and near them."""
    flow = Flow(cut(random_room(1)))
    for _ in range(5):
        flow.iterate()
    before = [q.copy() for q in (flow.u, flow.v, flow.w)]
    left = []
    for steps in (0, 2, 6):
        for q, kept, opened in zip((flow.u, flow.v, flow.w), before, (flow.ox, flow.oy, flow.oz), strict=True):
            noise = np.random.default_rng(1).normal(size=q.size).astype(np.float32)
            q[:] = kept + opened * noise
        cx, cy, cz, inverse, r, z = flow.c
        hx, hy, hz = flow.h
        pressure.prepare(flow.du, flow.dv, flow.dw, hx, hy, hz, flow.levels, cx, cy, cz, inverse)
        for wanted in (steps, 0):  # the second call only measures what is left
            pressure.project(
                flow.u, flow.v, flow.w, flow.p, flow.air, flow.du, flow.dv, flow.dw, hx, hy, hz, flow.levels,
                cx, cy, cz, inverse, r, z, flow.x, flow.along, flow.applied, flow.nothing, wanted,
            )  # fmt: skip
        left.append(float(np.sqrt(np.mean(r[: flow.size] ** 2))))
    assert left[1] < 0.2 * left[0] and left[2] < 0.01 * left[0]


def test_a_larger_grid_takes_over_a_smaller_ones_air() -> None:
    given = raised_floor()
    coarse, fine = Flow(cut(given, 0.4)), Flow(cut(given, 0.2))
    for _ in range(60):
        coarse.iterate()
    assert fine.take(coarse)
    assert fine.turbulent and fine.iterations >= FIRST_ITERATIONS
    mine = (fine.t[fine.air > 0] + fine.t_mid).mean()
    assert mine == pytest.approx((coarse.t[coarse.air > 0] + coarse.t_mid).mean(), abs=0.5)
    assert not Flow(cut(in_row())).take(coarse), "another room"


def test_what_a_wall_and_a_port_do_to_turbulence_is_positive() -> None:
    k, e = turbulence.entering(2.0)
    assert k == pytest.approx(1.5 * 0.2**2) and e == pytest.approx(0.09**0.75 * k**1.5 / 0.05)


def test_a_stream_mixes_what_it_draws() -> None:
    node = np.array([20.0, 30.0, 0.0])
    law = np.array([[5.0, 0.5, 10.0, 0.0, 6.0]])
    ports.mix(node, 2, np.array([0, 2]), np.array([0.25, 0.75]), np.array([0, 1]), law)
    assert node[2] == pytest.approx(32.5 - 6.0), "half of the way to 10 would be 11.25 K; it can give 6"


def test_the_limiter_keeps_to_the_smaller_of_two_slopes() -> None:
    one = np.float32(1.0)
    assert transport._limited(one, one, 3 * one, one) == pytest.approx(2.0)
    assert transport._limited(one, 5 * one, 3 * one, one) == pytest.approx(3.0)
    assert transport._limited(-one, 5 * one, 3 * one, -one) == 0.0, "at an extreme there is none"
