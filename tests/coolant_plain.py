"""One rack loop by plain bisection on K Q^n: shares nothing with the engine but the numbers of its documentation."""

import math

VALVE_KPA, FITTINGS, ROUGHNESS_M, VELOCITY_M_S, EXPONENT = 20.0, 10.0, 45e-6, 1.5, 1.89
SHUTOFF, RUNOUT, DROOP = 1.25, 1.2, 1e-3
BORES_MM = (15, 20, 25, 32, 40, 50, 65, 80, 100, 125, 150, 200, 250, 300)

Branch = tuple[float, float, float, float]  # drop at the stated flow [Pa], that flow, wanted flow [m3/s], length [m]


def colebrook(re: float, rough: float) -> float:
    x = 6.0
    for _ in range(12):
        x = -2.0 * math.log10(rough / 3.7 + 2.51 * x / re)
    return 1.0 / x**2


def friction(re: float, rough: float) -> float:
    if re < 2000.0:
        return 64.0 / re
    if re > 4000.0:
        return colebrook(re, rough)
    a, b = 64.0 / 2000.0, colebrook(4000.0, rough)
    return float(a * (b / a) ** (math.log(re / 2000.0) / math.log(2.0)))


def drop_pa(q: float, branch: Branch, rho: float, mu: float) -> float:
    """Of an open branch: valve, cold plates, fittings, pipe."""
    stated_pa, at, wanted, length = branch
    largest = max(at, wanted)
    exact = math.sqrt(4.0 * largest / (math.pi * VELOCITY_M_S))
    bore = next((b / 1000.0 for b in BORES_MM if b / 1000.0 >= exact), exact)
    v = q / (math.pi * bore**2 / 4.0)
    dynamic = rho * v * v / 2.0
    pipe = friction(rho * v * bore / mu, ROUGHNESS_M / bore) * length / bore * dynamic if q > 0.0 else 0.0
    own = VALVE_KPA * 1000.0 * (q / largest) ** 2 + stated_pa * (q / at) ** EXPONENT
    return float(own + FITTINGS * dynamic + pipe)


def through(pa: float, branch: Branch, rho: float, mu: float) -> float:
    """Flow at a pressure: what is wanted, or less where the open branch passes less."""
    low, high = 0.0, branch[2]
    if drop_pa(high, branch, rho, mu) <= pa:
        return high
    for _ in range(36):
        middle = (low + high) / 2.0
        low, high = (middle, high) if drop_pa(middle, branch, rho, mu) < pa else (low, middle)
    return low


def flows(branches: list[Branch], rated_m3_s: float, rated_pa: float, rho: float, mu: float) -> list[float]:
    """Flows of branches side by side on one CDU: the pressure at which its pumps give what they take."""

    def head(q: float) -> float:
        curve = SHUTOFF * rated_pa - (SHUTOFF - 1.0) * rated_pa * (q / rated_m3_s) ** 2
        return min(curve, rated_pa * (1.0 + DROOP - DROOP * q / rated_m3_s)) if q < RUNOUT * rated_m3_s else -1.0

    low, high = 0.0, SHUTOFF * rated_pa
    for _ in range(36):
        middle = (low + high) / 2.0
        whole = sum(through(middle, b, rho, mu) for b in branches)
        low, high = (low, middle) if head(whole) <= middle else (middle, high)
    return [through(low, b, rho, mu) for b in branches]
